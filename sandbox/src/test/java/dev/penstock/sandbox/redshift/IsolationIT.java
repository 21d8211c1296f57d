package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.copy;
import static dev.penstock.sandbox.redshift.StandIn.later;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.process;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazon.redshift.util.RedshiftException;
import dev.penstock.sandbox.Passwords;
import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import dev.penstock.sandbox.redshift.sql.IsolationLevel;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What transactions see of each other, at both levels. */
@ExtendWith(WithStandIn.class)
class IsolationIT {
  @ParameterizedTest
  @EnumSource
  @Refuses(Behaviour.ISOLATION)
  void aRowThatTwoTransactionsWriteIsError1023(IsolationLevel level, StandIn redshift)
      throws SQLException {
    try (Isolated ignored = Isolated.at(level, redshift);
        Connection first = redshift.connect();
        Connection second = redshift.connect()) {
      run(first, "CREATE TABLE sales.t (id INT)");
      run(first, "INSERT INTO sales.t VALUES (1)");
      second.setAutoCommit(false);
      one(second, "SELECT count(*) FROM sales.t");
      run(first, "UPDATE sales.t SET id = 2");

      assertViolated(() -> run(second, "UPDATE sales.t SET id = 3"));
    }
  }

  @Test
  @Reproduces(Behaviour.ISOLATION)
  void aWriteSkewPassesUnderSnapshot(StandIn redshift) throws SQLException {
    try (Connection first = redshift.connect();
        Connection second = redshift.connect()) {
      skew(first, second);
      first.commit();
      second.commit();

      assertThat(one(first, "SELECT sum(on_call) FROM sales.doctors")).isEqualTo("0");
    }
  }

  @Test
  @Refuses(Behaviour.ISOLATION)
  void aWriteSkewIsError1023AtCommitUnderSerializable(StandIn redshift) throws SQLException {
    try (Isolated ignored = Isolated.at(IsolationLevel.SERIALIZABLE, redshift);
        Connection first = redshift.connect();
        Connection second = redshift.connect()) {
      skew(first, second);
      first.commit();

      assertViolated(second::commit);
      second.rollback();
      assertThat(one(second, "SELECT sum(on_call) FROM sales.doctors")).isEqualTo("1");
    }
  }

  /** Each goes off call because it sees that the other is on; their rows are in two tables. */
  private static void skew(Connection first, Connection second) throws SQLException {
    for (String name : new String[] {"ann", "bob"}) {
      run(first, "CREATE TABLE sales.%s (on_call INT)".formatted(name));
      run(first, "INSERT INTO sales.%s VALUES (1)".formatted(name));
    }
    run(
        first,
        "CREATE VIEW sales.doctors AS SELECT on_call FROM sales.ann UNION ALL SELECT on_call FROM"
            + " sales.bob");
    for (Connection connection : new Connection[] {first, second}) {
      connection.setAutoCommit(false);
      assertThat(one(connection, "SELECT sum(on_call) FROM sales.doctors")).isEqualTo("2");
    }
    run(first, "UPDATE sales.ann SET on_call = 0");
    run(second, "UPDATE sales.bob SET on_call = 0");
  }

