package dev.penstock.sandbox.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.DirectoryTree;
import dev.penstock.sandbox.Passwords;
import dev.penstock.sandbox.s3.ObjectStore;
import dev.penstock.sandbox.s3.faults.FaultyWay;
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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The real driver, TLS, a real PostgreSQL, a real S3 protocol: one stand-in for all tests of a JVM,
 * which take it as a parameter. Each test finds an empty schema {@code sales}.
 */
public final class StandIn implements AutoCloseable {
  public static final String BUCKET = "acme-lake";
  public static final String ROLE = "arn:aws:iam::123456789012:role/redshift-copy";
  public static final String USER = "loader";

  private final String password = Passwords.random();
  private final String secret = Passwords.random();
  private final Path folder;
  private final ObjectStore store;
  private final FaultyWay way;
  private final S3Client s3;
  private final RedshiftStandIn warehouse;

  private StandIn(Path folder) {
    this.folder = folder;
    this.store =
        ObjectStore.start(
            new ObjectStore.Settings(
                new ObjectStore.Storage.Memory(), "test", secret, List.of(BUCKET)));
    this.way = FaultyWay.to(store.endpoint());
    this.s3 = store.client();
    this.warehouse =
        RedshiftStandIn.start(
            new RedshiftStandIn.Settings(
                folder,
                "analytics",
                USER,
                password,
                new S3Access(way.endpoint(), "test", secret, ObjectStore.REGION)));
  }

  /** Starts one in a folder of its own; the caller closes it. */
  static StandIn start() throws IOException {
    return new StandIn(Files.createTempDirectory("stand-in"));
  }

  @Override
  public void close() {
    warehouse.close();
    s3.close();
    way.close();
    store.close();
    DirectoryTree.delete(folder);
  }

  void emptySchema() throws SQLException {
    try (Connection connection = connect()) {
      run(connection, "DROP SCHEMA IF EXISTS sales CASCADE");
      run(connection, "CREATE SCHEMA sales");
    }
  }

  public RedshiftStandIn warehouse() {
    return warehouse;
  }

  /** Where things may go wrong between the warehouse and S3; tests go straight there. */
  public FaultyWay way() {
    return way;
  }

  public S3Client s3() {
    return s3;
  }

  public Path folder() {
    return folder;
  }

  /** EtlConnections of warehouse and store, and their Secrets, as a person would write them. */
  public String manifests() {
    return """
    kind: EtlConnection
    metadata: {name: warehouse}
    spec:
      redshift: {host: 127.0.0.1, port: %d, database: analytics, copyRole: "%s"}
      credentials: {secret: {name: warehouse}}
    ---
    kind: EtlConnection
    metadata: {name: lake}
    spec:
      s3: {bucket: %s, endpoint: "%s", pathStyle: true}
      credentials: {secret: {name: lake}}
    ---
    kind: Secret
    metadata: {name: warehouse}
    stringData:
      username: %s
      password: %s
      ca.crt: |
    %s
    ---
    kind: Secret
    metadata: {name: lake}
    stringData: {accessKeyId: test, secretAccessKey: %s}
    """
        .formatted(
            warehouse.port(),
            ROLE,
            BUCKET,
            store.endpoint(),
            USER,
            password,
            warehouse.caCertificate().indent(4).stripTrailing(),
            secret);
  }

  /** What the driver needs to connect; the caller may change it. */
  public Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", password);
    properties.setProperty("sslmode", "verify-ca");
    properties.setProperty("sslrootcert", warehouse.caCertificateFile().toString());
    return properties;
  }

  /** In autocommit mode; the caller closes it. */
  public Connection connect() throws SQLException {
    return connect(properties());
  }

  public Connection connect(Properties properties) throws SQLException {
    return DriverManager.getConnection(warehouse.jdbcUrl(), properties);
  }

  public void awaitWaiting(int process) {
    Awaitility.await().until(() -> warehouse.waitsForALock(process));
  }

  public static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row. */
  public static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).as(sql).isTrue();
      return rows.getString(1);
    }
  }

  /** The first column of every row. */
  public static List<String> all(Connection connection, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  public static int process(Connection connection) throws SQLException {
    return Integer.parseInt(one(connection, "SELECT pg_backend_pid()"));
  }

  public static void assertRefused(ThrowingCallable call, String sqlState, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState))
        .hasMessageContaining(message);
  }

  /** Runs it in a thread of its own. */
  public static <T> CompletableFuture<T> later(Callable<T> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            result.complete(call.call());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  public static String copy(String table, String manifest) {
    return "COPY %s FROM 's3://%s/%s' IAM_ROLE '%s' FORMAT AS PARQUET MANIFEST STATUPDATE OFF"
        .formatted(table, BUCKET, manifest, ROLE);
  }

  /** Writes a Parquet file with DuckDB, and puts it. */
  public void putParquet(String key, String query) throws SQLException, IOException {
    Path file = Files.createTempFile(folder, "written", ".parquet");
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
      s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromFile(file));
    } finally {
      Files.delete(file);
    }
  }

  public void put(String key, byte[] bytes) {
    s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
  }

  public void putText(String key, String text) {
    s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(text));
  }

  /** Puts a manifest that lists these objects with their lengths; returns its key. */
  public String manifest(String... keys) {
    List<String> entries = new ArrayList<>();
    for (String key : keys) {
      long length = s3.headObject(b -> b.bucket(BUCKET).key(key)).contentLength();
      entries.add(
          "{\"url\":\"s3://%s/%s\",\"mandatory\":true,\"meta\":{\"content_length\":%d}}"
              .formatted(BUCKET, key, length));
    }
    String name = "m/" + keys[0] + ".json";
    putText(name, "{\"entries\":[" + String.join(",", entries) + "]}");
    return name;
  }
}
