package dev.penstock.sandbox.redshift.copy;

import dev.penstock.sandbox.DirectoryTree;
import dev.penstock.sandbox.redshift.copy.object.ObjectProblem;
import dev.penstock.sandbox.redshift.copy.object.ObjectStorage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Loads Parquet files one after the other, while the next one is on its way; the first problem ends
 * the load.
 *
 * @param scratch where files lie while they are decoded
 */
record ParquetLoad(LoadTask task, Path scratch) {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /** A file on disk, until it is deleted. */
  private record Fetched(SourceFile source, Path path, ObjectStorage.Body body, Instant begun) {}

  List<LoadedFile> load(List<SourceFile> files, BinaryRows rows) throws LoadFailure, IOException {
    Path folder = Files.createTempDirectory(Files.createDirectories(scratch), "copy");
    List<LoadedFile> loaded = new ArrayList<>();
    ExecutorService fetcher = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    try (fetcher;
        Connection duckdb = duckdb()) {
      try {
        Queue<SourceFile> left = new ArrayDeque<>(files);
        Future<Optional<Fetched>> next = fetch(fetcher, left, folder);
        while (next != null) {
          Optional<Fetched> fetched = wait(next);
          next = fetch(fetcher, left, folder);
          if (fetched.isPresent()) {
            loaded.add(decode(duckdb, fetched.get(), rows));
          }
        }
      } finally {
        // A file that nobody waits for any more.
        fetcher.shutdownNow();
      }
    } catch (SQLException e) {
      throw new IOException("DuckDB doesn't open: " + e.getMessage(), e);
    } finally {
      DirectoryTree.delete(folder);
    }
    return loaded;
  }

  private static Connection duckdb() throws SQLException {
    Properties options = new Properties();
    options.setProperty("jdbc_stream_results", "true");
    Connection duckdb = DriverManager.getConnection("jdbc:duckdb:", options);
    try (Statement statement = duckdb.createStatement()) {
      statement.execute("SET threads = 1");
      statement.execute("SET memory_limit = '512MB'");
      return duckdb;
    } catch (SQLException e) {
      duckdb.close();
      throw e;
    }
  }

  private @Nullable Future<Optional<Fetched>> fetch(
      ExecutorService fetcher, Queue<SourceFile> left, Path folder) {
    SourceFile file = left.poll();
    return file == null ? null : fetcher.submit(() -> fetch(file, folder));
  }

  private Optional<Fetched> wait(Future<Optional<Fetched>> future) throws LoadFailure, IOException {
    try {
      while (true) {
        try {
          return future.get(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (task.cancelled().getAsBoolean()) {
            throw LoadFailure.cancelled();
          }
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case LoadFailure failure -> throw failure;
        case IOException failure -> throw failure;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("A COPY was interrupted");
    }
  }

  private Optional<Fetched> fetch(SourceFile file, Path folder) throws LoadFailure, IOException {
    Instant begun = Instant.now();
    try (ObjectStorage.Body body = task.open(file).orElse(null)) {
      if (body == null) {
        return Optional.empty();
      }
      checkLength(file, body.length());
      Path path = Files.createTempFile(folder, "part", ".parquet");
      try (var out = Files.newOutputStream(path)) {
        body.stream().transferTo(out);
      }
      return Optional.of(new Fetched(file, path, body, begun));
    } catch (ObjectProblem e) {
      throw unread(file, e.words());
    }
  }

  private static void checkLength(SourceFile file, long length) throws LoadFailure {
    long said = file.saidLength().orElse(length);
    if (said > length) {
      throw unread(
          file,
          "S3ServiceException:The requested range is not satisfiable,Status 416,Error InvalidRange");
    }
    if (said < length) {
      throw unread(
          file,
          "A content_length below the file's %d bytes is not known to the stand-in"
              .formatted(length));
    }
  }

  private static LoadFailure unread(SourceFile file, String words) {
    return LoadFailure.ofScan(15001, words + ", " + file.url(), file.url(), "");
  }

  private LoadedFile decode(Connection duckdb, Fetched fetched, BinaryRows rows)
      throws LoadFailure, IOException {
    String url = fetched.source().url();
    long before = rows.rows();
    try {
      new ParquetFile(duckdb, fetched.path(), url)
          .copyTo(rows, task.command(), task.columns(), task.cancelled());
    } catch (SQLException e) {
      throw LoadFailure.ofScan(
          15001, "File '%s' can't be decoded: %s".formatted(url, e.getMessage()), url, "");
    } finally {
      Files.delete(fetched.path());
    }
    return new LoadedFile(
        url,
        fetched.body().length(),
        rows.rows() - before,
        fetched.body().etag(),
        fetched.body().modified(),
        fetched.begun(),
        Instant.now());
  }
}
