package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.all;
import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.copy;
import static dev.penstock.sandbox.redshift.StandIn.later;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.process;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.faults.Armed;
import dev.penstock.sandbox.redshift.faults.Fault;
import dev.penstock.sandbox.redshift.faults.Sessions;
import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import dev.penstock.sandbox.s3.faults.Requests;
import dev.penstock.sandbox.s3.faults.StoreFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that are ended from outside: by a request, by the driver's clock, by the server's. */
@ExtendWith(WithStandIn.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CancelIT {
  private static final String CANCELLED = "Query cancelled on user's request";

  @Reproduces(Behaviour.CANCEL)
  @ParameterizedTest
  @ValueSource(strings = {"INSERT INTO sales.t VALUES (2)", "COPY"})
  void aStatementThatWaitsIsCancelled(String sql, StandIn redshift) throws Exception {
    try (Connection first = redshift.connect();
        Connection second = redshift.connect()) {
      String waiting = held(redshift, first, sql);
      int process = process(second);
      try (Statement statement = second.createStatement()) {
        CompletableFuture<Boolean> result = later(() -> statement.execute(waiting));
        redshift.awaitWaiting(process);
        statement.cancel();

        assertCancelled(result);
      }
      first.commit();
      assertThat(all(second, "SELECT id FROM sales.t")).containsExactly("1");
    }
  }

  @Reproduces(Behaviour.CANCEL)
  @Test
  void aCopyThatReadsIsCancelledAndRolledBackWithoutALoadError(StandIn redshift) throws Exception {
    redshift.putParquet("cancel.parquet", "SELECT range::INT id FROM range(20000)");
    String copy = copy("sales.t", redshift.manifest("cancel.parquet"));
    Properties named = redshift.properties();
    named.setProperty("ApplicationName", "cancelled");
    try (Connection connection = redshift.connect(named);
        Statement statement = connection.createStatement();
        Armed<Fault> stop =
            redshift
                .warehouse()
                .faults()
                .when(Sessions.ofApplication("cancelled"))
                .onCopyRow(1)
                .delay(Duration.ofMinutes(2))) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      CompletableFuture<Boolean> result = later(() -> statement.execute(copy));
      Awaitility.await().until(stop::fired);
      statement.cancel();
      stop.disarm();

      assertCancelled(result);
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
      assertThat(loadErrors(connection)).isEqualTo("0");
      run(connection, copy);
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("20000");
    }
  }

  @Reproduces(Behaviour.STATEMENT_TIMEOUT)
  @ParameterizedTest
  @ValueSource(strings = {"INSERT INTO sales.t VALUES (2)", "COPY"})
  void theServersTimeoutEndsAStatementThatWaits(String sql, StandIn redshift) throws Exception {
    try (Connection first = redshift.connect();
        Connection second = redshift.connect()) {
      String waiting = held(redshift, first, sql);
      run(second, "SET statement_timeout TO 500");

      assertRefused(() -> run(second, waiting), "57014", CANCELLED);
      run(second, "SET statement_timeout TO 0");
      first.commit();
      assertThat(all(second, "SELECT id FROM sales.t")).containsExactly("1");
    }
  }

  @Reproduces(Behaviour.CANCEL)
  @Test
  void aCopyThatWaitsForAFileIsCancelled(StandIn redshift) throws Exception {
    redshift.putParquet("slow.parquet", "SELECT range::INT id FROM range(20000)");
    String copy = copy("sales.t", redshift.manifest("slow.parquet"));
    try (Connection connection = redshift.connect();
        Statement statement = connection.createStatement();
        Armed<StoreFault> slow =
            redshift.way().faults().when(Requests.of("GET", "acme-lake/slow.parquet")).slow(1)) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      CompletableFuture<Boolean> result = later(() -> statement.execute(copy));
      Awaitility.await().until(slow::fired);
      statement.cancel();

      assertCancelled(result);
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
      assertThat(loadErrors(connection)).isEqualTo("0");
    }
  }

  @Reproduces(Behaviour.STATEMENT_TIMEOUT)
  @Test
  void theServersTimeoutEndsACopyThatReads(StandIn redshift) throws Exception {
    redshift.putParquet("late.parquet", "SELECT range::INT id FROM range(20000)");
    String copy = copy("sales.t", redshift.manifest("late.parquet"));
    Properties named = redshift.properties();
    named.setProperty("ApplicationName", "late");
    try (Connection connection = redshift.connect(named);
        Armed<Fault> slow =
            redshift
                .warehouse()
                .faults()
                .when(Sessions.ofApplication("late"))
                .onCopyRow(1)
                .delay(Duration.ofSeconds(6))) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, "SET statement_timeout TO 5000");

      assertRefused(() -> run(connection, copy), "57014", CANCELLED);
      assertThat(slow.fired()).isTrue();
      run(connection, "SET statement_timeout TO 0");
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
      assertThat(loadErrors(connection)).isEqualTo("0");
    }
  }

  @Reproduces(Behaviour.STATEMENT_TIMEOUT)
  @ParameterizedTest
  @ValueSource(strings = {"INSERT INTO sales.t VALUES (2)", "COPY"})
  void theDriversTimeoutEndsAStatementThatWaits(String sql, StandIn redshift) throws Exception {
    try (Connection first = redshift.connect();
        Connection second = redshift.connect();
        Statement statement = second.createStatement()) {
      String waiting = held(redshift, first, sql);
      statement.setQueryTimeout(1);

      assertRefused(() -> statement.execute(waiting), "57014", CANCELLED);
      first.commit();
      assertThat(all(second, "SELECT id FROM sales.t")).containsExactly("1");
    }
  }

  /** A table that one session has written to; the statement of another will wait for it. */
  private static String held(StandIn redshift, Connection holder, String sql) throws Exception {
    run(holder, "CREATE TABLE sales.t (id INT)");
    holder.setAutoCommit(false);
    run(holder, "INSERT INTO sales.t VALUES (1)");
    if (!sql.equals("COPY")) {
      return sql;
    }
    redshift.putParquet("waiting.parquet", "SELECT 2::INT id");
    return copy("sales.t", redshift.manifest("waiting.parquet"));
  }

  private static void assertCancelled(CompletableFuture<Boolean> result) {
    assertThat(result)
        .failsWithin(60, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"))
        .withMessageContaining(CANCELLED);
  }

  private static String loadErrors(Connection connection) throws SQLException {
    return one(connection, "SELECT count(*) FROM stl_load_errors WHERE session = pg_backend_pid()");
  }
}
