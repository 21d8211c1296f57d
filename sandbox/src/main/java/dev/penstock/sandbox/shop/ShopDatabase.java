package dev.penstock.sandbox.shop;

import dev.penstock.sandbox.OwnAddress;
import dev.penstock.sandbox.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;

/**
 * A PostgreSQL 18 of its own, on a free port of 127.0.0.1, with the shop's tables {@code
 * public.customers, orders, order_items, products, suppliers}. It asks for a password (SCRAM). It
 * starts empty every time: the rows are generated, and the same scale factor gives the same rows.
 */
public final class ShopDatabase implements AutoCloseable {
  /** The database that holds the shop. */
  public static final String DATABASE = "shop";

  private static final String RECORD = "shop-postgres";

  private final PostgresServer server;
  private final Settings settings;
  private final Thread atExit = new Thread(this::end, "shop-end");

  private ShopDatabase(PostgresServer server, Settings settings) {
    this.server = server;
    this.settings = settings;
  }

  /**
   * What to start.
   *
   * @param stateDir where the data directory and the process record go; one shop per directory
   * @param scaleFactor of TPC-H: 1 is 1.5 million orders, 0.01 is 15 thousand
   * @param username a role that owns the shop's database and sees the sessions of others; it isn't
   *     a superuser
   * @param address where it listens, besides 127.0.0.1
   */
  public record Settings(
      Path stateDir, double scaleFactor, String username, String password, OwnAddress address) {
    /** A shop on 127.0.0.1 alone. */
    public Settings(Path stateDir, double scaleFactor, String username, String password) {
      this(stateDir, scaleFactor, username, password, OwnAddress.LOOPBACK);
    }

    public Settings {
      if (!(scaleFactor > 0 && scaleFactor <= 100)) {
        throw new IllegalArgumentException(
            "A shop of scale %s can't be made".formatted(scaleFactor));
      }
      if (!username.matches("[a-z_][a-z0-9_]*")) {
        throw new IllegalArgumentException("%s is no user name for the shop".formatted(username));
      }
    }

    @Override
    public String toString() {
      return "Settings[%s, %s, %s]".formatted(stateDir, scaleFactor, username);
    }
  }

  /**
   * Starts the server, after ending one that a killed JVM left in this directory, and loads the
   * shop.
   */
  public static ShopDatabase start(Settings settings) {
    var place =
        new PostgresServer.Place(settings.stateDir(), RECORD, settings.stateDir().resolve("shop"));
    ShopDatabase shop;
    try {
      shop =
          new ShopDatabase(
              PostgresServer.start(
                  place,
                  settings.address(),
                  Map.of("wal_level", "logical", "password_encryption", "scram-sha-256")),
              settings);
    } catch (IOException e) {
      throw new UncheckedIOException("The shop's PostgreSQL doesn't start: " + e.getMessage(), e);
    }
    try {
      // Refused when the JVM is ending: then the server has to end here.
      Runtime.getRuntime().addShutdownHook(shop.atExit);
      shop.secure();
      shop.load();
      return shop;
    } catch (SQLException | IOException | IllegalStateException e) {
      shop.close();
      throw new IllegalStateException("The shop can't be loaded: " + e.getMessage(), e);
    }
  }

  public int port() {
    return server.port();
  }

  /** Without credentials; {@link #connect} has them. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port(), DATABASE);
  }

  /** A connection of the shop's user, which the caller closes. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), settings.username(), settings.password());
  }

  /** How many rows a table of the schema public has now. */
  public long count(String table) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM public." + statement.enquoteIdentifier(table, true))) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "Table %s of the shop can't be counted: %s".formatted(table, e.getMessage()), e);
    }
  }

  /** Ends the server; its data go with it. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs or has run, and ending twice is harmless.
    }
    end();
  }

  private void end() {
    server.close();
  }

  /** The server begins with trust for everyone on loopback; from here on it asks for a password. */
  private void secure() throws SQLException, IOException {
    try (Connection connection = server.superuser();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE ROLE %s LOGIN PASSWORD %s"
              .formatted(
                  statement.enquoteIdentifier(settings.username(), false),
                  statement.enquoteLiteral(settings.password())));
      statement.execute(
          "CREATE DATABASE %s OWNER %s"
              .formatted(DATABASE, statement.enquoteIdentifier(settings.username(), false)));
      // A reader by increments has to see since when the transactions of others are open.
      statement.execute(
          "GRANT pg_read_all_stats TO " + statement.enquoteIdentifier(settings.username(), false));
      server.askForPasswords("scram-sha-256", statement);
    }
  }

  private void load() throws SQLException, IOException {
    List<ShopTable> tables = ShopTable.all();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (ShopTable table : tables) {
        statement.execute(table.createTable());
      }
    }
    inParallel(tables, this::fill);
  }

  private Void fill(ShopTable table) throws SQLException, IOException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      // Keys and indexes come after the rows: building them once is faster than growing them.
      new CopyRows(connection.unwrap(PGConnection.class).getCopyAPI(), table.name())
          .copy(table.rows(settings.scaleFactor()));
      for (String sql : table.afterLoad()) {
        statement.execute(sql);
      }
    }
    return null;
  }

  private interface Work {
    Void of(ShopTable table) throws SQLException, IOException;
  }

  private static void inParallel(List<ShopTable> tables, Work work)
      throws SQLException, IOException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> running = new ArrayList<>();
      for (ShopTable table : tables) {
        Callable<Void> task = () -> work.of(table);
        running.add(threads.submit(task));
      }
      for (Future<Void> one : running) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while loading the shop", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e.getCause());
    }
  }
}
