package dev.penstock.sandbox.postgres;

import dev.penstock.sandbox.DirectoryTree;
import dev.penstock.sandbox.OwnAddress;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.process.ProcessRecords;
import dev.penstock.sandbox.process.RecordedProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL 18 on a free port of 127.0.0.1, and of another address if one likes, that starts
 * empty. Its process is on record in a state directory, so that one which a killed JVM left behind
 * is ended by the next start.
 */
public final class PostgresServer implements AutoCloseable {
  /** Who may do everything. */
  public static final String SUPERUSER = "postgres";

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Place place;
  private final OwnAddress address;
  private final EmbeddedPostgres postgres;
  private final RecordedProcess postmaster;

  private PostgresServer(
      Place place, OwnAddress address, EmbeddedPostgres postgres, RecordedProcess postmaster) {
    this.place = place;
    this.address = address;
    this.postgres = postgres;
    this.postmaster = postmaster;
  }

  /**
   * Where a server lives; one server per place.
   *
   * @param stateDir that holds the process record
   * @param record its name there
   * @param data deleted at every start
   */
  public record Place(Path stateDir, String record, Path data) {
    public Place {
      data = data.toAbsolutePath();
    }

    /** Ends what a killed JVM left running here. */
    public void endLeftovers() {
      ProcessRecords.in(stateDir).end(record, GRACE);
      endUnrecorded();
    }

    /**
     * Between its start and its record a server, or the initdb before it, is known only by the data
     * directory, which is a word of its own on their command line and on nobody else's.
     */
    private void endUnrecorded() {
      ProcessHandle.allProcesses()
          .filter(process ->
              process.info().arguments().stream()
                  .anyMatch(words -> List.of(words).contains(data.toString())))
          .flatMap(found -> Stream.concat(found.descendants(), Stream.of(found)))
          .filter(ProcessHandle::destroyForcibly)
          // Bounded: nobody may collect an orphan, which then stays as a zombie.
          .forEach(ended ->
              ended.onExit().completeOnTimeout(ended, GRACE.toSeconds(), TimeUnit.SECONDS).join());
    }
  }

  /**
   * Starts it, after ending what a killed JVM left. Until {@link #askForPasswords} everyone on
   * loopback may do everything.
   *
   * @param settings beside the small ones that every server here has; a value has no spaces
   */
  public static PostgresServer start(Place place, Map<String, String> settings) throws IOException {
    return start(place, OwnAddress.LOOPBACK, settings);
  }

  /** The same, which listens on one more address than 127.0.0.1. */
  public static PostgresServer start(Place place, OwnAddress address, Map<String, String> settings)
      throws IOException {
    place.endLeftovers();
    DirectoryTree.delete(place.data());
    Path binaries = SandboxHome.userCache().resolve("postgres");
    Files.createDirectories(binaries);
    Files.createDirectories(place.data().toAbsolutePath().getParent());
    var builder =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(binaries.toFile())
            .setDataDirectory(place.data())
            .setCleanDataDirectory(true)
            .setRegisterShutdownHook(false)
            .setServerConfig("listen_addresses", listened(address))
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("shared_buffers", "64MB")
            .setServerConfig("max_connections", "60")
            .setServerConfig("fsync", "off")
            .setServerConfig("full_page_writes", "off")
            .setServerConfig("max_wal_size", "2GB")
            .setServerConfig("timezone", "UTC")
            .setLocaleConfig("locale", "C.UTF-8")
            .setPGStartupWait(Duration.ofSeconds(60));
    settings.forEach(builder::setServerConfig);
    try {
      EmbeddedPostgres postgres = builder.start();
      RecordedProcess postmaster =
          ProcessRecords.in(place.stateDir()).record(place.record(), postmaster(place.data()));
      return new PostgresServer(place, address, postgres, postmaster);
    } catch (IOException | RuntimeException e) {
      place.endUnrecorded();
      throw e;
    }
  }

  public int port() {
    return postgres.getPort();
  }

  /** A superuser's connection, which the caller closes; only before {@link #askForPasswords}. */
  public Connection superuser() throws SQLException {
    return postgres.getDatabase(SUPERUSER, SUPERUSER).getConnection();
  }

  /**
   * From here on every client needs a password; those from elsewhere come in for the first time.
   *
   * @param method of pg_hba.conf, as {@code scram-sha-256}
   */
  public void askForPasswords(String method, Statement superuser) throws SQLException, IOException {
    Files.writeString(
        place.data().resolve("pg_hba.conf"), "host all all %s %s\n".formatted(clients(), method));
    superuser.execute("SELECT pg_reload_conf()");
  }

  /** Ends it, if it is still the one that was started. Closing twice is harmless. */
  @Override
  public synchronized void close() {
    // Another JVM may have ended this server and put its own into the same directory.
    if (!postmaster.alive()) {
      return;
    }
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      place.endLeftovers();
    }
  }

  private static String listened(OwnAddress address) {
    String loopback = OwnAddress.LOOPBACK.host();
    return address.equals(OwnAddress.LOOPBACK) ? loopback : loopback + "," + address.host();
  }

  /** Pods come from addresses that nobody here knows; what keeps them out is the password. */
  private String clients() {
    return address.equals(OwnAddress.LOOPBACK) ? "127.0.0.1/32" : "all";
  }

  private static ProcessHandle postmaster(Path data) throws IOException {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    return ProcessHandle.of(pid)
        .orElseThrow(() -> new IOException("PostgreSQL with pid %d has ended".formatted(pid)));
  }
}
