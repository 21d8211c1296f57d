package dev.penstock.runner.target.redshift;

import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a COPY failed: the server's own table knows file, line and column. Values are never shown.
 */
final class LoadError {
  private LoadError() {}

  static PenstockException of(RedshiftSession session, java.sql.Connection open, SQLException e) {
    // Translated by the session it would be closed, and could not be asked any more.
    var ours = RedshiftErrors.translate(session.name(), e);
    if (ours instanceof TransientException passing
        && (!"XX000".equals(e.getSQLState()) || RedshiftErrors.busy(passing))) {
      return session.translate(e);
    }
    try {
      if (!open.getAutoCommit()) {
        open.rollback();
      }
      var rows =
          session.query(
              open,
              """
              SELECT filename, line_number, colname, err_code FROM stl_load_errors
              WHERE session = pg_backend_pid() ORDER BY starttime DESC LIMIT 1\
              """);
      if (!rows.isEmpty()) {
        return refused(session.name(), rows.getFirst());
      }
    } catch (SQLException unreadable) {
      e.addSuppressed(unreadable);
    }
    return session.translate(e);
  }

  // Without err_reason and without the cause: both may quote the value.
  private static DataException refused(String warehouse, List<@Nullable String> row) {
    return new DataException(
        Reason.LOAD_REFUSED,
        "Warehouse %s refused %s, line %s, column %s: load error %s"
            .formatted(warehouse, text(row, 0), text(row, 1), text(row, 2), text(row, 3)),
        "Look the value up in stl_load_errors, and correct it or its type in a step; nothing was"
            + " committed");
  }

  private static String text(List<@Nullable String> row, int at) {
    var text = row.get(at);
    return text == null || text.isBlank() ? "?" : text.strip();
  }
}
