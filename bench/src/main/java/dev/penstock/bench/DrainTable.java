package dev.penstock.bench;

import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A floor: a table drained by binary COPY over two connections, each half of its pages, with
 * nothing done to the bytes. It measures the reading alone, not the JVM's start, and says so as
 * JSON.
 */
public final class DrainTable {
  private DrainTable() {}

  /**
   * Runs it once.
   *
   * @param args port, table, perhaps a condition, of whose rows all come over one connection
   */
  public static void main(String[] args) throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:%s/postgres?user=postgres".formatted(args[0]);
    if (args.length > 2) {
      var clock = new Clock();
      var unused = drain(url, args[1], args[2]);
      System.out.println(clock.json());
      return;
    }
    long middle = pages(url, args[1]) / 2;
    var clock = new Clock();
    try (var threads = Executors.newFixedThreadPool(2)) {
      var halves =
          threads.invokeAll(
              List.<Callable<@Nullable Void>>of(
                  () -> drain(url, args[1], "ctid < '(%d,0)'".formatted(middle)),
                  () -> drain(url, args[1], "ctid >= '(%d,0)'".formatted(middle))));
      for (var half : halves) {
        half.get();
      }
      System.out.println(clock.json());
    } catch (ExecutionException e) {
      throw new IOException("The drain broke off", e.getCause());
    }
  }

  private static long pages(String url, String table) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var size =
            statement.executeQuery("SELECT pg_relation_size('%s') / 8192".formatted(table))) {
      size.next();
      return size.getLong(1);
    }
  }

  private static @Nullable Void drain(String url, String table, String pages)
      throws SQLException, IOException {
    try (var connection = DriverManager.getConnection(url)) {
      var copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut(
                  "COPY (SELECT * FROM %s WHERE %s) TO STDOUT (FORMAT binary)"
                      .formatted(table, pages));
      while (copy.readFromCopy() != null) {
        // the bytes alone are what is measured
      }
      return null;
    }
  }
}
