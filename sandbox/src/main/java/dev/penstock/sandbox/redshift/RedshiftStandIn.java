package dev.penstock.sandbox.redshift;

import dev.penstock.sandbox.DirectoryTree;
import dev.penstock.sandbox.Passwords;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.process.ProcessRecords;
import dev.penstock.sandbox.process.RecordedProcess;
import dev.penstock.sandbox.redshift.catalog.Catalog;
import dev.penstock.sandbox.redshift.catalog.LoadErrors;
import dev.penstock.sandbox.redshift.copy.ParquetLoad;
import dev.penstock.sandbox.redshift.wire.Front;
import dev.penstock.sandbox.redshift.wire.Loading;
import dev.penstock.sandbox.redshift.wire.ServerIdentity;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A warehouse that the real Redshift driver takes for Redshift, on a free port of 127.0.0.1. It
 * starts empty every time, with one database and one user who isn't a superuser. What it does as
 * Redshift does, refuses, and leaves out stands in docs/redshift-fidelity.md.
 */
public final class RedshiftStandIn implements AutoCloseable {
  private static final String RECORD = "redshift-postgres";
  private static final String FOLDER = "redshift";
  private static final String SUPERUSER = "postgres";
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Settings settings;
  private final EmbeddedPostgres postgres;
  private final RecordedProcess postmaster;
  private final Catalog catalog;
  private final ServerIdentity identity;
  private final ParquetLoad parquet;
  private final Front front;
  private final Thread atExit = new Thread(this::end, "redshift-end");

  private RedshiftStandIn(
      Settings settings,
      EmbeddedPostgres postgres,
      RecordedProcess postmaster,
      Catalog catalog,
      ServerIdentity identity,
      ParquetLoad parquet,
      Front front) {
    this.settings = settings;
    this.postgres = postgres;
    this.postmaster = postmaster;
    this.catalog = catalog;
    this.identity = identity;
    this.parquet = parquet;
    this.front = front;
  }

  /**
   * What to start.
   *
   * @param stateDir where the data and the process record go; one stand-in per directory
   * @param s3 where COPY reads
   */
  public record Settings(
      Path stateDir, String database, String username, String password, S3Access s3) {
    public Settings {
      for (String name : new String[] {database, username}) {
        if (!name.matches("[a-z_][a-z0-9_]*") || name.equals(SUPERUSER)) {
          throw new IllegalArgumentException(
              "%s is no name for a database or user here".formatted(name));
        }
      }
    }

    @Override
    public String toString() {
      return "Settings[%s, %s, %s, %s]".formatted(stateDir, database, username, s3);
    }
  }

