package dev.penstock.bench;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Connection.Extraction;
import dev.penstock.api.model.Read;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.source.postgres.PostgresDatabase;
import dev.penstock.runner.source.postgres.PostgresSource;
import dev.penstock.runner.source.postgres.PostgresSplit;
import dev.penstock.runner.spi.Batch;
import dev.penstock.sandbox.DirectoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Both ways to read a table of PostgreSQL into batches, over two connections and with nothing done
 * to the batches: wall and CPU seconds of this process, a line of JSON per round and way, in turns.
 */
public final class CursorRate {
  private static final int CONNECTIONS = 2;

  private CursorRate() {}

  /**
   * Runs it.
   *
   * @param args port, table, how many rounds; the first one warms up
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    int port = Integer.parseInt(args[0]);
    Path folder = Files.createTempDirectory("penstock-bench");
    try {
      Secrets secrets = secrets(folder);
      for (int round = 0; round < Integer.parseInt(args[2]); round++) {
        for (Extraction way : Extraction.values()) {
          var clock = new Clock();
          long rows = rows(server(port, way), secrets, args[1]);
          System.out.printf(
              "{\"round\": %d, \"way\": \"%s\", \"rows\": %d, \"time\": %s}%n",
              round, way, rows, clock.json());
        }
      }
    } finally {
      DirectoryTree.delete(folder);
    }
  }

  private static long rows(Connection.Postgres server, Secrets secrets, String table)
      throws InterruptedException, ExecutionException {
    var read = new Read.Table("public", table, List.of());
    try (var database = PostgresDatabase.open(server, secrets, "penstock-bench");
        var source = database.source(read, List.of(), Optional.empty(), "source");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks =
          source.splits(CONNECTIONS).stream()
              .map(split -> (Callable<Long>) () -> rows(source, split))
              .toList();
      long rows = 0;
      for (var task : threads.invokeAll(tasks)) {
        rows += task.get();
      }
      return rows;
    }
  }

  private static long rows(PostgresSource source, PostgresSplit split) {
    var batch = new Batch(source.schema());
    try (var batches = source.open(split)) {
      while (batches.next(batch)) {
        // what is measured ends with the batch
      }
      return batches.progress().rows();
    }
  }

  private static Connection.Postgres server(int port, Extraction way) {
    return new Connection.Postgres(
        "bench",
        Optional.of("bench"),
        new Connection.Limits(OptionalInt.empty(), CONNECTIONS + 1),
        new Connection.Allow(true, false, Set.of(), true),
        "127.0.0.1",
        port,
        "postgres",
        Connection.Tls.DISABLE,
        way);
  }

  private static Secrets secrets(Path folder) throws IOException {
    Path secret = Files.createDirectories(folder.resolve("secrets/bench"));
    Files.writeString(secret.resolve("username"), "postgres");
    Files.writeString(secret.resolve("password"), "not asked for");
    return new Secrets(folder.resolve("secrets"));
  }
}
