package dev.penstock.sandbox.smoke;

import com.amazon.redshift.util.RedshiftException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * What one case works with: a schema and a folder of its own, which go when it is closed, and with
 * them every session that it opened.
 */
final class Account implements AutoCloseable {
  /** No case needs more; a statement that hangs must not hold the rest up. */
  private static final int STATEMENT_MILLIS = 240_000;

  private static final Pattern NO_REFUSAL =
      Pattern.compile(
          "^accepted$|not known to the stand-in|^42501|^08|(?i:access ?denied|permission denied)");

  private final Warehouse warehouse;
  private final Lake lake;
  private final Path folder;
  private final String schema;
  private final List<Connection> sessions = new ArrayList<>();
  private boolean closed;

  Account(Warehouse warehouse, Lake lake, Path folder, String schema)
      throws SQLException, IOException {
    this.warehouse = warehouse;
    this.lake = lake;
    this.folder = folder;
    this.schema = schema;
    try (Connection session = warehouse.connect(new Properties())) {
      run(session, "CREATE SCHEMA " + schema);
    }
  }

  String schema() {
    return schema;
  }

  /** A new session whose names are looked for in the case's schema. */
  Connection session() throws SQLException, IOException {
    return session(new Properties());
  }

  Connection session(Properties more) throws SQLException, IOException {
    refuseIfClosed();
    Connection session = warehouse.connect(more);
    keep(session);
    run(session, "SET search_path TO " + schema);
    limit(session);
    return session;
  }

  /** A case that took too long may still run when its schema has gone. */
  private void refuseIfClosed() {
    synchronized (sessions) {
      if (closed) {
        throw new IllegalStateException("The case with schema %s is over".formatted(schema));
      }
    }
  }

  private void keep(Connection session) throws SQLException {
    synchronized (sessions) {
      if (!closed) {
        sessions.add(session);
        return;
      }
    }
    session.close();
    refuseIfClosed();
  }

  private static void limit(Connection session) throws SQLException {
    run(session, "SET statement_timeout TO " + STATEMENT_MILLIS);
  }

  static void run(Connection session, String sql) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of all rows, with commas between. */
  static String read(Connection session, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
    }
    return String.join(", ", values);
  }

  /** What the warehouse says against it, or that it says nothing. */
  static String answer(Connection session, String sql) {
    try {
      run(session, sql);
      return "accepted";
    } catch (SQLException e) {
      return words(e);
    }
  }

  /**
   * "refused" if Redshift refuses it, however it puts that. Else the answer: a stand-in that lacks
   * it, a lost connection, and rights that are missing refuse nothing.
   */
  static String refused(Connection session, String sql) {
    String answer = answer(session, sql);
    return NO_REFUSAL.matcher(answer).find() ? answer : "refused";
  }

  /** {@code part} if the answer has it, else the whole answer. */
  static String answerWith(String part, Connection session, String sql) {
    String answer = answer(session, sql);
    return answer.contains(part) ? part : answer;
  }

  private static String words(SQLException e) {
    if (e instanceof RedshiftException told && told.getServerErrorMessage() != null) {
      String detail = told.getServerErrorMessage().getDetail();
      return "%s %s%s"
          .formatted(
              e.getSQLState(),
              told.getServerErrorMessage().getMessage(),
              detail == null ? "" : " " + detail.replaceAll("\\s+", " "));
    }
    return e.getSQLState() + " " + e.getMessage();
  }

  /** Runs it beside the case. */
  static <T> CompletableFuture<T> beside(Callable<T> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            result.complete(call.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  /** Puts a text; returns its address. */
  String text(String name, String text) {
    return lake.put(schema + "/" + name, RequestBody.fromString(text));
  }

  String url(String name) {
    return lake.url(schema + "/" + name);
  }

  /** Puts a Parquet file with the rows of a query of DuckDB's; returns its address. */
  String parquet(String name, String query) throws SQLException, IOException {
    return lake.put(schema + "/" + name, RequestBody.fromBytes(parquetBytes(query)));
  }

  /** Puts a Parquet file and a manifest that lists it; returns the manifest's address. */
  String parquetByManifest(String name, String query) throws SQLException, IOException {
    byte[] bytes = parquetBytes(query);
    String url = lake.put(schema + "/" + name, RequestBody.fromBytes(bytes));
    return text(
        name + ".manifest",
        "{\"entries\":[{\"url\":\"%s\",\"mandatory\":true,\"meta\":{\"content_length\":%d}}]}"
            .formatted(url, bytes.length));
  }

  private byte[] parquetBytes(String query) throws SQLException, IOException {
    Path file = Files.createTempFile(folder, "smoke", ".parquet");
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute("COPY (%s) TO '%s' (FORMAT parquet)".formatted(query, file));
      return Files.readAllBytes(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** COPY of what lies at an address. */
  String copy(String table, String url, String options) {
    return "COPY %s FROM '%s' IAM_ROLE '%s' %s"
        .formatted(table, url, warehouse.copyRole(), options);
  }

  @Override
  public void close() throws SQLException, IOException {
    synchronized (sessions) {
      closed = true;
      for (Connection session : sessions) {
        try {
          session.close();
        } catch (SQLException e) {
          // One that is lost is closed too.
        }
      }
      sessions.clear();
    }
    try (Connection session = warehouse.connect(new Properties())) {
      limit(session);
      run(session, "DROP SCHEMA IF EXISTS %s CASCADE".formatted(schema));
    } finally {
      lake.empty(schema);
    }
  }
}
