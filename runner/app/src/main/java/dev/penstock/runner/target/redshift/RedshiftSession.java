package dev.penstock.runner.target.redshift;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Connection.Tls;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One session of a warehouse, opened when first needed and again after it was lost. Callers wait
 * for each other; {@link #cancel} waits for nobody.
 */
public final class RedshiftSession implements AutoCloseable {
  private static final int LONGEST_APPLICATION = 200;

  /** A session that was not used for longer is asked whether it still lives. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final Connection.Redshift connection;
  private final Supplier<Login> login;
  private java.sql.@Nullable Connection session;
  private volatile java.sql.@Nullable Statement running;
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final Patience patience;
  private long usedAt;

  /** Whether the warehouse has let this user in before. */
  private boolean letIn;

  /** That waits for a busy warehouse no longer than ten minutes. */
  public RedshiftSession(Connection.Redshift connection, Login login) {
    this(connection, login, Duration.ofMinutes(10));
  }

  /**
   * @param longest from now on: how long a busy warehouse is waited for, and a statement may take;
   *     zero: it is not waited for, and a statement takes as long as it likes
   */
  public RedshiftSession(Connection.Redshift connection, Login login, Duration longest) {
    this(connection, () -> login, longest);
  }

  /**
   * @param login asked each time that the session is opened, since a Secret may change while a run
   *     works
   * @param longest as above
   */
  public RedshiftSession(Connection.Redshift connection, Supplier<Login> login, Duration longest) {
    this.connection = connection;
    this.login = login;
    this.patience = new Patience(System::nanoTime, new SplittableRandom(), this::rest, longest);
  }

  /** {@return what repeats work that the warehouse could not do for now} */
  Patience patience() {
    return patience;
  }

  private void rest(Duration time) {
    try {
      if (cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        refuseCancelled();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled();
    }
  }

  /** {@return the connection's name, as the log knows it} */
  public String name() {
    return connection.name();
  }

  Connection.Redshift connection() {
    return connection;
  }

  /** A statement whose failure the caller tells. */
  @FunctionalInterface
  interface Work<T> {
    T on(java.sql.Connection session) throws SQLException;
  }

  /** Runs statements that commit one by one. */
  synchronized <T> T alone(Work<T> work) {
    try {
      return work.on(session());
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  /** Runs statements that commit together, or not at all if the work throws. */
  synchronized <T> T together(Work<T> work) {
    try {
      return asOne(session(), work);
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  /** The same among statements that commit one by one. */
  <T> T asOne(java.sql.Connection open, Work<T> work) throws SQLException {
    open.setAutoCommit(false);
    try {
      T result = work.on(open);
      open.commit();
      restore(open);
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      rollback(open, e);
      throw e;
    }
  }

  /** A cancel that came just before the statement counts for it. */
  private void begin(java.sql.Statement statement, int seconds) throws SQLException {
    statement.setQueryTimeout(seconds);
    running = statement;
    refuseCancelled();
  }

  private void refuseCancelled() {
    if (cancelled.getCount() == 0) {
      throw cancelled();
    }
  }

  private TransientException cancelled() {
    return new TransientException(
        Reason.CANCELLED,
        "The work on warehouse %s was cancelled".formatted(connection.name()),
        "Start it again when it is wanted");
  }

  /** Runs one statement; {@return how many rows it changed} */
  long execute(java.sql.Connection open, String sql, Object... values) throws SQLException {
    // Or it would wait for a lock, or in a queue, until the Job's end, which says nothing of it.
    return executeWithin(patience.seconds(), open, sql, values);
  }

  /**
   * Runs one statement that waits for a lock which a session may hold that nobody ends.
   *
   * @param seconds until it ends with SQLSTATE 57014; 0: as long as it likes
   * @return how many rows it changed
   */
  long executeWithin(int seconds, java.sql.Connection open, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = open.prepareStatement(sql)) {
      bind(statement, values);
      begin(statement, seconds);
      statement.execute();
      return Math.max(0, statement.getLargeUpdateCount());
    } finally {
      running = null;
    }
  }

  /** Runs one statement that somebody wrote, in which a question mark is no place for a value. */
  void executeWritten(java.sql.Connection open, String sql) throws SQLException {
    try (var statement = open.createStatement()) {
      begin(statement, patience.seconds());
      statement.execute(sql);
    } finally {
      running = null;
    }
  }

  /** {@return the rows of a query, as texts} */
  List<List<@Nullable String>> query(java.sql.Connection open, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = open.prepareStatement(sql)) {
      bind(statement, values);
      begin(statement, patience.seconds());
      List<List<@Nullable String>> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          List<@Nullable String> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            row.add(result.getString(i));
          }
          rows.add(row);
        }
      }
      return rows;
    } finally {
      running = null;
    }
  }

  /** {@return the one number that a query yields} */
  long number(java.sql.Connection open, String sql, Object... values) throws SQLException {
    var value = query(open, sql, values).getFirst().getFirst();
    return value == null ? 0 : Long.parseLong(value);
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case Long value -> statement.setLong(i + 1, value);
        case Object value -> statement.setString(i + 1, value.toString());
      }
    }
  }

  /** Ends the statement under way, whose caller then fails, and refuses every later one. */
  public void cancel() {
    cancelled.countDown();
    var statement = running;
    if (statement != null) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        // It has just ended by itself, or its session is lost: either way it does not run here.
      }
    }
  }

  @Override
  public synchronized void close() {
    drop();
  }

  PenstockException translate(SQLException e) {
    var ours = RedshiftErrors.translate(connection.name(), e);
    if (ours.reason() == Reason.AUTHENTICATION_FAILED && connection.temporary().isPresent()) {
      return new ConfigurationException(
          Reason.AUTHENTICATION_FAILED,
          String.valueOf(ours.getMessage()),
          "See that the database has the user of that name, and that spec.redshift names the"
              + " cluster or workgroup behind its host",
          e);
    }
    if (ours instanceof TransientException) {
      // Whatever state the session is in, the next one begins clean.
      drop();
    }
    return ours;
  }

  private java.sql.Connection session() throws SQLException {
    refuseCancelled();
    var open = session;
    // A long extraction leaves the session idle, and servers end what idles.
    if (open != null && System.nanoTime() - usedAt > IDLE.toNanos() && !open.isValid(5)) {
      drop();
      open = null;
    }
    usedAt = System.nanoTime();
    if (open == null || open.isClosed()) {
      open = connect();
      letIn = true;
      session = open;
      // The driver says the zone of the JVM, and statements of the author may depend on it.
      try (var statement = open.createStatement()) {
        statement.execute("SET TIMEZONE TO 'UTC'");
      }
    }
    return open;
  }

  private java.sql.Connection connect() throws SQLException {
    try {
      var open = new com.amazon.redshift.Driver().connect(url(), properties());
      if (open == null) {
        throw new SQLException("The driver does not know " + url(), "08001");
      }
      return open;
    } catch (SQLException e) {
      var refused = translate(e);
      if (!letIn
          || connection.temporary().isPresent()
          || refused.reason() != Reason.AUTHENTICATION_FAILED) {
        throw e;
      }
      // A Secret is read anew each time; while a password is changed, the two differ for a while.
      throw new TransientException(
          Reason.WAREHOUSE_UNAVAILABLE,
          "%s. It was let in before, so its password may be about to change"
              .formatted(refused.getMessage()),
          "Change the Secret, too, if the password was changed; a pod sees it within two minutes",
          e);
    }
  }

  private void drop() {
    var open = session;
    session = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // A session that can not even be closed is gone.
      }
    }
  }

  /**
   * A session that can't be rolled back is dropped: to restore it would commit what it has done.
   */
  private void rollback(java.sql.Connection open, Throwable cause) {
    try {
      open.rollback();
      restore(open);
    } catch (SQLException e) {
      cause.addSuppressed(e);
      drop();
    }
  }

  private void restore(java.sql.Connection open) {
    try {
      open.setAutoCommit(true);
    } catch (SQLException e) {
      drop();
    }
  }

  private String url() {
    return "jdbc:redshift://%s:%d/%s"
        .formatted(connection.host(), connection.port(), connection.database());
  }

  private Properties properties() {
    var login = this.login.get();
    var properties = new Properties();
    properties.setProperty("user", login.username());
    properties.setProperty("password", login.password());
    var application = login.application();
    properties.setProperty(
        "ApplicationName",
        application.substring(0, Math.min(LONGEST_APPLICATION, application.length())));
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "30");
    properties.setProperty("tcpKeepAlive", "true");
    // The default lets one result take a gigabyte of heap.
    properties.setProperty("fetchRingBufferSize", "16M");
    mode(connection.tls())
        .ifPresentOrElse(
            mode -> {
              properties.setProperty("ssl", "true");
              properties.setProperty("sslmode", mode);
              login
                  .authority()
                  .ifPresent(file -> properties.setProperty("sslrootcert", file.toString()));
            },
            () -> properties.setProperty("ssl", "false"));
    return properties;
  }

  private static Optional<String> mode(Tls tls) {
    return switch (tls) {
      case DISABLE -> Optional.empty();
      case VERIFY_CA -> Optional.of("verify-ca");
      case VERIFY_FULL -> Optional.of("verify-full");
    };
  }
}
