package dev.penstock.sandbox.redshift.catalog;

import dev.penstock.sandbox.redshift.copy.LoadError;
import dev.penstock.sandbox.redshift.copy.LoadFailure;
import dev.penstock.sandbox.redshift.copy.LoadReport;
import dev.penstock.sandbox.redshift.copy.LoadedFile;
import dev.penstock.sandbox.redshift.sql.CopyCommand;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Writes what loads did over connections of its own, so that it is seen at once and outlives a
 * rollback.
 */
public record LoadJournal(Catalog catalog) {
  /**
   * A COPY that reads files now.
   *
   * @param process of its session
   * @param query its number, which no other COPY has
   */
  public record Load(int process, int query, CopyCommand command) {}

  public void begun(Load load) {
    write(connection -> {
      try (PreparedStatement insert =
          connection.prepareStatement(
              """
              INSERT INTO pg_catalog.penstock_loads (query, session, status, table_name,
                start_time, data_source, file_format)
              VALUES (?, ?, 'running', ?, clock_timestamp() AT TIME ZONE 'UTC', ?, ?)\
              """)) {
        insert.setInt(1, load.query());
        insert.setInt(2, load.process());
        insert.setString(3, load.command().bareTable());
        insert.setString(4, load.command().source().url());
        insert.setString(5, load.command().format().name());
        insert.executeUpdate();
      }
    });
  }

  public void completed(Load load, LoadReport report) {
    write(connection -> {
      files(connection, load, report.files());
      errors(connection, load, report.errors());
      ended(connection, load, "completed", report);
    });
  }

  public void failed(Load load, LoadFailure failure) {
    write(connection -> {
      errors(connection, load, failure.errors());
      ended(
          connection,
          load,
          "aborted",
          new LoadReport(0, 0, failure.errors().size(), failure.errors(), List.of()));
    });
  }

  private static void ended(Connection connection, Load load, String status, LoadReport report)
      throws SQLException {
    long bytes = report.files().stream().mapToLong(LoadedFile::bytes).sum();
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE pg_catalog.penstock_loads SET status = ?,
              end_time = clock_timestamp() AT TIME ZONE 'UTC', loaded_rows = ?, loaded_bytes = ?,
              files = ?, file_bytes = ?, error_count = ? WHERE query = ?\
            """)) {
      update.setString(1, status);
      update.setLong(2, report.rows());
      update.setLong(3, report.bytes());
      update.setInt(4, report.files().size());
      update.setLong(5, bytes);
      update.setLong(6, report.rejected());
      update.setInt(7, load.query());
      update.executeUpdate();
    }
  }

  private static void files(Connection connection, Load load, List<LoadedFile> files)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO pg_catalog.penstock_loaded_files (query, filename, bytes_scanned,
              lines_scanned, start_time, end_time, etag, last_modified)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)\
            """)) {
      for (LoadedFile file : files) {
        insert.setInt(1, load.query());
        insert.setString(2, cut(file.url(), 256));
        insert.setLong(3, file.bytes());
        insert.setLong(4, file.lines());
        insert.setTimestamp(5, utc(file.begun()));
        insert.setTimestamp(6, utc(file.ended()));
        insert.setString(7, cut(file.etag(), 256));
        insert.setTimestamp(8, utc(file.modified()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void errors(Connection connection, Load load, List<LoadError> errors)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO pg_catalog.stl_load_errors (userid, tbl, starttime, session, query,
              filename, line_number, colname, type, col_length, position, raw_line,
              raw_field_value, err_code, err_reason, table_name, message)
            VALUES (100, coalesce(to_regclass(?)::oid::integer, 0),
              clock_timestamp() AT TIME ZONE 'UTC', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)) {
      for (LoadError error : errors) {
        insert.setString(1, load.command().table());
        insert.setInt(2, load.process());
        insert.setInt(3, load.query());
        insert.setString(4, cut(error.file(), 256));
        insert.setLong(5, error.line());
        insert.setString(6, cut(error.column(), 127));
        insert.setString(7, cut(error.type(), 10));
        insert.setString(8, cut(error.length(), 10));
        insert.setInt(9, error.position());
        insert.setString(10, cut(error.rawLine(), 1024));
        insert.setString(11, cut(error.rawValue(), 1024));
        insert.setInt(12, error.code());
        insert.setString(13, cut(error.reason(), 100));
        insert.setString(14, load.command().bareTable());
        insert.setString(15, cut(error.reason(), 512));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** The driver would print an instant in the zone of this JVM. */
  private static Timestamp utc(Instant instant) {
    return Timestamp.valueOf(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }

  private interface Writing {
    void on(Connection connection) throws SQLException;
  }

  /** One at a time: a superuser's connections are few, and sessions many. */
  private synchronized void write(Writing writing) {
    try (Connection connection = catalog.connect()) {
      connection.setAutoCommit(false);
      writing.on(connection);
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("A load can't be recorded: " + e.getMessage(), e);
    }
  }
}