  /** Starts it, after ending one that a killed JVM left in this directory. */
  public static RedshiftStandIn start(Settings settings) {
    endLeftovers(settings.stateDir());
    Path folder = settings.stateDir().resolve(FOLDER);
    DirectoryTree.delete(folder);
    EmbeddedPostgres postgres;
    RecordedProcess postmaster;
    try {
      postgres = launch(folder);
      postmaster = ProcessRecords.in(settings.stateDir()).record(RECORD, postmaster(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The stand-in's PostgreSQL doesn't start: " + e.getMessage(), e);
    }
    try {
      Catalog catalog = prepare(settings, postgres, folder);
      ServerIdentity identity = ServerIdentity.create();
      Files.writeString(folder.resolve("ca.crt"), identity.certificatePem());
      ParquetLoad parquet = ParquetLoad.over(settings.s3(), folder.resolve("copy"));
      Front front =
          Front.open(
              identity,
              postgres.getPort(),
              new Front.Credentials(settings.username(), settings.password()),
              new Loading(parquet, new LoadErrors(catalog), new AtomicInteger(100)));
      RedshiftStandIn standIn =
          new RedshiftStandIn(settings, postgres, postmaster, catalog, identity, parquet, front);
      Runtime.getRuntime().addShutdownHook(standIn.atExit);
      return standIn;
    } catch (SQLException | IOException | RuntimeException e) {
      endLeftovers(settings.stateDir());
      throw new IllegalStateException("The stand-in doesn't start: " + e.getMessage(), e);
    }
  }

  /** Ends what a killed JVM left running for this directory. */
  public static void endLeftovers(Path stateDir) {
    ProcessRecords.in(stateDir).end(RECORD, GRACE);
  }

  public int port() {
    return front.port();
  }

  /** The certificate to trust, in PEM. */
  public String caCertificate() {
    return identity.certificatePem();
  }

  /** The same certificate as a file, for the driver's {@code sslrootcert}. */
  public Path caCertificateFile() {
    return settings.stateDir().resolve(FOLDER).resolve("ca.crt");
  }

  /** Without credentials and without trust, which are the client's to add. */
  public String jdbcUrl() {
    return "jdbc:redshift://127.0.0.1:%d/%s".formatted(port(), settings.database());
  }

  /** Whether a session stands waiting for a lock now; for tests, which must not guess by time. */
  public boolean waitsForALock(int process) {
    return catalog.waitsForALock(process);
  }

  /** Ends it; its data go with it. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs or has run, and ending twice is harmless.
    }
    end();
  }

  private synchronized void end() {
    try {
      front.close();
      parquet.close();
      if (postmaster.alive()) {
        postgres.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (postmaster.alive()) {
        endLeftovers(settings.stateDir());
      }
    }
  }

  private static EmbeddedPostgres launch(Path folder) throws IOException {
    Path binaries = SandboxHome.userCache().resolve("postgres");
    Files.createDirectories(binaries);
    Files.createDirectories(folder);
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(binaries.toFile())
        .setDataDirectory(folder.resolve("data"))
        .setCleanDataDirectory(true)
        .setRegisterShutdownHook(false)
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("shared_buffers", "64MB")
        .setServerConfig("max_connections", "60")
        .setServerConfig("fsync", "off")
        .setServerConfig("full_page_writes", "off")
        .setServerConfig("max_wal_size", "2GB")
        .setServerConfig("timezone", "UTC")
        .setLocaleConfig("locale", "C.UTF-8")
        .setPGStartupWait(Duration.ofSeconds(60))
        .start();
  }

  private static ProcessHandle postmaster(Path folder) throws IOException {
    long pid = Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst());
    return ProcessHandle.of(pid)
        .orElseThrow(() -> new IOException("PostgreSQL with pid %d has ended".formatted(pid)));
  }

  /** One user, one database, Redshift's catalog; from here on PostgreSQL asks for passwords. */
  private static Catalog prepare(Settings settings, EmbeddedPostgres postgres, Path folder)
      throws SQLException, IOException {
    String superPassword = Passwords.random();
    try (Connection connection = postgres.getDatabase(SUPERUSER, SUPERUSER).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE ROLE %s LOGIN PASSWORD %s"
              .formatted(settings.username(), statement.enquoteLiteral(settings.password())));
      // Redshift's SNAPSHOT isolation, the default of new clusters.
      statement.execute(
          "ALTER ROLE %s SET default_transaction_isolation TO 'repeatable read'"
              .formatted(settings.username()));
      statement.execute(
          "CREATE DATABASE %s OWNER %s".formatted(settings.database(), settings.username()));
      statement.execute(
          "ALTER ROLE %s PASSWORD %s"
              .formatted(SUPERUSER, statement.enquoteLiteral(superPassword)));
      // The front speaks only this method; nothing but loopback ever carries it.
      Files.writeString(folder.resolve("data/pg_hba.conf"), "host all all 127.0.0.1/32 password\n");
      statement.execute("SELECT pg_reload_conf()");
    }
    Catalog catalog =
        new Catalog(
            "jdbc:postgresql://127.0.0.1:%d/%s".formatted(postgres.getPort(), settings.database()),
            SUPERUSER,
            superPassword);
    catalog.install();
    return catalog;
  }
}
