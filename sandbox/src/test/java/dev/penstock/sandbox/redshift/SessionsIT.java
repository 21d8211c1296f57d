package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.process;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.NotKnown;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions, and what each of them may set. */
@ExtendWith(WithStandIn.class)
class SessionsIT {
  @Test
  @Reproduces(Behaviour.SESSIONS)
  void aSessionOfOnesOwnIsFoundAndTerminated(StandIn redshift) throws SQLException {
    try (Connection old = redshift.connect();
        Connection young = redshift.connect()) {
      int process = process(old);
      String seen = "SELECT count(*) FROM stv_sessions WHERE process = " + process;
      old.setAutoCommit(false);
      run(old, "CREATE TABLE sales.t (id INT)");

      assertThat(one(young, seen)).isEqualTo("1");
      assertThat(one(young, "SELECT pg_terminate_backend(%d)".formatted(process))).isEqualTo("1");

      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> one(young, seen).equals("0"));
      assertThatThrownBy(() -> one(old, "SELECT 1")).isInstanceOf(SQLException.class);
      assertThat(one(young, "SELECT count(*) FROM svv_tables WHERE table_schema = 'sales'"))
          .isEqualTo("0");
    }
  }

  @Test
  @Refuses(Behaviour.SESSIONS)
  void aSessionOfAnothersIsNeitherSeenNorTerminated(StandIn redshift)
      throws SQLException, IOException {
    long other = another(redshift);
    try (Connection connection = redshift.connect()) {
      assertThat(one(connection, "SELECT count(*) FROM stv_sessions WHERE process = " + other))
          .isEqualTo("0");
      assertRefused(
          () -> one(connection, "SELECT pg_terminate_backend(%d)".formatted(other)),
          "42501",
          "permission denied to terminate process");
    }
  }

  /** The server's own launcher of replication is the superuser's and always there. */
  private static long another(StandIn redshift) throws IOException {
    Path postmaster = redshift.folder().resolve("redshift/data/postmaster.pid");
    long parent = Long.parseLong(Files.readAllLines(postmaster).getFirst());
    List<Long> children =
        ProcessHandle.of(parent).orElseThrow().children().map(ProcessHandle::pid).toList();
    for (long child : children) {
      if (Files.readString(Path.of("/proc/%d/cmdline".formatted(child)))
          .contains("logical replication launcher")) {
        return child;
      }
    }
    throw new AssertionError("The server has no launcher of replication");
  }

  @Test
  @Reproduces(Behaviour.SESSIONS)
  void aSessionThatIsGoneIsNotTerminated(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertThat(one(connection, "SELECT pg_terminate_backend(2147483646)")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "query_group, default, load",
    "enable_result_cache_for_session, on, off",
    "wlm_query_slot_count, 1, 3",
    "analyze_threshold_percent, 10, 0",
    "statement_timeout, 0, 60000"
  })
  @Reproduces(Behaviour.SETTINGS)
  void aSettingIsSetShownAndReset(String name, String first, String next, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertThat(one(connection, "SHOW " + name)).isEqualTo(first);
      run(connection, "SET %s TO %s".formatted(name, next));
      assertThat(one(connection, "SHOW " + name))
          .isEqualTo(name.equals("statement_timeout") ? "1min" : next);
      run(connection, "RESET " + name);
      assertThat(one(connection, "SHOW " + name)).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RESET ALL",
        "SET default_transaction_isolation TO 'read committed'",
        "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
        "SET SESSION AUTHORIZATION nobody"
      })
  @NotKnown(Behaviour.SETTINGS)
  void otherFormsOfSetAndResetAreNotKnown(String sql, StandIn redshift) throws SQLException {
    assertNotKnown(sql, redshift);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SET work_mem TO 9", "SHOW work_mem"})
  @Refuses(Behaviour.SETTINGS)
  void aSettingThatRedshiftLacksIsRefused(String sql, StandIn redshift) throws SQLException {
    assertNotKnown(sql, redshift);
  }

  private static void assertNotKnown(String sql, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(() -> run(connection, sql), "0A000", "is not known to the stand-in");
    }
  }

  @Test
  @Reproduces(Behaviour.SETTINGS)
  void theLevelThatADriverSetsIsIgnored(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);

      assertThat(one(connection, "SELECT current_setting('transaction_isolation')"))
          .isEqualTo("repeatable read");
    }
  }
}
