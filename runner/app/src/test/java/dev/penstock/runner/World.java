package dev.penstock.runner;

import dev.penstock.sandbox.redshift.Manners;
import dev.penstock.sandbox.redshift.RedshiftStandIn;
import dev.penstock.sandbox.redshift.S3Access;
import dev.penstock.sandbox.s3.ObjectStore;
import dev.penstock.sandbox.shop.ShopDatabase;
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

/** A shop, a store and a warehouse of the sandbox, and the manifests that reach them. */
public final class World implements AutoCloseable {
  public static final String BUCKET = "acme-lake";
  public static final String PASSWORD = "pa55-word";

  public final ShopDatabase shop;
  public final ObjectStore store;
  public final RedshiftStandIn warehouse;
  private final Path directory;

  private World(Path directory, ShopDatabase shop, ObjectStore store, RedshiftStandIn warehouse) {
    this.directory = directory;
    this.shop = shop;
    this.store = store;
    this.warehouse = warehouse;
  }

  /** A world of its own below a directory; 1,500 orders of 150 customers. */
  public static World start(Path directory) {
    return start(directory, Manners.usual());
  }

  /** The same, with a warehouse that behaves so. */
  public static World start(Path directory, Manners manners) {
    var store =
        ObjectStore.start(
            new ObjectStore.Settings(
                new ObjectStore.Storage.Memory(), "penstock", PASSWORD, List.of(BUCKET)));
    var warehouse =
        RedshiftStandIn.start(
            new RedshiftStandIn.Settings(
                    directory.resolve("warehouse"),
                    "analytics",
                    "loader",
                    PASSWORD,
                    new S3Access(store.endpoint(), "penstock", PASSWORD, ObjectStore.REGION))
                .with(manners));
    var shop =
        ShopDatabase.start(
            new ShopDatabase.Settings(directory.resolve("shop"), 0.001, "shop", PASSWORD));
    return new World(directory, shop, store, warehouse);
  }

  /** Connections and Secrets as a person would write them; {@return their file} */
  public Path connections() throws IOException {
    return Files.writeString(
        directory.resolve("connections.yaml"),
        """
        apiVersion: penstock.dev/v1alpha1
        kind: EtlConnection
        metadata: {name: shop-db}
        spec:
          postgres: {host: 127.0.0.1, port: %d, database: shop, tls: Disable}
          credentials: {secret: {name: shop-db}}
        ---
        apiVersion: penstock.dev/v1alpha1
        kind: EtlConnection
        metadata: {name: lake}
        spec:
          s3: {bucket: acme-lake, region: us-east-1, endpoint: "%s", pathStyle: true}
          credentials: {secret: {name: lake}}
        ---
        apiVersion: penstock.dev/v1alpha1
        kind: EtlConnection
        metadata: {name: warehouse}
        spec:
          redshift:
            host: 127.0.0.1
            port: %d
            database: analytics
            copyRole: arn:aws:iam::123456789012:role/redshift-copy
            controlSchema: penstock
            tls: VerifyFull
          credentials: {secret: {name: warehouse}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: shop-db}
        stringData: {username: shop, password: %s}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: lake}
        stringData: {accessKeyId: penstock, secretAccessKey: %s}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: warehouse}
        stringData:
          username: loader
          password: %s
          ca.crt: |
        %s
        """
            .formatted(
                shop.port(),
                store.endpoint(),
                warehouse.port(),
                PASSWORD,
                PASSWORD,
                PASSWORD,
                warehouse.caCertificate().indent(4)));
  }

  /** {@return a session of a person} */
  public Connection session() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", "loader");
    properties.setProperty("password", PASSWORD);
    properties.setProperty("sslmode", "verify-full");
    properties.setProperty("sslrootcert", warehouse.caCertificateFile().toString());
    return new com.amazon.redshift.Driver().connect(warehouse.jdbcUrl(), properties);
  }

  /** Runs statements in the shop, one after the other. */
  public void inShop(String... statements) throws SQLException {
    try (var session = shop.connect()) {
      run(session, statements);
    }
  }

  /** Runs statements in the warehouse as a person, one after the other. */
  public void inWarehouse(String... statements) throws SQLException {
    try (var session = session()) {
      run(session, statements);
    }
  }

  private static void run(Connection session, String... statements) throws SQLException {
    try (var statement = session.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** {@return the rows of a query in the warehouse, as text} */
  public List<String> warehouse(String sql) throws SQLException {
    try (var session = session();
        Statement statement = session.createStatement()) {
      return rows(statement.executeQuery(sql));
    }
  }

  /** {@return the rows of a query over the dataset, named {@code dataset}, as text} */
  public List<String> dataset(String path, String sql) throws SQLException, IOException {
    return objects(keys(path + "/").stream().filter(key -> key.endsWith(".parquet")).toList(), sql);
  }

  /** {@return the rows of a query over these Parquet objects, named {@code dataset}, as text} */
  public List<String> objects(List<String> keys, String sql) throws SQLException, IOException {
    if (keys.isEmpty()) {
      return List.of();
    }
    var copies = Files.createTempDirectory(directory, "dataset");
    try (S3Client client = store.client();
        Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      for (var key : keys) {
        client.getObject(get -> get.bucket(BUCKET).key(key), copies.resolve(key.replace('/', '~')));
      }
      return rows(
          statement.executeQuery(
              sql.replace(
                  "dataset",
                  "read_parquet('" + copies + "/*.parquet', hive_partitioning = false)")));
    }
  }

  /** {@return all keys with that prefix} */
  public List<String> keys(String prefix) {
    try (S3Client client = store.client()) {
      return client
          .listObjectsV2Paginator(list -> list.bucket(BUCKET).prefix(prefix))
          .contents()
          .stream()
          .map(S3Object::key)
          .toList();
    }
  }

  private static List<String> rows(ResultSet result) throws SQLException {
    List<String> rows = new ArrayList<>();
    int columns = result.getMetaData().getColumnCount();
    while (result.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        row.add(result.getString(i));
      }
      rows.add(String.join("|", row));
    }
    return rows;
  }

  @Override
  public void close() {
    shop.close();
    warehouse.close();
    store.close();
  }
}
