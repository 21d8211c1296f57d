package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.DirectoryTree;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** All Parquet files below a path, in whatever directories, as any reader of the path sees them. */
record Dataset(S3Client client, String bucket, String path) {
  /** As many as there may be objects: a day's partition is a small one. */
  private static final int AT_ONCE = 16;

  /** Rows, and how many of them differ in some columns. */
  record Size(long rows, long keys) {}

  /**
   * Counts by reading.
   *
   * @param key columns; none: all keys are one
   */
  Size size(List<String> key) throws IOException {
    Path folder = Files.createTempDirectory("penstock-count");
    try {
      if (download(folder) == 0) {
        return new Size(0, 0);
      }
      try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = duckdb.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT count(*), %s FROM read_parquet(%s)"
                      .formatted(
                          key.isEmpty()
                              ? "1"
                              : "count(DISTINCT (%s))".formatted(String.join(", ", key)),
                          statement.enquoteLiteral(folder + "/*.parquet")))) {
        row.next();
        return new Size(row.getLong(1), row.getLong(2));
      }
    } catch (SQLException e) {
      throw new IOException(
          "The Parquet files below %s can't be counted: %s".formatted(path, e.getMessage()), e);
    } finally {
      DirectoryTree.delete(folder);
    }
  }

  private int download(Path folder) throws IOException {
    List<S3Object> objects =
        client.listObjectsV2Paginator(b -> b.bucket(bucket).prefix(path + "/")).contents().stream()
            .filter(object -> object.key().endsWith(".parquet"))
            .toList();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<Future<?>> downloads = new ArrayList<>();
      for (S3Object object : objects) {
        Path file = folder.resolve(downloads.size() + ".parquet");
        Callable<?> download =
            () -> client.getObject(b -> b.bucket(bucket).key(object.key()), file);
        downloads.add(threads.submit(download));
      }
      for (Future<?> download : downloads) {
        download.get();
      }
      return downloads.size();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while reading " + path, e);
    } catch (ExecutionException e) {
      throw new IOException("An object below %s can't be read".formatted(path), e.getCause());
    }
  }
}
