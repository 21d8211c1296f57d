package dev.penstock.sandbox.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazon.redshift.util.RedshiftException;
import dev.penstock.sandbox.Passwords;
import dev.penstock.sandbox.s3.ObjectStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

  // Tables

  @Test
  void duplicatesOfAPrimaryKeyAreAccepted() throws SQLException {
    try (Connection connection = connect()) {
      run(
          connection,
          """
          CREATE TABLE sales.orders (id BIGINT NOT NULL ENCODE az64, name VARCHAR(10),
            PRIMARY KEY (id)) DISTSTYLE KEY DISTKEY(id) COMPOUND SORTKEY(id)\
          """);
      run(connection, "INSERT INTO sales.orders VALUES (1, 'a')");
      run(connection, "INSERT INTO sales.orders VALUES (1, 'b')");

      assertThat(one(connection, "SELECT count(*) FROM sales.orders")).isEqualTo("2");
    }
  }

  @Test
  void aVarcharCountsBytesAlsoInATableMadeLikeAnother() throws SQLException {
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE sales.names (name VARCHAR(3))");
      run(connection, "CREATE TABLE sales.copies (LIKE sales.names)");
      run(connection, "INSERT INTO sales.copies VALUES ('abc')");

      for (String table : List.of("sales.names", "sales.copies")) {
        assertRefused(
            () -> run(connection, "INSERT INTO " + table + " VALUES ('aüb')"),
            "22001",
            "value too long for type character varying(3)");
      }
    }
  }

  @Test
  void aQuotedNameIsFoldedToLowerCase() throws SQLException {
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE sales.\"Mixed\" (\"Id\" INT)");

      assertThat(
              one(
                  connection,
                  "SELECT column_name FROM svv_columns WHERE table_schema = 'sales' AND table_name"
                      + " = 'mixed'"))
          .isEqualTo("id");
    }
  }

  @Test
  void anIdentityColumnNumbersItsRows() throws SQLException {
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE sales.t (id BIGINT IDENTITY(1,1), v INT)");
      run(connection, "INSERT INTO sales.t (v) VALUES (7)");

      assertThat(one(connection, "SELECT id FROM sales.t")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VACUUM sales.t | not known to the stand-in",
        "CREATE INDEX i ON sales.t (id) | CREATE INDEX is not supported",
        "COPY sales.t FROM STDIN | COPY FROM STDIN is not supported",
        "INSERT INTO sales.t VALUES (1) ON CONFLICT DO NOTHING | ON CONFLICT is not supported",
        "INSERT INTO sales.t VALUES (1) RETURNING id | RETURNING is not supported",
        "CREATE TABLE sales.u (id SERIAL) | Column type serial is not supported",
        "CREATE TABLE sales.u (id INT CHECK (id > 0)) | A CHECK constraint is not supported",
        "SELECT generate_series(1, 2) | Function generate_series is not known",
        "SELECT * FROM pg_stat_activity | System relation pg_stat_activity is not known",
        "LOCK TABLE sales.t IN SHARE MODE | A mode of LOCK is not supported"
      })
  void whatRedshiftLacksOrNobodyKnowsIsRefused(String sql, String message) throws SQLException {
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");

      assertThatThrownBy(() -> run(connection, sql))
          .isInstanceOf(RedshiftException.class)
          .hasMessageContaining(message);
      // The session goes on.
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
    }
  }

  @Test
  void aRefusalInATransactionFailsTheTransaction() throws SQLException {
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      connection.setAutoCommit(false);
      run(connection, "INSERT INTO sales.t VALUES (1)");

      assertThatThrownBy(() -> run(connection, "VACUUM sales.t"))
          .hasMessageContaining("not known to the stand-in");
      assertRefused(() -> one(connection, "SELECT 1"), "25P02", "current transaction is aborted");

      connection.rollback();
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
    }
  }

  // Transactions and locks

  @Test
  void truncateCommits() throws SQLException {
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, "INSERT INTO sales.t VALUES (1)");
      connection.setAutoCommit(false);
      run(connection, "TRUNCATE sales.t");
      connection.rollback();

      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
    }
  }

  @Test
  void aLockKeepsReadersOut() throws Exception {
    try (Connection holder = connect();
        Connection reader = connect()) {
      run(holder, "CREATE TABLE sales.t (id INT)");
      holder.setAutoCommit(false);
      run(holder, "LOCK sales.t");
      int pid = Integer.parseInt(one(reader, "SELECT pg_backend_pid()"));

      CompletableFuture<String> read = later(() -> one(reader, "SELECT count(*) FROM sales.t"));
      awaitWaiting(pid);
      assertThat(read).isNotDone();
      holder.commit();

      assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo("0");
    }
  }

  @Test
  void aSecondWriterWaitsAndReadersDoNot() throws Exception {
    try (Connection first = connect();
        Connection second = connect();
        Connection reader = connect()) {
      run(first, "CREATE TABLE sales.t (id INT)");
      first.setAutoCommit(false);
      run(first, "INSERT INTO sales.t VALUES (1)");
      int pid = Integer.parseInt(one(second, "SELECT pg_backend_pid()"));

      CompletableFuture<Integer> deleted =
          later(() -> {
            try (Statement statement = second.createStatement()) {
              return statement.executeUpdate("DELETE FROM sales.t WHERE id = 1");
            }
          });
      awaitWaiting(pid);
      assertThat(one(reader, "SELECT count(*) FROM sales.t")).isEqualTo("0");
      first.commit();

      assertThat(deleted.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void aConflictIsRedshiftsError1023() throws SQLException {
    try (Connection first = connect();
        Connection second = connect()) {
      run(first, "CREATE TABLE sales.t (id INT)");
      run(first, "INSERT INTO sales.t VALUES (1)");
      second.setAutoCommit(false);
      one(second, "SELECT count(*) FROM sales.t");
      run(first, "UPDATE sales.t SET id = 2");

      assertThatThrownBy(() -> run(second, "UPDATE sales.t SET id = 3"))
          .isInstanceOfSatisfying(
              RedshiftException.class,
              e -> {
                assertThat(e.getSQLState()).isEqualTo("XX000");
                assertThat(e.getServerErrorMessage().getMessage()).isEqualTo("1023");
                assertThat(e.getServerErrorMessage().getDetail())
                    .startsWith("Serializable isolation violation on table");
                // Not the driver's error code: who asks for it there never sees a conflict.
                assertThat(e.getErrorCode()).isZero();
              });
    }
  }

  @Test
  void aWaitingStatementCanBeCancelled() throws Exception {
    try (Connection first = connect();
        Connection second = connect()) {
      run(first, "CREATE TABLE sales.t (id INT)");
      first.setAutoCommit(false);
      run(first, "INSERT INTO sales.t VALUES (1)");
      int pid = Integer.parseInt(one(second, "SELECT pg_backend_pid()"));
      try (Statement statement = second.createStatement()) {
        CompletableFuture<Boolean> waiting =
            later(() -> statement.execute("INSERT INTO sales.t VALUES (2)"));
        awaitWaiting(pid);
        statement.cancel();

        assertThat(waiting)
            .failsWithin(30, TimeUnit.SECONDS)
            .withThrowableThat()
            .withMessageContaining("cancel");
      }
    }
  }

  @Test
  void aSessionOfOnesOwnIsFoundAndTerminated() throws SQLException {
    try (Connection old = connect();
        Connection young = connect()) {
      String pid = one(old, "SELECT pg_backend_pid()");

      assertThat(one(young, "SELECT count(*) FROM stv_sessions WHERE process = " + pid))
          .isEqualTo("1");
      one(young, "SELECT pg_terminate_backend(" + pid + ")");

      Awaitility.await()
          .until(() ->
              one(young, "SELECT count(*) FROM stv_sessions WHERE process = " + pid).equals("0"));
      assertThatThrownBy(() -> one(old, "SELECT 1")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void aBatchOfAPreparedStatementIsOneTransactionPerAutocommitBatch() throws SQLException {
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE sales.t (id INT, name VARCHAR(20))");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO sales.t VALUES (?, ?)")) {
        for (int i = 0; i < 100; i++) {
          insert.setInt(1, i);
          insert.setString(2, "name " + i);
          insert.addBatch();
        }
        assertThat(insert.executeBatch()).hasSize(100);
      }
      for (int i = 0; i < 10; i++) {
        try (PreparedStatement select =
            connection.prepareStatement("SELECT name FROM sales.t WHERE id = ?")) {
          select.setInt(1, i);
          try (ResultSet rows = select.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("name " + i);
          }
        }
      }
    }
  }

  @Test
  void aMergeUpdatesAndInserts() throws SQLException {
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE sales.t (id INT, v INT)");
      run(connection, "CREATE TABLE sales.s (id INT, v INT)");
      run(connection, "INSERT INTO sales.t VALUES (1, 1)");
      run(connection, "INSERT INTO sales.s VALUES (1, 10), (2, 20)");
      run(
          connection,
          "MERGE INTO sales.t USING sales.s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = s.v"
              + " WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.v)");

      assertThat(one(connection, "SELECT sum(v) FROM sales.t")).isEqualTo("30");
    }
  }

  @Test
  void anUpsertDeletesByKeyAndInsertsTheNewestOfEach() throws SQLException {
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE sales.t (id INT, day DATE, at TIMESTAMP, v INT)");
      run(connection, "CREATE TABLE sales.s (id VARCHAR(36), day DATE, at TIMESTAMP, v INT)");
      run(
          connection,
          "INSERT INTO sales.t VALUES (1, '2026-03-01', '2026-03-01 10:00:00', 1), (1,"
              + " '2026-03-02', NULL, 2)");
      run(
          connection,
          "INSERT INTO sales.s VALUES ('1', '2026-03-01', NULL, 10), ('1', '2026-03-01',"
              + " '2026-03-01 09:00:00', 20), ('1', '2026-03-01', '2026-03-01 08:00:00', 30)");
      connection.setAutoCommit(false);
      run(
          connection,
          "DELETE FROM \"sales\".\"t\" USING \"sales\".\"s\" WHERE \"t\".\"id\" = CAST(\"s\".\"id\" AS"
              + " INTEGER) AND \"t\".\"day\" = \"s\".\"day\"");
      run(
          connection,
          "INSERT INTO sales.t (id, day, at, v) SELECT id, day, at, v FROM (SELECT id, day, at, v,"
              + " ROW_NUMBER() OVER (PARTITION BY id, day ORDER BY at DESC NULLS LAST) AS version"
              + " FROM (SELECT CAST(id AS INTEGER) AS id, day, at, v FROM sales.s) AS meant) AS"
              + " ranked WHERE version = 1");
      connection.commit();

      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("2");
      assertThat(one(connection, "SELECT v FROM sales.t WHERE day = '2026-03-01'")).isEqualTo("20");
    }
  }

  @Test
  void aVarcharIsMadeWiderOutsideOfATransactionOnly() throws SQLException {
    try (Connection connection = connect()) {
      run(connection, "CREATE TABLE sales.t (id INT, name VARCHAR(3))");
      run(connection, "INSERT INTO sales.t VALUES (1, 'abc')");
      run(connection, "ALTER TABLE sales.t ALTER COLUMN name TYPE VARCHAR(6)");
      run(connection, "INSERT INTO sales.t VALUES (2, 'üüü')");
      assertThat(
              one(
                  connection,
                  "SELECT character_maximum_length FROM svv_columns WHERE table_schema = 'sales'"
                      + " AND table_name = 't' AND column_name = 'name'"))
          .isEqualTo("6");
      assertRefused(
          () -> run(connection, "INSERT INTO sales.t VALUES (3, 'üüüa')"),
          "22001",
          "value too long for type character varying(6)");
      assertThatThrownBy(
              () -> run(connection, "ALTER TABLE sales.t ALTER COLUMN name TYPE VARCHAR(3)"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(
              () -> run(connection, "ALTER TABLE sales.t ALTER COLUMN id TYPE VARCHAR(9)"))
          .isInstanceOf(SQLException.class);
      connection.setAutoCommit(false);
      assertRefused(
          () -> run(connection, "ALTER TABLE sales.t ALTER COLUMN name TYPE VARCHAR(9)"),
          "25001",
          "ALTER TABLE ALTER COLUMN cannot run inside a transaction block");
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
}
