package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.all;
import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.later;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.process;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.faults.Armed;
import dev.penstock.sandbox.faults.Firing;
import dev.penstock.sandbox.redshift.faults.Fault;
import dev.penstock.sandbox.redshift.faults.Faults;
import dev.penstock.sandbox.redshift.faults.Sessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each fault of a session does to the real driver and to the data. */
@ExtendWith(WithStandIn.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WarehouseFaultsIT {
  private static final Sessions ORDERS = Sessions.ofApplication("penstock/orders/.*");
  private static final String INSERT = "INSERT INTO sales.t VALUES (1)";

  private Faults faults;

  @BeforeEach
  void oneTable(StandIn redshift) throws SQLException {
    faults = redshift.warehouse().faults();
    faults.disarm();
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
    }
  }

  private static Connection orders(StandIn redshift) throws SQLException {
    Properties properties = redshift.properties();
    properties.setProperty("ApplicationName", "penstock/orders/run-1/attempt-1");
    return redshift.connect(properties);
  }

  /**
   * Which message of a session that begins with an INSERT is its Sync; the Flush and the Execute
   * come before it. The driver has named its application by then.
   */
  private int syncOfAnInsert(StandIn redshift) throws SQLException {
    try (Connection connection = orders(redshift);
        Connection other = redshift.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(INSERT);
      int messages =
          faults.seen().stream()
              .filter(session -> session.application().startsWith("penstock/orders/"))
              .toList()
              .getLast()
              .messages();
      run(other, "DELETE FROM sales.t");
      return messages;
    }
  }

  @Test
  void whatASessionHasExecutedIsRemembered(StandIn redshift) throws SQLException {
    try (Connection connection = orders(redshift);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE sales.t");
      statement.execute(INSERT);
      connection.commit();
    }
    List<String> said =
        faults.seen().stream()
            .filter(session -> session.application().startsWith("penstock/orders/"))
            .toList()
            .getLast()
            .statements();
    assertThat(said.subList(said.size() - 3, said.size()))
        .satisfiesExactly(
            sql -> assertThat(sql).startsWith("LOCK TABLE \"sales\".\"t\""),
            sql -> assertThat(sql).isEqualTo(INSERT),
            sql -> assertThat(sql).isEqualTo("COMMIT"));
  }

  private static void assertRows(StandIn redshift, int rows) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertThat(all(connection, "SELECT id FROM sales.t")).hasSize(rows);
    }
  }

  /** A client that was reset may be so while its session still ends. */
  private static void awaitRows(StandIn redshift, int rows) {
    Awaitility.await().untilAsserted(() -> assertRows(redshift, rows));
  }

  private static void assertLost(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
  }

  @ParameterizedTest
  @CsvSource({"5, 0", "2, 0", "0, 1"})
  void aClientIsDroppedAfterAMessageWhoseEffectStays(int before, int rows, StandIn redshift)
      throws SQLException {
    int number = syncOfAnInsert(redshift) - before;
    Armed<Fault> armed = faults.when(ORDERS).afterMessage(number).dropClient();
    try (Connection other = redshift.connect();
        Connection connection = orders(redshift)) {
      run(other, "DELETE FROM sales.t");
      assertLost(() -> run(connection, INSERT));

      assertThat(connection.isClosed()).isTrue();
      assertThat(armed.firings())
          .containsExactly(
              new Firing("penstock/orders/run-1/attempt-1", "after message " + number));
      assertRows(redshift, rows);
      run(other, "INSERT INTO sales.t VALUES (2)");
    }
  }

  @Test
  void aBackendThatDiesTakesItsTransactionWithIt(StandIn redshift) throws SQLException {
    try (Connection connection = orders(redshift)) {
      connection.setAutoCommit(false);
      run(connection, INSERT);
      int done = faults.seen().getLast().messages();
      faults.when(ORDERS).afterMessage(done + 1).dropBackend();

      assertLost(() -> run(connection, INSERT));
    }
    awaitRows(redshift, 0);
  }

  @Test
  void theSecondSessionFromNowOnIsMeantAndOnlyOnce(StandIn redshift) throws SQLException {
    int number = syncOfAnInsert(redshift);
    Armed<Fault> armed = faults.when(ORDERS.nth(2)).times(9).afterMessage(number).dropClient();
    try (Connection first = orders(redshift);
        Connection second = orders(redshift);
        Connection third = orders(redshift)) {
      run(first, INSERT);
      assertLost(() -> run(second, INSERT));
      run(third, INSERT);
    }
    assertThat(armed.firings()).hasSize(1);
    assertThat(armed.waits()).isTrue();
  }

  @Test
  void aFaultFiresAsOftenAsItMayOverAllSessions(StandIn redshift) throws SQLException {
    int number = syncOfAnInsert(redshift) - 2;
    Armed<Fault> armed = faults.when(ORDERS).times(2).afterMessage(number).dropClient();
    for (int i = 0; i < 2; i++) {
      try (Connection connection = orders(redshift)) {
        assertLost(() -> run(connection, INSERT));
      }
    }
    try (Connection connection = orders(redshift)) {
      run(connection, INSERT);
    }
    assertThat(armed.firings()).hasSize(2);
    assertThat(armed.waits()).isFalse();
  }

  @Test
  void aDisarmedFaultDoesNotFire(StandIn redshift) throws SQLException {
    int number = syncOfAnInsert(redshift);
    try (Armed<Fault> armed = faults.when(ORDERS).afterMessage(number).dropClient();
        Connection connection = orders(redshift)) {
      armed.disarm();
      run(connection, INSERT);

      assertThat(armed.fired()).isFalse();
      assertThat(faults.seen().getLast().messages()).isGreaterThanOrEqualTo(number);
      assertThat(faults.seen().getLast().commits()).isEqualTo(1);
    }
  }

  @Test
  void aDelayLastsUntilItIsDisarmed(StandIn redshift) throws Exception {
    int number = syncOfAnInsert(redshift) - 2;
    Armed<Fault> armed = faults.when(ORDERS).afterMessage(number).delay(Duration.ofMinutes(2));
    try (Connection connection = orders(redshift)) {
      CompletableFuture<Boolean> answer =
          later(() -> {
            run(connection, INSERT);
            return true;
          });
      Awaitility.await().until(armed::fired);
      assertThat(answer).isNotDone();
      armed.disarm();

      assertThat(answer.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theSecondCommitConflicts(StandIn redshift) throws SQLException {
    Armed<Fault> armed = faults.when(ORDERS).onCommit(2).conflict();
    try (Connection connection = orders(redshift)) {
      connection.setAutoCommit(false);
      run(connection, INSERT);
      connection.commit();
      run(connection, INSERT);

      assertRefused(connection::commit, "XX000", "1023");
      // The transaction is over, and the next one is taken.
      run(connection, INSERT);
      connection.commit();
    }
    assertThat(armed.fired()).isTrue();
    assertRows(redshift, 2);
  }

  @Test
  void aStatementInAutocommitConflicts(StandIn redshift) throws SQLException {
    faults.when(ORDERS).onCommit(1).conflict();
    try (Connection connection = orders(redshift)) {
      assertRefused(() -> run(connection, INSERT), "XX000", "1023");
      run(connection, INSERT);
    }
    assertRows(redshift, 1);
  }

  @Test
  void theReplyToACommitIsLost(StandIn redshift) throws SQLException {
    Armed<Fault> armed = faults.when(ORDERS).onCommit(1).loseReply();
    try (Connection connection = orders(redshift)) {
      connection.setAutoCommit(false);
      run(connection, INSERT);

      assertLost(connection::commit);
    }
    assertThat(armed.fired()).isTrue();
    assertRows(redshift, 1);
  }

  @Test
  void aCommitIsLost(StandIn redshift) throws SQLException {
    Armed<Fault> armed = faults.when(ORDERS).onCommit(1).loseCommit();
    try (Connection connection = orders(redshift)) {
      connection.setAutoCommit(false);
      run(connection, INSERT);

      assertLost(connection::commit);
    }
    assertThat(armed.fired()).isTrue();
    assertRows(redshift, 0);
  }

  @Test
  void aCopyFailsAtARowAsIfRedshiftRefusedIt(StandIn redshift) throws Exception {
    Armed<Fault> armed = faults.when(ORDERS).onCopyRow(500).fail();
    String copy = loading(redshift, 1000);
    try (Connection connection = orders(redshift)) {
      assertRefused(
          () -> run(connection, copy),
          "XX000",
          "Load into table 't' failed.  Check 'stl_load_errors' system table for details.");
      assertThat(
              all(
                  connection,
                  "SELECT err_code FROM stl_load_errors WHERE session = pg_backend_pid()"))
          .isEqualTo(List.of("1216"));
      assertThat(one(connection, "SELECT pg_last_copy_count()")).isEqualTo("0");
      assertRows(redshift, 0);

      run(connection, copy);
    }
    assertThat(armed.firings()).hasSize(1);
    assertRows(redshift, 1000);
  }

  @Test
  void aCopyWithFewerRowsDoesNotFail(StandIn redshift) throws Exception {
    Armed<Fault> armed = faults.when(ORDERS).onCopyRow(1001).fail();
    try (Connection connection = orders(redshift)) {
      run(connection, loading(redshift, 1000));
    }
    assertThat(armed.fired()).isFalse();
    assertRows(redshift, 1000);
  }

  @ParameterizedTest
  @CsvSource({"true, 1000", "false, 0"})
  void aClientThatIsDroppedWithinACopyLeavesWhatAutocommitSays(
      boolean autocommit, int rows, StandIn redshift) throws Exception {
    faults.when(ORDERS).onCopyRow(1).dropClient();
    try (Connection connection = orders(redshift)) {
      connection.setAutoCommit(autocommit);
      assertLost(() -> run(connection, loading(redshift, 1000)));
    }
    awaitRows(redshift, rows);
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended"})
  void aClientThatIsDroppedWithinACallOfTwoStatementsLeavesNeither(String mode, StandIn redshift)
      throws Exception {
    faults.when(ORDERS).onCopyRow(1).dropClient();
    Properties properties = redshift.properties();
    properties.setProperty("ApplicationName", "penstock/orders/run-1/attempt-1");
    properties.setProperty("preferQueryMode", mode);
    try (Connection other = redshift.connect();
        Connection connection = redshift.connect(properties)) {
      int process = process(connection);
      assertLost(() -> run(connection, loading(redshift, 1000) + "; " + INSERT));

      Awaitility.await()
          .until(() ->
              one(other, "SELECT count(*) FROM stv_sessions WHERE process = " + process)
                  .equals("0"));
    }
    assertRows(redshift, 0);
  }

  @Test
  void aBackendThatDiesWithinACopyLeavesNothing(StandIn redshift) throws Exception {
    faults.when(ORDERS).onCopyRow(1).dropBackend();
    try (Connection other = redshift.connect();
        Connection connection = orders(redshift)) {
      String status =
          "SELECT status FROM sys_load_history WHERE session_id = " + process(connection);
      assertLost(() -> run(connection, loading(redshift, 1000)));

      Awaitility.await().until(() -> one(other, status).equals("aborted"));
    }
    awaitRows(redshift, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRUNCATE sales.t", "ALTER TABLE sales.t APPEND FROM sales.s"})
  void aStatementThatCommitsByItselfConflicts(String sql, StandIn redshift) throws SQLException {
    try (Connection connection = orders(redshift)) {
      run(connection, "CREATE TABLE sales.s (id INT)");
      run(connection, "INSERT INTO sales.s VALUES (2)");
      run(connection, INSERT);
      faults.when(ORDERS).onCommit(faults.seen().getLast().commits() + 1).conflict();

      assertRefused(() -> run(connection, sql), "XX000", "1023");
      assertThat(all(connection, "SELECT id FROM sales.t")).containsExactly("1");
      run(connection, sql);
      assertThat(all(connection, "SELECT id FROM sales.t")).isNotEqualTo(List.of("1"));
    }
  }

  @Test
  void theReplyToATruncateIsLost(StandIn redshift) throws SQLException {
    Armed<Fault> armed;
    try (Connection connection = orders(redshift)) {
      run(connection, INSERT);
      connection.setAutoCommit(false);
      armed = faults.when(ORDERS).onCommit(faults.seen().getLast().commits() + 1).loseReply();

      assertLost(() -> run(connection, "TRUNCATE sales.t"));
    }
    assertThat(armed.fired()).isTrue();
    awaitRows(redshift, 0);
  }

  private static String loading(StandIn redshift, int rows) throws Exception {
    redshift.putParquet("faulty.parquet", "SELECT range::INT id FROM range(%d)".formatted(rows));
    return StandIn.copy("sales.t", redshift.manifest("faulty.parquet"));
  }
}
