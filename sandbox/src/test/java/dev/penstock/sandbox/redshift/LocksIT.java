package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.copy;
import static dev.penstock.sandbox.redshift.StandIn.later;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.process;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import dev.penstock.sandbox.redshift.sql.IsolationLevel;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who waits for whom. */
@ExtendWith(WithStandIn.class)
class LocksIT {
  @ParameterizedTest
  @EnumSource
  @Reproduces(Behaviour.ONE_WRITER_PER_TABLE)
  void aSecondWriterWaitsAndReadersDoNot(IsolationLevel level, StandIn redshift) throws Exception {
    try (Isolated ignored = Isolated.at(level, redshift);
        Connection first = redshift.connect();
        Connection second = redshift.connect();
        Connection reader = redshift.connect()) {
      run(first, "CREATE TABLE sales.t (id INT)");
      first.setAutoCommit(false);
      run(first, "INSERT INTO sales.t VALUES (1)");
      int process = process(second);

      CompletableFuture<Integer> deleted =
          later(() -> {
            try (Statement statement = second.createStatement()) {
              return statement.executeUpdate("DELETE FROM sales.t WHERE id = 1");
            }
          });
      redshift.awaitWaiting(process);
      assertThat(one(reader, "SELECT count(*) FROM sales.t")).isEqualTo("0");
      first.commit();

      // Its snapshot is younger than the lock, so it sees what it waited for.
      assertThat(deleted.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  static Stream<Arguments> writesAtEachLevel() {
    return Isolated.atEachLevel(
        "INSERT INTO sales.t VALUES (2, 2)",
        "INSERT INTO sales.t WITH x AS (SELECT 3 AS id) SELECT id, id FROM x",
        "UPDATE sales.t SET v = 3",
        "WITH x AS (SELECT 1 AS id) DELETE FROM sales.t USING x WHERE t.id = x.id",
        "MERGE INTO sales.t USING sales.s ON t.id = s.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED"
            + " THEN INSERT VALUES (s.id, s.v)",
        "MERGE INTO sales.t USING sales.s ON t.id = s.id REMOVE DUPLICATES",
        "TRUNCATE sales.t",
        "ALTER TABLE sales.t APPEND FROM sales.s",
        "DROP TABLE sales.t");
  }

  @ParameterizedTest
  @MethodSource("writesAtEachLevel")
  @Reproduces(Behaviour.ONE_WRITER_PER_TABLE)
  void everyWriteOfATableWaits(IsolationLevel level, String sql, StandIn redshift)
      throws Exception {
    try (Isolated ignored = Isolated.at(level, redshift);
        Connection first = redshift.connect();
        Connection second = redshift.connect()) {
      run(first, "CREATE TABLE sales.t (id INT, v INT)");
      run(first, "CREATE TABLE sales.s (id INT, v INT)");
      first.setAutoCommit(false);
      run(first, "INSERT INTO sales.t VALUES (1, 1)");
      int process = process(second);

      CompletableFuture<Boolean> written =
          later(() -> {
            run(second, sql);
            return true;
          });
      redshift.awaitWaiting(process);
      assertThat(written).isNotDone();
      first.commit();

      assertThat(written.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Reproduces(Behaviour.ONE_WRITER_PER_TABLE)
  void aCopyWaitsToo(IsolationLevel level, StandIn redshift) throws Exception {
    redshift.putParquet("locks/one.parquet", "SELECT 1::INT id");
    String manifest = redshift.manifest("locks/one.parquet");
    try (Isolated ignored = Isolated.at(level, redshift);
        Connection first = redshift.connect();
        Connection second = redshift.connect()) {
      run(first, "CREATE TABLE sales.t (id INT)");
      first.setAutoCommit(false);
      run(first, "INSERT INTO sales.t VALUES (2)");
      int process = process(second);

      CompletableFuture<String> loaded =
          later(() -> {
            run(second, copy("sales.t", manifest));
            return one(second, "SELECT count(*) FROM sales.t");
          });
      redshift.awaitWaiting(process);
      first.commit();

      assertThat(loaded.get(30, TimeUnit.SECONDS)).isEqualTo("2");
    }
  }

  @Test
  @Reproduces(Behaviour.ONE_WRITER_PER_TABLE)
  void aNameThatMeansAnotherTableByNowIsLockedAgain(StandIn redshift) throws Exception {
    try (Connection first = redshift.connect();
        Connection second = redshift.connect()) {
      run(first, "CREATE SCHEMA IF NOT EXISTS elsewhere");
      run(first, "CREATE TABLE sales.t (id INT)");
      run(first, "CREATE TABLE elsewhere.t (id INT)");
      try {
        first.setAutoCommit(false);
        run(first, "INSERT INTO elsewhere.t VALUES (1)");
        int process = process(second);
        second.setAutoCommit(false);
        run(second, "SET search_path TO sales");
        run(second, "INSERT INTO t VALUES (1)");
        run(second, "SET search_path TO elsewhere");

        CompletableFuture<String> seen =
            later(() -> {
              run(second, "INSERT INTO t VALUES (2)");
              second.commit();
              return one(second, "SELECT count(*) FROM t");
            });
        redshift.awaitWaiting(process);
        first.commit();

        assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo("2");
        second.commit();
      } finally {
        first.rollback();
        run(first, "DROP SCHEMA elsewhere CASCADE");
        first.commit();
      }
    }
  }

  @Test
  @Reproduces(Behaviour.ONE_WRITER_PER_TABLE)
  void writersOfDifferentTablesDoNotWait(StandIn redshift) throws Exception {
    try (Connection first = redshift.connect();
        Connection second = redshift.connect()) {
      run(first, "CREATE TABLE sales.t (id INT)");
      run(first, "CREATE TABLE sales.u (id INT)");
      first.setAutoCommit(false);
      run(first, "INSERT INTO sales.t VALUES (1)");
      run(second, "INSERT INTO sales.u VALUES (1)");
      first.rollback();

      assertThat(one(second, "SELECT count(*) FROM sales.u")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Reproduces(Behaviour.LOCK_HAS_NO_MODES)
  void aLockKeepsReadersOut(IsolationLevel level, StandIn redshift) throws Exception {
    try (Isolated ignored = Isolated.at(level, redshift);
        Connection holder = redshift.connect();
        Connection reader = redshift.connect()) {
      run(holder, "CREATE TABLE sales.t (id INT)");
      holder.setAutoCommit(false);
      run(holder, "LOCK sales.t");
      int process = process(reader);

      CompletableFuture<String> read = later(() -> one(reader, "SELECT count(*) FROM sales.t"));
      redshift.awaitWaiting(process);
      assertThat(read).isNotDone();
      holder.commit();

      assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"IN SHARE MODE", "IN ACCESS EXCLUSIVE MODE"})
  @Refuses(Behaviour.LOCK_HAS_NO_MODES)
  void aModeOfALockIsRefused(String mode, StandIn redshift) throws Exception {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      connection.setAutoCommit(false);

      assertRefused(
          () -> run(connection, "LOCK TABLE sales.t " + mode),
          "0A000",
          "A mode of LOCK is not supported by Redshift");
    }
  }
}
