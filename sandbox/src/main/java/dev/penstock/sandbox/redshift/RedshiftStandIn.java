package dev.penstock.sandbox.redshift;

import dev.penstock.sandbox.DirectoryTree;
import dev.penstock.sandbox.OwnAddress;
import dev.penstock.sandbox.Passwords;
import dev.penstock.sandbox.postgres.PostgresServer;
import dev.penstock.sandbox.redshift.catalog.Catalog;
import dev.penstock.sandbox.redshift.catalog.LoadJournal;
import dev.penstock.sandbox.redshift.copy.ObjectLoad;
import dev.penstock.sandbox.redshift.faults.Faults;
import dev.penstock.sandbox.redshift.wire.Front;
import dev.penstock.sandbox.redshift.wire.Loading;
import dev.penstock.sandbox.redshift.wire.ServerIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A warehouse that the real Redshift driver takes for Redshift, on a free port of one address. It
 * starts empty every time, with one database and one user who isn't a superuser. What it does as
 * Redshift does, refuses, and leaves out stands in docs/redshift-fidelity.md.
 */
public final class RedshiftStandIn implements AutoCloseable {
  private static final String RECORD = "redshift-postgres";
  private static final String FOLDER = "redshift";

  private final Settings settings;
  private final PostgresServer postgres;
  private final Catalog catalog;
  private final ServerIdentity identity;
  private final Front front;
  private final Faults faults;
  private final Thread atExit = new Thread(this::end, "redshift-end");

  private RedshiftStandIn(
      Settings settings,
      PostgresServer postgres,
      Catalog catalog,
      ServerIdentity identity,
      Front front,
      Faults faults) {
    this.settings = settings;
    this.postgres = postgres;
    this.catalog = catalog;
    this.identity = identity;
    this.front = front;
    this.faults = faults;
  }

  /**
   * What to start.
   *
   * @param stateDir where the data and the process record go; one stand-in per directory
   * @param s3 where COPY reads
   * @param address where it listens, and which its certificate names
   * @param manners how it behaves where clusters differ
   */
  public record Settings(
      Path stateDir,
      String database,
      String username,
      String password,
      S3Access s3,
      OwnAddress address,
      Manners manners) {
    /** A stand-in on 127.0.0.1. */
    public Settings(Path stateDir, String database, String username, String password, S3Access s3) {
      this(stateDir, database, username, password, s3, OwnAddress.LOOPBACK);
    }

    /** One that behaves as most do. */
    public Settings(
        Path stateDir,
        String database,
        String username,
        String password,
        S3Access s3,
        OwnAddress address) {
      this(stateDir, database, username, password, s3, address, Manners.usual());
    }

    public Settings with(Manners other) {
      return new Settings(stateDir, database, username, password, s3, address, other);
    }

    public Settings {
      for (String name : new String[] {database, username}) {
        if (!name.matches("[a-z_][a-z0-9_]*") || name.equals(PostgresServer.SUPERUSER)) {
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
    PostgresServer postgres;
    try {
      postgres = PostgresServer.start(place(settings.stateDir()), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The stand-in's PostgreSQL doesn't start: " + e.getMessage(), e);
    }
    try {
      Catalog catalog = prepare(settings, postgres);
      ServerIdentity identity = ServerIdentity.create(settings.address());
      Files.writeString(folder.resolve("ca.crt"), identity.certificatePem());
      ObjectLoad objects =
          new ObjectLoad(settings.s3(), folder.resolve("copy"), settings.manners().patience());
      Faults faults = new Faults();
      Front front =
          Front.open(
              new Front.Settings(
                  settings.address(),
                  identity,
                  postgres.port(),
                  new Front.Credentials(settings.username(), settings.password()),
                  settings.manners().authentication(),
                  settings.manners().connections()),
              new Loading(objects, new LoadJournal(catalog), new AtomicInteger(100)),
              faults);
      RedshiftStandIn standIn =
          new RedshiftStandIn(settings, postgres, catalog, identity, front, faults);
      Runtime.getRuntime().addShutdownHook(standIn.atExit);
      return standIn;
    } catch (SQLException | IOException | RuntimeException e) {
      endLeftovers(settings.stateDir());
      throw new IllegalStateException("The stand-in doesn't start: " + e.getMessage(), e);
    }
  }

  /** Ends what a killed JVM left running for this directory. */
  public static void endLeftovers(Path stateDir) {
    place(stateDir).endLeftovers();
  }

  private static PostgresServer.Place place(Path stateDir) {
    return new PostgresServer.Place(stateDir, RECORD, stateDir.resolve(FOLDER).resolve("data"));
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
    return "jdbc:redshift://%s:%d/%s"
        .formatted(settings.address().host(), port(), settings.database());
  }

  /** What may go wrong in its sessions, to be armed by tests. */
  public Faults faults() {
    return faults;
  }

  /**
   * Ends all sessions as a restart does, with 57P01; what was committed stays, and so does the
   * port. When it returns, new sessions are taken and the old ones hold no lock.
   */
  public synchronized void restart() {
    front.door(Front.Door.RESTARTING);
    try {
      front.endSessions();
      catalog.endSessionsOf(settings.username());
    } finally {
      front.door(Front.Door.OPEN);
    }
  }

  /** Drops all sessions and refuses new ones until {@link #resume}; what was committed stays. */
  public synchronized void pause() {
    front.door(Front.Door.PAUSED);
    front.dropSessions();
    catalog.endSessionsOf(settings.username());
  }

  /** Takes new sessions again. */
  public synchronized void resume() {
    front.door(Front.Door.OPEN);
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
    try (postgres) {
      front.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One user, one database, Redshift's catalog; from here on PostgreSQL asks for passwords. */
  private static Catalog prepare(Settings settings, PostgresServer postgres)
      throws SQLException, IOException {
    String superPassword = Passwords.random();
    try (Connection connection = postgres.superuser();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE ROLE %s LOGIN PASSWORD %s"
              .formatted(settings.username(), statement.enquoteLiteral(settings.password())));
      statement.execute(
          "CREATE DATABASE %s OWNER %s".formatted(settings.database(), settings.username()));
      statement.execute(
          "ALTER DATABASE %s SET default_transaction_isolation TO '%s'"
              .formatted(settings.database(), settings.manners().isolation().inPostgres()));
      // What the front itself records must not conflict with anybody.
      statement.execute(
          "ALTER ROLE %s SET default_transaction_isolation TO 'read committed'"
              .formatted(PostgresServer.SUPERUSER));
      statement.execute(
          "ALTER ROLE %s PASSWORD %s"
              .formatted(PostgresServer.SUPERUSER, statement.enquoteLiteral(superPassword)));
      // The front speaks only this method; nothing but loopback ever carries it.
      postgres.askForPasswords("password", statement);
    }
    Catalog catalog =
        new Catalog(
            "jdbc:postgresql://127.0.0.1:%d/%s".formatted(postgres.port(), settings.database()),
            PostgresServer.SUPERUSER,
            superPassword);
    catalog.install();
    return catalog;
  }
}