  @ParameterizedTest
  @EnumSource
  @Reproduces(Behaviour.SNAPSHOT_BEGINS_LATE)
  void aLockThatComesFirstSeesWhatWasCommittedWhileItWaited(IsolationLevel level, StandIn redshift)
      throws Exception {
    try (Isolated ignored = Isolated.at(level, redshift);
        Connection first = redshift.connect();
        Connection second = redshift.connect()) {
      run(first, "CREATE TABLE sales.t (id INT)");
      run(first, "INSERT INTO sales.t VALUES (1)");
      int process = process(second);
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      run(first, "LOCK sales.t");
      CompletableFuture<String> seen =
          later(() -> {
            run(second, "LOCK sales.t");
            String before = one(second, "SELECT id FROM sales.t");
            run(second, "UPDATE sales.t SET id = 3");
            second.commit();
            return before;
          });
      redshift.awaitWaiting(process);
      run(first, "UPDATE sales.t SET id = 2");
      first.commit();

      assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo("2");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Reproduces(Behaviour.SNAPSHOT_BEGINS_LATE)
  void aCopyThatComesFirstSeesWhatWasCommittedWhileItWaited(IsolationLevel level, StandIn redshift)
      throws Exception {
    redshift.putParquet("isolation/waits.parquet", "SELECT 5::INT id");
    String copy = copy("sales.t", redshift.manifest("isolation/waits.parquet"));
    try (Isolated ignored = Isolated.at(level, redshift);
        Connection first = redshift.connect();
        Connection second = redshift.connect()) {
      run(first, "CREATE TABLE sales.t (id INT)");
      run(first, "INSERT INTO sales.t VALUES (1)");
      int process = process(second);
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      run(first, "UPDATE sales.t SET id = 2");
      CompletableFuture<String> seen =
          later(() -> {
            run(second, copy);
            run(second, "UPDATE sales.t SET id = id + 10");
            second.commit();
            return one(second, "SELECT sum(id) FROM sales.t");
          });
      redshift.awaitWaiting(process);
      first.commit();

      assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo("27");
    }
  }

  @Test
  @Refuses(Behaviour.ISOLATION)
  void aCopyThatConflictsIsError1023AndNoLoadError(StandIn redshift) throws Exception {
    redshift.putParquet("isolation/skew.parquet", "SELECT 5::INT id");
    String copy = copy("sales.t", redshift.manifest("isolation/skew.parquet"));
    try (Isolated ignored = Isolated.at(IsolationLevel.SERIALIZABLE, redshift);
        Connection first = redshift.connect();
        Connection second = redshift.connect()) {
      run(first, "CREATE TABLE sales.t (id INT)");
      run(first, "CREATE TABLE sales.other (id INT)");
      int process = process(second);
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      one(second, "SELECT count(*) FROM sales.other");
      one(first, "SELECT count(*) FROM sales.t");
      run(first, "INSERT INTO sales.other VALUES (1)");
      first.commit();

      assertViolated(() -> run(second, copy));
      second.rollback();
      assertThat(
              one(
                  second,
                  "SELECT status || ' ' || error_count FROM sys_load_history WHERE session_id = "
                      + process))
          .isEqualTo("aborted 0");
      assertThat(one(second, "SELECT count(*) FROM stl_load_errors WHERE session = " + process))
          .isEqualTo("0");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Refuses(Behaviour.SNAPSHOT_BEGINS_LATE)
  void aLockThatComesAfterASelectIsTooLate(IsolationLevel level, StandIn redshift)
      throws SQLException {
    try (Isolated ignored = Isolated.at(level, redshift);
        Connection first = redshift.connect();
        Connection second = redshift.connect()) {
      run(first, "CREATE TABLE sales.t (id INT)");
      run(first, "CREATE TABLE sales.other (id INT)");
      run(first, "INSERT INTO sales.t VALUES (1)");
      second.setAutoCommit(false);
      one(second, "SELECT count(*) FROM sales.other");
      run(first, "UPDATE sales.t SET id = 2");
      run(second, "LOCK sales.t");

      assertThat(one(second, "SELECT id FROM sales.t")).isEqualTo("1");
      assertViolated(() -> run(second, "UPDATE sales.t SET id = 3"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"READ COMMITTED", "READ UNCOMMITTED", "SERIALIZABLE", "REPEATABLE READ"})
  @Reproduces(Behaviour.ISOLATION)
  void theLevelOfATransactionIsThatOfTheDatabase(String level, StandIn redshift)
      throws SQLException {
    try (Connection reader = redshift.connect();
        Connection writer = redshift.connect()) {
      run(writer, "CREATE TABLE sales.t (id INT)");
      run(reader, "BEGIN ISOLATION LEVEL " + level);
      assertThat(one(reader, "SELECT count(*) FROM sales.t")).isEqualTo("0");
      run(writer, "INSERT INTO sales.t VALUES (1)");

      assertThat(one(reader, "SELECT count(*) FROM sales.t")).isEqualTo("0");
      assertThat(one(reader, "SELECT current_setting('transaction_isolation')"))
          .isEqualTo(IsolationLevel.SNAPSHOT.inPostgres());
      run(reader, "END");
      assertThat(one(reader, "SELECT count(*) FROM sales.t")).isEqualTo("1");
    }
  }

  @Test
  @Reproduces(Behaviour.ISOLATION)
  void anotherLevelHoldsForLaterSessions(StandIn redshift) throws SQLException {
    String level = "SELECT current_setting('transaction_isolation')";
    try (Connection early = redshift.connect();
        Isolated ignored = Isolated.at(IsolationLevel.SERIALIZABLE, redshift);
        Connection late = redshift.connect()) {
      assertThat(one(early, level)).isEqualTo("repeatable read");
      assertThat(one(late, level)).isEqualTo("serializable");
    }
  }

  @Test
  @Refuses(Behaviour.ISOLATION)
  void theLevelIsNotChangedInATransaction(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      connection.setAutoCommit(false);

      assertRefused(
          () -> run(connection, "ALTER DATABASE analytics ISOLATION LEVEL SERIALIZABLE"),
          "25001",
          "ALTER DATABASE ISOLATION LEVEL cannot run inside a transaction block");
    }
  }

  @Test
  @Reproduces(Behaviour.ISOLATION)
  void aWarehouseMayBeginWithSerializable(@TempDir Path folder) throws SQLException {
    String password = Passwords.random();
    S3Access nowhere = new S3Access(URI.create("http://127.0.0.1:9"), "none", "none", "us-east-1");
    try (RedshiftStandIn warehouse =
            RedshiftStandIn.start(
                new RedshiftStandIn.Settings(folder, "strict", "loader", password, nowhere)
                    .with(Manners.usual().with(IsolationLevel.SERIALIZABLE)));
        Connection connection =
            DriverManager.getConnection(
                warehouse.jdbcUrl()
                    + "?sslmode=verify-ca&sslrootcert="
                    + warehouse.caCertificateFile(),
                "loader",
                password)) {
      assertThat(one(connection, "SELECT current_setting('transaction_isolation')"))
          .isEqualTo("serializable");
    }
  }

  private static void assertViolated(ThrowingCallable call) {
    assertThatThrownBy(call)
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
