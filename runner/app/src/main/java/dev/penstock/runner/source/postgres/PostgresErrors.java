package dev.penstock.runner.source.postgres;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.source.jdbc.JdbcErrors;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What the driver's errors mean, by SQLSTATE along the chain of causes and never by text.
 *
 * @param connection over which it happened
 */
record PostgresErrors(Connection.Postgres connection) implements JdbcErrors {
  /** How long a look into the catalog waits for a table that another session holds, in seconds. */
  static final int LOCK_SECONDS = 30;

  private static final String WAIT = "Nothing is to be done if the next attempt succeeds";

  /** Translates what went wrong before there was a session. */
  PenstockException connecting(SQLException error) {
    // The driver says anything, once an interrupt has closed its socket in the middle of a message.
    if (Thread.currentThread().isInterrupted()) {
      return cancelled(error);
    }
    String state = state(error);
    boolean unencrypted = caused(error, IOException.class) == null;
    if (caused(error, SSLException.class) != null
        || caused(error, GeneralSecurityException.class) != null
        || connection.tls() != Connection.Tls.DISABLE && state.startsWith("08") && unencrypted) {
      return new ConfigurationException(
          Reason.CERTIFICATE_REFUSED,
          "Connection %s: the server's certificate can not be verified".formatted(name()),
          "Put the issuer's certificate as ca.crt into %s, or correct spec.postgres.tls"
              .formatted(secret()),
          error);
    }
    if (state.startsWith("08")) {
      return new TransientException(
          Reason.CONNECTION_FAILED,
          "Connection %s: %s:%d can not be reached"
              .formatted(name(), connection.host(), connection.port()),
          "Check spec.postgres.host and port of the connection if this stays",
          error);
    }
    return translate(error, "Database " + connection.database());
  }

  /**
   * Translates what a server said when it was asked for a COPY of what the plan has described.
   *
   * @param object that was to be read: {@code Table public.orders}
   */
  PenstockException copying(SQLException error, String object) {
    return switch (state(error)) {
      // The SELECT within it is understood and allowed: the plan has tried.
      case "0A000", "42501", "42601" ->
          configuration(
              Reason.COPY_REFUSED,
              "%s on connection %s: the server, or a pooler before it, refuses COPY TO STDOUT"
                  .formatted(object, name()),
              "Set spec.postgres.extraction of the connection to Cursor",
              error);
      default -> translate(error, object);
    };
  }

  /**
   * Translates what a server said when its catalog was read.
   *
   * @param object that was to be read: {@code The catalog of shop}
   */
  PenstockException listing(SQLException error, String object) {
    if (!Thread.currentThread().isInterrupted() && state(error).equals("55P03")) {
      return new TransientException(
          Reason.SOURCE_UNAVAILABLE,
          "%s on connection %s can not be read for now: another session has held a lock on a table for"
                  .formatted(object, name())
              + " %d seconds".formatted(LOCK_SECONDS),
          "Start again once its ALTER TABLE, VACUUM FULL or the like has ended; pg_locks names it",
          error);
    }
    return translate(error, object);
  }

  @Override
  public PenstockException translate(SQLException error, String object) {
    if (Thread.currentThread().isInterrupted()) {
      return cancelled(error);
    }
    String state = state(error);
    String what = "%s on connection %s".formatted(object, name());
    return switch (state) {
      case "3D000" ->
          configuration(
              Reason.DATABASE_NOT_FOUND,
              "Connection %s: there is no database %s".formatted(name(), connection.database()),
              "Name an existing database in spec.postgres.database",
              error);
      case "42P01", "3F000" ->
          configuration(
              Reason.TABLE_NOT_FOUND,
              what + " does not exist",
              "Name an existing table or view, with its schema",
              error);
      case "42703" ->
          configuration(
              Reason.COLUMN_NOT_FOUND,
              what + " lacks a column that is read",
              "Name existing columns",
              error);
      case "42501" ->
          configuration(
              Reason.PERMISSION_DENIED,
              what + " may not be read by the user of " + secret(),
              "Grant USAGE on the schema and SELECT on the table to that user",
              error);
      case "25006" ->
          configuration(
              Reason.NOT_ALLOWED,
              what + " changes the database when it is read",
              "Read something that only reads",
              error);
      default -> byClass(state, what, error);
    };
  }

  private PenstockException byClass(String state, String what, SQLException error) {
    return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
      case "28" ->
          configuration(
              Reason.AUTHENTICATION_FAILED,
              "Connection %s: the server refuses the user of %s".formatted(name(), secret()),
              "Correct username and password there",
              error);
      case "08" -> lost(error);
      // 57P01 to 57P05: the server ends sessions or is starting. 57014: someone cancelled.
      case "57" -> state.startsWith("57P") ? lost(error) : unavailable(what, error);
      // Resources, lock timeouts, rollbacks, and what the server calls its own errors.
      case "53", "55", "40", "25", "58", "72", "XX" -> unavailable(what, error);
      // Values, subqueries that yield two rows, and what functions of the database raise.
      case "22", "21", "P0" ->
          new DataException(
              Reason.VALUE_NOT_SUPPORTED,
              what + " can not be computed for one of its rows",
              "Correct the row, or the view that computes it");
      default ->
          new InternalException(
              Reason.INTERNAL_ERROR,
              "%s failed with SQLSTATE %s".formatted(what, state),
              "Report this with its log",
              error);
    };
  }

  /** {@return that a session has ended which should not} */
  TransientException lost(@Nullable Throwable cause) {
    return new TransientException(
        Reason.CONNECTION_LOST, "Connection %s was lost".formatted(name()), WAIT, cause);
  }

  @Override
  public TransientException cancelled(@Nullable Throwable cause) {
    return new TransientException(
        Reason.CANCELLED,
        "The read over connection %s was cancelled".formatted(name()),
        "Start the run again when it is wanted",
        cause);
  }

  private TransientException unavailable(String what, SQLException error) {
    return new TransientException(
        Reason.SOURCE_UNAVAILABLE, what + " can not be read for now", WAIT, error);
  }

  private static ConfigurationException configuration(
      Reason reason, String message, String nextStep, SQLException error) {
    return new ConfigurationException(reason, message, nextStep, error);
  }

  private String name() {
    return connection.name();
  }

  private String secret() {
    return connection.secret().map(name -> "Secret " + name).orElse("no Secret");
  }

  /** The first SQLSTATE along the chain. */
  private static String state(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  private static <T extends Throwable> @Nullable T caused(Throwable error, Class<T> type) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
    }
    return null;
  }
}
