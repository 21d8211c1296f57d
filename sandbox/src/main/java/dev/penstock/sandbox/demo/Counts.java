package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.Credentials;
import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.gitops.Environment;
import dev.penstock.sandbox.redshift.RedshiftStandIn;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import software.amazon.awssdk.services.s3.S3Client;

/** Counts rows where they lie, with each store's own client and none of the product's code. */
public final class Counts {
  private final Sandbox sandbox;

  /** Counts in this sandbox. */
  public Counts(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /**
   * Lines for the sides of a target, whose rows are worked out from the source by SQL.
   *
   * @param runs that succeeded
   * @param when what to add to each line
   */
  List<Outcome.Line> compare(Example example, long runs, String when) throws IOException {
    long expected = example.times(runs) * inShop(example.expectedSql());
    Example.Target target = example.target();
    List<Outcome.Line> lines = new ArrayList<>();
    if (target.s3Path().isPresent()) {
      lines.addAll(inS3(example, target.s3Path().get(), expected, when));
    }
    if (target.warehouseTable().isPresent()) {
      String what = (target.key().isEmpty() ? "rows" : "keys") + " in the warehouse" + when;
      lines.add(
          Outcome.Line.equal(
              example.name(),
              what,
              "" + expected,
              orWhyNot(target.warehouseTable().get(), target)));
    }
    return lines;
  }

  /** An upsert leaves every version in S3, an append every row. */
  private List<Outcome.Line> inS3(Example example, String path, long expected, String when)
      throws IOException {
    List<String> key = example.target().key();
    String bucket = sandbox.bucket(example.target().s3Connection().orElseThrow());
    try (S3Client client = sandbox.store().client()) {
      Dataset.Size size = new Dataset(client, bucket, path).size(key);
      if (key.isEmpty()) {
        return List.of(
            Outcome.Line.equal(example.name(), "rows in S3" + when, expected, size.rows()));
      }
      return List.of(
          Outcome.Line.equal(example.name(), "keys in S3" + when, expected, size.keys()),
          Outcome.Line.atLeast(example.name(), "versions in S3" + when, expected, size.rows()));
    }
  }

  public long inSource(String table) {
    return sandbox.shop().count(table.replaceFirst("^public\\.", ""));
  }

  /** The one number that a query yields in the shop. */
  long inShop(String sql) throws IOException {
    try (Connection connection = sandbox.shop().connect();
        Statement statement = connection.createStatement()) {
      return single(statement, sql);
    } catch (SQLException e) {
      throw new IOException("The shop can't be counted: " + e.getMessage(), e);
    }
  }

  /** The rows of all Parquet files below a path, as any reader of the directory would see them. */
  public long inS3(String bucket, String path) throws IOException {
    try (S3Client client = sandbox.store().client()) {
      return new Dataset(client, bucket, path).size(List.of()).rows();
    }
  }

  /** A table that no run has made can't be counted; that is an outcome, not the end of the demo. */
  private String orWhyNot(String table, Example.Target target) {
    List<String> key = target.key();
    try {
      long rows =
          target.keepsVersions()
              ? inWarehouse(table + " WHERE _penstock_valid_to IS NULL")
              : inWarehouse(table);
      if (key.isEmpty()) {
        return "" + rows;
      }
      long keys =
          inWarehouseBy(
              "SELECT count(*) FROM (SELECT DISTINCT %s FROM %s) AS keys"
                  .formatted(String.join(", ", key), table));
      return keys == rows ? "" + keys : "%d in %d rows".formatted(keys, rows);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Through the real Redshift driver. */
  public long inWarehouse(String table) throws IOException {
    return inWarehouseBy("SELECT count(*) FROM " + table);
  }

  /** The first rows of a target's table, to look at; empty when no run has made it. */
  Optional<WarehouseRows> rows(Example example) {
    Optional<String> table = example.target().warehouseTable();
    if (table.isEmpty()) {
      return Optional.empty();
    }
    try (Connection connection = warehouse()) {
      return Optional.of(WarehouseRows.of(connection, table.get(), example.target().key()));
    } catch (SQLException e) {
      return Optional.empty(); // the outcome below says why
    }
  }

  /** The same in the warehouse of one environment. */
  public static long inWarehouse(Environment environment, String table) throws IOException {
    String sql = "SELECT count(*) FROM " + table;
    try (Connection connection = connect(environment.warehouse(), environment.login());
        Statement statement = connection.createStatement()) {
      return single(statement, sql);
    } catch (SQLException e) {
      throw new IOException(
          "The warehouse of %s can't be counted by %s: %s"
              .formatted(environment, sql, e.getMessage()),
          e);
    }
  }

  private long inWarehouseBy(String sql) throws IOException {
    try (Connection connection = warehouse();
        Statement statement = connection.createStatement()) {
      return single(statement, sql);
    } catch (SQLException e) {
      throw new IOException(
          "The warehouse can't be counted by %s: %s".formatted(sql, e.getMessage()), e);
    }
  }

  private Connection warehouse() throws SQLException {
    return connect(sandbox.warehouse(), sandbox.credentials().warehouse());
  }

  private static Connection connect(RedshiftStandIn warehouse, Credentials.Login login)
      throws SQLException {
    Properties properties = new Properties();
    properties.put("user", login.username());
    properties.put("password", login.password());
    properties.put("ssl", "true");
    properties.put("sslmode", "verify-full");
    properties.put("sslrootcert", warehouse.caCertificateFile().toString());
    return DriverManager.getConnection(warehouse.jdbcUrl(), properties);
  }

  private static long single(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
