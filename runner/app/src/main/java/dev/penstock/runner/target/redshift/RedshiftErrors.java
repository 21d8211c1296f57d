package dev.penstock.runner.target.redshift;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** What the driver throws becomes ours, by SQLSTATE. */
final class RedshiftErrors {
  private static final String AGAIN =
      "The run is repeated; look at the health of the warehouse if this stays";

  private static final Pattern BUSY =
      Pattern.compile(
          "\\b1023\\b|serializable isolation violation|concurrent transaction|connection limit|"
              + "\\bpaus(ed|ing)\\b|\\bresum(ed|ing)\\b|\\bresiz(e|ed|ing)\\b|\\brestart(ed|ing)?\\b|"
              + "maintenance",
          Pattern.CASE_INSENSITIVE);

  private RedshiftErrors() {}

  static PenstockException translate(String connection, SQLException e) {
    var state = e.getSQLState() == null ? "" : e.getSQLState();
    var said = "Warehouse %s: %s".formatted(connection, firstLine(e));
    if (certificate(e)) {
      return new ConfigurationException(
          Reason.CERTIFICATE_REFUSED,
          said,
          "Put the authority's certificate into the Secret as ca.crt, or correct the host",
          e);
    }
    return switch (state) {
      case "28000", "28P01" ->
          new ConfigurationException(
              Reason.AUTHENTICATION_FAILED, said, "Correct the keys in the Secret", e);
      case "42501" ->
          new ConfigurationException(
              Reason.PERMISSION_DENIED, said, "Grant that right to the user of the connection", e);
      case "3D000" ->
          new ConfigurationException(
              Reason.DATABASE_NOT_FOUND, said, "Correct spec.redshift.database", e);
      case "3F000", "42P01" ->
          new ConfigurationException(
              Reason.TABLE_NOT_FOUND, said, "Create it again or name another table", e);
      // Someone else made the same schema or table at this moment; the catalog's key is the only
      // one that a warehouse enforces.
      case "23505", "42P06", "42P07" -> unavailable(Reason.WAREHOUSE_UNAVAILABLE, said, e);
      case "40001", "40P01", "55P03", "57014" -> unavailable(Reason.WAREHOUSE_UNAVAILABLE, said, e);
      default -> {
        // XX000 is most of Redshift's own trouble: a store that is slow, a resize. What a COPY
        // refuses has a row in stl_load_errors, and LoadError looks there first.
        if (state.equals("XX000")
            || state.startsWith("57P0")
            || state.startsWith("53")
            || state.startsWith("58")) {
          yield unavailable(Reason.WAREHOUSE_UNAVAILABLE, said, e);
        }
        if (state.equals("08001") || state.equals("08004")) {
          yield unavailable(Reason.CONNECTION_FAILED, said, e);
        }
        if (state.startsWith("08") || state.isEmpty() || brokeOff(e)) {
          yield unavailable(Reason.CONNECTION_LOST, said, e);
        }
        if (state.startsWith("22") || state.startsWith("23")) {
          // Without the server's words and without the cause: they may quote the value.
          yield new DataException(
              Reason.LOAD_REFUSED,
              "Warehouse %s refuses a value (SQLSTATE %s)".formatted(connection, state),
              "Correct the value in a step, or widen its column");
        }
        yield new ConfigurationException(
            Reason.STATEMENT_REFUSED,
            said + " (SQLSTATE " + state + ")",
            "Correct what it names",
            e);
      }
    };
  }

  // The driver gives a state of its own to a socket that is reset while it reads rows.
  private static boolean brokeOff(SQLException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return "99999".equals(e.getSQLState());
      }
    }
    return false;
  }

  /**
   * {@return whether the warehouse itself has refused the statement because it is busy: a conflict
   * with others, a lock, no free connection, a shutdown, a pause or a resize} What was refused so
   * was not done, but for a COMMIT that a shutdown has met: whoever repeats it has to ask first.
   */
  static boolean busy(TransientException failure) {
    if (!(failure.getCause() instanceof SQLException e) || e.getSQLState() == null) {
      return false;
    }
    var state = e.getSQLState();
    return switch (state) {
      case "40001", "40P01", "55P03", "57P01", "57P02", "57P03" -> true;
      default ->
          state.startsWith("53")
              // Redshift gives all of its own trouble this one state, so that only words tell them
              // apart.
              || state.equals("XX000") && BUSY.matcher(String.valueOf(e.getMessage())).find();
    };
  }

  /** {@return whether a statement was ended because its time was over} */
  static boolean timedOut(TransientException failure) {
    return failure.reason() == Reason.WAREHOUSE_UNAVAILABLE
        && failure.getCause() instanceof SQLException e
        && "57014".equals(e.getSQLState());
  }

  /** {@return whether it is over when somebody else is done, or the connection stands again} */
  static boolean passes(TransientException failure) {
    return busy(failure)
        || timedOut(failure)
        || failure.reason() == Reason.CONNECTION_LOST
        || failure.reason() == Reason.CONNECTION_FAILED;
  }

  private static TransientException unavailable(Reason reason, String said, SQLException e) {
    return new TransientException(reason, said, AGAIN, e);
  }

  private static boolean certificate(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof java.security.GeneralSecurityException
          || e instanceof javax.net.ssl.SSLPeerUnverifiedException) {
        return true;
      }
    }
    return false;
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("failed").strip();
  }
}
