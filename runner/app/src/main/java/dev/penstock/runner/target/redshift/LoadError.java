package dev.penstock.runner.target.redshift;

import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.sql.SQLException;

/** Why a COPY failed: the server's own table knows file and column. Values are never shown. */
final class LoadError {
  private LoadError() {}

  static PenstockException of(RedshiftSession session, java.sql.Connection open, SQLException e) {
    var ours = session.translate(e);
    if (ours instanceof TransientException && !"XX000".equals(e.getSQLState())) {
      return ours;
    }
    try {
      if (!open.getAutoCommit()) {
        open.rollback();
      }
      var rows =
          session.query(
              open,
              """
              SELECT filename, colname, err_reason FROM stl_load_errors
              WHERE session = pg_backend_pid() ORDER BY starttime DESC LIMIT 1\
              """);
      if (!rows.isEmpty()) {
        var row = rows.getFirst();
        return new DataException(
            Reason.LOAD_REFUSED,
            "Warehouse %s refused %s at column %s: %s"
                .formatted(session.name(), strip(row.get(0)), strip(row.get(1)), strip(row.get(2))),
            "Correct the rows or the type in a step; nothing was committed",
            e);
      }
    } catch (SQLException unreadable) {
      e.addSuppressed(unreadable);
    }
    return ours;
  }

  private static String strip(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "?" : text.strip();
  }
}
