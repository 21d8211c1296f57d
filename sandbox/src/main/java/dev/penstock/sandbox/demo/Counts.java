package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.DirectoryTree;
import dev.penstock.sandbox.Sandbox;
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
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Counts rows where they lie, with each store's own client and none of the product's code. */
public final class Counts {
  private final Sandbox sandbox;

  /** Counts in this sandbox. */
  public Counts(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** A line for each target: every row of the first source, once for each run that succeeded. */
  List<Outcome.Line> compare(Example example, long runs) throws IOException {
    String expected = "" + runs * inSource(example.sourceTable());
    List<Outcome.Line> lines = new ArrayList<>();
    if (example.s3Path().isPresent()) {
      String path = example.s3Path().get();
      String rows = "" + inS3(sandbox.bucket(example.s3Connection().orElseThrow()), path);
      lines.add(new Outcome.Line(example.name(), "rows in S3", expected, rows));
    }
    if (example.warehouseTable().isPresent()) {
      String table = example.warehouseTable().get();
      lines.add(
          new Outcome.Line(example.name(), "rows in the warehouse", expected, orWhyNot(table)));
    }
    return lines;
  }

  public long inSource(String table) {
    return sandbox.shop().count(table.replaceFirst("^public\\.", ""));
  }

  /** The rows of all Parquet files below a path, as any reader of the directory would see them. */
  public long inS3(String bucket, String path) throws IOException {
    Path folder = Files.createTempDirectory("penstock-count");
    try (S3Client client = sandbox.store().client();
        Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      List<S3Object> objects =
          client
              .listObjectsV2Paginator(b -> b.bucket(bucket).prefix(path + "/"))
              .contents()
              .stream()
              .filter(object -> object.key().endsWith(".parquet"))
              .toList();
      int number = 0;
      for (S3Object object : objects) {
        Path file = folder.resolve(number++ + ".parquet");
        client.getObject(b -> b.bucket(bucket).key(object.key()), file);
      }
      if (objects.isEmpty()) {
        return 0;
      }
      return single(
          statement,
          "SELECT count(*) FROM read_parquet(%s)"
              .formatted(statement.enquoteLiteral(folder + "/*.parquet")));
    } catch (SQLException e) {
      throw new IOException(
          "The Parquet files below %s can't be counted: %s".formatted(path, e.getMessage()), e);
    } finally {
      DirectoryTree.delete(folder);
    }
  }

  /** A table that no run has made can't be counted; that is an outcome, not the end of the demo. */
  private String orWhyNot(String table) {
    try {
      return "" + inWarehouse(table);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Through the real Redshift driver. */
  public long inWarehouse(String table) throws IOException {
    try (Connection connection = warehouse();
        Statement statement = connection.createStatement()) {
      return single(statement, "SELECT count(*) FROM " + table);
    } catch (SQLException e) {
      throw new IOException(
          "Table %s of the warehouse can't be counted: %s".formatted(table, e.getMessage()), e);
    }
  }

  private Connection warehouse() throws SQLException {
    Properties login = new Properties();
    login.put("user", sandbox.credentials().warehouse().username());
    login.put("password", sandbox.credentials().warehouse().password());
    login.put("ssl", "true");
    login.put("sslmode", "verify-full");
    login.put("sslrootcert", sandbox.warehouse().caCertificateFile().toString());
    return DriverManager.getConnection(sandbox.warehouse().jdbcUrl(), login);
  }

  private static long single(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
