package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that no transaction block takes. */
@ExtendWith(WithStandIn.class)
class AloneIT {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "VACUUM",
        "VACUUM sales.t",
        "VACUUM FULL sales.t TO 99 PERCENT",
        "VACUUM SORT ONLY sales.t TO 75 PERCENT BOOST",
        "VACUUM DELETE ONLY sales.t",
        "VACUUM REINDEX sales.t",
        "VACUUM RECLUSTER sales.t"
      })
  @Reproduces(Behaviour.ALONE)
  void vacuumChangesNothingThatIsSeen(String vacuum, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, "INSERT INTO sales.t VALUES (1), (2)");
      run(connection, vacuum);

      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("2");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VACUUM sales.t | VACUUM",
        "ALTER TABLE sales.t APPEND FROM sales.s | ALTER TABLE APPEND",
        "ALTER TABLE sales.t ALTER COLUMN name TYPE VARCHAR(9) | ALTER TABLE ALTER COLUMN"
      })
  @Refuses(Behaviour.ALONE)
  void noBlockTakesThem(String sql, String what, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (name VARCHAR(3))");
      run(connection, "CREATE TABLE sales.s (name VARCHAR(3))");
      run(connection, "INSERT INTO sales.s VALUES ('a')");
      String refusal = what + " cannot run inside a transaction block";

      assertRefused(() -> run(connection, "SELECT 1; " + sql), "25001", refusal);
      connection.setAutoCommit(false);
      assertRefused(() -> run(connection, sql), "25001", refusal);
      connection.rollback();

      assertThat(one(connection, "SELECT count(*) FROM sales.s")).isEqualTo("1");
    }
  }

  @Test
  @Refuses(Behaviour.ALONE)
  void vacuumOfWhatIsNoTableIsRefused(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE VIEW sales.v AS SELECT 1 AS id");

      assertRefused(
          () -> run(connection, "VACUUM sales.nowhere"),
          "42P01",
          "relation \"sales.nowhere\" does not exist");
      assertRefused(() -> run(connection, "VACUUM sales.v"), "0A000", "anything but a table");
      assertRefused(
          () -> run(connection, "VACUUM REINDEX sales.v TO 50 PERCENT"),
          "0A000",
          "TO threshold PERCENT of VACUUM REINDEX");
      assertRefused(() -> run(connection, "VACUUM (ANALYZE) sales.v"), "42601", "syntax error");
    }
  }
}
