package dev.penstock.sandbox.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazon.redshift.util.RedshiftException;
import dev.penstock.sandbox.Passwords;
import dev.penstock.sandbox.s3.ObjectStore;
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
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The real driver, TLS, a real PostgreSQL, a real S3 protocol. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedshiftStandInIT {
  private static final String BUCKET = "acme-lake";
  private static final String ROLE = "arn:aws:iam::123456789012:role/redshift-copy";
  private static final String PASSWORD = Passwords.random();

  @TempDir private static Path folder;
  private static ObjectStore store;
  private static S3Client s3;
  private static RedshiftStandIn warehouse;

  @BeforeAll
  static void start() {
    String secret = Passwords.random();
    store =
        ObjectStore.start(
            new ObjectStore.Settings(
                new ObjectStore.Storage.Memory(), "test", secret, List.of(BUCKET)));
    s3 = store.client();
    warehouse =
        RedshiftStandIn.start(
            new RedshiftStandIn.Settings(
                folder,
                "analytics",
                "loader",
                PASSWORD,
                new S3Access(store.endpoint(), "test", secret, ObjectStore.REGION)));
  }

  @AfterAll
  static void end() {
    warehouse.close();
    s3.close();
    store.close();
  }

  @BeforeEach
  void emptySchema() throws SQLException {
    try (Connection connection = connect()) {
      run(connection, "DROP SCHEMA IF EXISTS sales CASCADE");
      run(connection, "CREATE SCHEMA sales");
    }
  }

  // Connecting

  @ParameterizedTest
  @ValueSource(strings = {"verify-ca", "verify-full"})
  void theDriverConnectsAndVerifiesTheCertificate(String mode) throws SQLException {
    Properties properties = properties(PASSWORD);
    properties.setProperty("sslmode", mode);

    try (Connection connection = DriverManager.getConnection(warehouse.jdbcUrl(), properties)) {
      assertThat(connection.getMetaData().getDatabaseProductVersion()).startsWith("8.0.2");
      assertThat(one(connection, "SELECT current_user")).isEqualTo("loader");
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    assertThatThrownBy(() -> DriverManager.getConnection(warehouse.jdbcUrl(), properties("wrong")))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"))
        .hasMessageContaining("password authentication failed for user \"loader\"");
  }

  @Test
  void aConnectionWithoutTlsIsRefused() {
    Properties properties = properties(PASSWORD);
    properties.remove("sslmode");
    properties.remove("sslrootcert");
    properties.setProperty("ssl", "false");

    assertThatThrownBy(() -> DriverManager.getConnection(warehouse.jdbcUrl(), properties))
        .hasMessageContaining("SSL is required");
  }

  @Test
  void anUnknownDatabaseIsRefused() {
    assertThatThrownBy(() ->
            DriverManager.getConnection(
                warehouse.jdbcUrl().replace("/analytics", "/nowhere"), properties(PASSWORD)))
        .hasMessageContaining("database \"nowhere\" does not exist");
  }

  // COPY

  @Test
  void aParquetFileLoadsWithExactValues() throws Exception {
    String columns =
        """
        a SMALLINT, b INTEGER, c BIGINT, d DECIMAL(12,2), e DECIMAL(38,4), f DOUBLE PRECISION,
        g REAL, h BOOLEAN, i DATE, j TIMESTAMP, k TIMESTAMPTZ, l VARCHAR(40), m VARCHAR(10)\
        """;
    put(
        "types.parquet",
        """
        SELECT * FROM (VALUES
          (32767::SMALLINT, 2147483647::INT, 9223372036854775807::BIGINT, -1234567890.12::DECIMAL(12,2),
           1234567890123456789012345678901234.5678::DECIMAL(38,4), 0.1::DOUBLE, 1.5::FLOAT, true,
           DATE '1999-12-31', TIMESTAMP '2024-02-29 23:59:59.999999',
           TIMESTAMPTZ '2024-03-10 07:30:00.000001+00', E'Grüße\\tback\\\\slash\\nline', ''),
          (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
        ) t(a,b,c,d,e,f,g,h,i,j,k,l,m)\
        """);
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE sales.t (" + columns + ")");
      try (Statement statement = connection.createStatement()) {
        statement.execute(copy("sales.t", manifest("types.parquet")));
        assertThat(statement.getWarnings().getMessage())
            .contains("Load into table 't' completed, 2 record(s) loaded successfully.");
      }
      assertThat(one(connection, "SELECT pg_last_copy_count()")).isEqualTo("2");
      run(connection, "SET timezone TO 'UTC'");
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT a, b, c, d, e, f, g, h, i, j::varchar, k::varchar, l, m FROM sales.t"
                      + " WHERE a IS NOT NULL")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getShort(1)).isEqualTo(Short.MAX_VALUE);
        assertThat(row.getInt(2)).isEqualTo(Integer.MAX_VALUE);
        assertThat(row.getLong(3)).isEqualTo(Long.MAX_VALUE);
        assertThat(row.getBigDecimal(4)).isEqualByComparingTo("-1234567890.12");
        assertThat(row.getBigDecimal(5))
            .isEqualByComparingTo("1234567890123456789012345678901234.5678");
        assertThat(row.getDouble(6)).isEqualTo(0.1);
        assertThat(row.getFloat(7)).isEqualTo(1.5f);
        assertThat(row.getBoolean(8)).isTrue();
        assertThat(row.getString(9)).isEqualTo("1999-12-31");
        assertThat(row.getString(10)).isEqualTo("2024-02-29 23:59:59.999999");
        assertThat(row.getString(11)).isEqualTo("2024-03-10 07:30:00.000001+00");
        assertThat(row.getString(12)).isEqualTo("Grüße\tback\\slash\nline");
        assertThat(row.getString(13)).isEmpty();
      }
      assertThat(one(connection, "SELECT count(*) FROM sales.t WHERE a IS NULL AND l IS NULL"))
          .isEqualTo("1");
    }
  }

  @Test
  void nanosecondsAreTakenForMicrosecondsWithoutAWord() throws Exception {
    put("nanos.parquet", "SELECT TIMESTAMP_NS '2024-01-01 00:00:00' AS at");
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE sales.t (at TIMESTAMP)");
      run(connection, copy("sales.t", manifest("nanos.parquet")));

      assertThat(one(connection, "SELECT at::varchar FROM sales.t")).startsWith("559");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1::INT a, 2::INT b | id INTEGER | 15007 | Unmatched number of columns between table"
            + " and file. Table columns: 1, Data columns: 2",
        "SELECT 1::BIGINT id | id INTEGER | 15007 | has an incompatible Parquet schema for column"
            + " 'id'. Column type: INTEGER, Parquet schema: optional int64 id",
        "SELECT 'four' id | id VARCHAR(3) | 15001 | The length of the data column id is longer than"
            + " the length defined in the table. Table: 3, Data: 4",
        "SELECT 'üü' id | id VARCHAR(3) | 15001 | Table: 3, Data: 4",
        "SELECT 1.5::DECIMAL(20,2) id | id DECIMAL(20,2) | 15001 | invalid type length. Expecting:"
            + " 9 len in file: 16",
        "SELECT [1] id | id INTEGER | 15007 | has an incompatible Parquet schema"
      })
  void aFileThatDoesNotFitIsRefusedAndRecorded(String query, String column, int code, String reason)
      throws Exception {
    put("bad.parquet", query);
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      run(connection, "CREATE TABLE sales.t (" + column + ")");
      connection.commit();

      assertThatThrownBy(() -> run(connection, copy("sales.t", manifest("bad.parquet"))))
          .isInstanceOfSatisfying(
              RedshiftException.class,
              e -> {
                assertThat(e.getSQLState()).isEqualTo("XX000");
                assertThat(e.getServerErrorMessage().getMessage()).isEqualTo("Spectrum Scan Error");
                assertThat(e.getServerErrorMessage().getDetail())
                    .contains("code:      " + code)
                    .contains(reason);
              });
      connection.rollback();

      assertThat(
              one(
                  connection,
                  "SELECT err_code FROM stl_load_errors WHERE query = pg_last_copy_id() AND session"
                      + " = pg_backend_pid()"))
          .isEqualTo(String.valueOf(code));
      assertThat(one(connection, "SELECT pg_last_copy_count()")).isEqualTo("0");
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
    }
  }

  @Test
  void aManifestWithoutLengthsIsRefused() throws Exception {
    put("a.parquet", "SELECT 1::INT id");
    String manifest = "m/nometa.json";
    text(
        manifest,
        "{\"entries\":[{\"url\":\"s3://%s/a.parquet\",\"mandatory\":true}]}".formatted(BUCKET));
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");

      assertThatThrownBy(() -> run(connection, copy("sales.t", manifest)))
          .isInstanceOfSatisfying(
              RedshiftException.class,
              e ->
                  assertThat(e.getServerErrorMessage().getDetail())
                      .contains("File entry does not have 'meta' key."));
    }
  }

  @Test
  void aMissingMandatoryFileFailsTheWholeLoad() throws Exception {
    put("a.parquet", "SELECT 1::INT id");
    String manifest = manifest("a.parquet");
    s3.deleteObject(b -> b.bucket(BUCKET).key("a.parquet"));
    put("b.parquet", "SELECT 1::INT id");
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");

      assertThatThrownBy(() -> run(connection, copy("sales.t", manifest)))
          .isInstanceOf(RedshiftException.class);
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAXERROR 1", "REGION 'us-east-1'", "COMPUPDATE OFF"})
  void anOptionThatParquetForbidsIsRefused(String option) throws SQLException {
    try (Connection connection = connect()) {
      assertThatThrownBy(() -> run(connection, copy("sales.t", "m") + " " + option))
          .hasMessageContaining(
              option.replaceAll(" .*", "") + " argument is not supported for PARQUET based COPY");
    }
  }

  @Test
  void stagingInsertAndControlRowCommitTogether() throws Exception {
    put("s.parquet", "SELECT range::INT id FROM range(1000)");
    String manifest = manifest("s.parquet");
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, "CREATE TABLE sales.control (number BIGINT)");
      connection.setAutoCommit(false);
      for (boolean commit : new boolean[] {false, true}) {
        run(connection, "LOCK TABLE sales.control");
        run(connection, "CREATE TABLE sales.staging (LIKE sales.t)");
        run(connection, copy("sales.staging (id)", manifest));
        run(connection, "INSERT INTO sales.t (id) SELECT id FROM sales.staging");
        run(connection, "INSERT INTO sales.control VALUES (1)");
        run(connection, "DROP TABLE sales.staging");
        assertThat(one(connection, "SELECT pg_last_copy_count()")).isEqualTo("1000");
        if (commit) {
          connection.commit();
        } else {
          connection.rollback();
        }
        assertThat(one(connection, "SELECT count(*) FROM sales.t"))
            .isEqualTo(commit ? "1000" : "0");
        assertThat(one(connection, "SELECT count(*) FROM sales.control"))
            .isEqualTo(commit ? "1" : "0");
        connection.rollback();
      }
    }
  }

  @Test
  void anAutocommitCopyStandsThoughItsClientHasGone() throws Exception {
    put("s.parquet", "SELECT range::INT id FROM range(1000)");
    String manifest = manifest("s.parquet");
    Properties impatient = properties(PASSWORD);
    impatient.setProperty("socketTimeout", "1");
    try (Connection holder = connect();
        Connection reader = connect()) {
      run(holder, "CREATE TABLE sales.t (id INT)");
      holder.setAutoCommit(false);
      run(holder, "INSERT INTO sales.t VALUES (-1)");
      // The COPY waits for the other writer longer than its client does.
      Connection gone = DriverManager.getConnection(warehouse.jdbcUrl(), impatient);
      assertThatThrownBy(() -> run(gone, copy("sales.t", manifest)))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
      holder.commit();

      Awaitility.await()
          .untilAsserted(
              () -> assertThat(one(reader, "SELECT count(*) FROM sales.t")).isEqualTo("1001"));
    }
  }

  @Test
  void aSimpleQueryDoesTheSame() throws Exception {
    put("s.parquet", "SELECT 1::INT id");
    Properties properties = properties(PASSWORD);
    properties.setProperty("preferQueryMode", "simple");
    try (Connection connection = DriverManager.getConnection(warehouse.jdbcUrl(), properties)) {
      run(connection, "CREATE TABLE sales.t (id INT PRIMARY KEY)");
      run(connection, copy("sales.t", manifest("s.parquet")));
      run(connection, copy("sales.t", manifest("s.parquet")));

      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("2");
    }
  }

  // What the tests are told with

  private static Properties properties(String password) {
    Properties properties = new Properties();
    properties.setProperty("user", "loader");
    properties.setProperty("password", password);
    properties.setProperty("sslmode", "verify-ca");
    properties.setProperty("sslrootcert", warehouse.caCertificateFile().toString());
    return properties;
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(warehouse.jdbcUrl(), properties(PASSWORD));
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).as(sql).isTrue();
      return rows.getString(1);
    }
  }

  private static void assertRefused(ThrowingCallable call, String sqlState, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState))
        .hasMessageContaining(message);
  }

  private interface Call<T> {
    T call() throws Exception;
  }

  private static <T> CompletableFuture<T> later(Call<T> call) {
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

  private static void awaitWaiting(int pid) {
    Awaitility.await().until(() -> warehouse.waitsForALock(pid));
  }

  private static String copy(String table, String manifest) {
    return "COPY %s FROM 's3://%s/%s' IAM_ROLE '%s' FORMAT AS PARQUET MANIFEST STATUPDATE OFF"
        .formatted(table, BUCKET, manifest, ROLE);
  }

  /** Writes a Parquet file with DuckDB, and puts it. */
  private static void put(String key, String query) throws SQLException, IOException {
    Path file = folder.resolve("written.parquet");
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
    }
    s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromFile(file));
    Files.delete(file);
  }

  private static String manifest(String... keys) {
    List<String> entries = new ArrayList<>();
    for (String key : keys) {
      long length = s3.headObject(b -> b.bucket(BUCKET).key(key)).contentLength();
      entries.add(
          "{\"url\":\"s3://%s/%s\",\"mandatory\":true,\"meta\":{\"content_length\":%d}}"
              .formatted(BUCKET, key, length));
    }
    String name = "m/" + keys[0] + ".json";
    text(name, "{\"entries\":[" + String.join(",", entries) + "]}");
    return name;
  }

  private static void text(String key, String text) {
    s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(text));
  }
}
