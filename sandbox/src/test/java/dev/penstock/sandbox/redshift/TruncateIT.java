package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import dev.penstock.sandbox.redshift.sql.IsolationLevel;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TRUNCATE is the end of its transaction. */
@ExtendWith(WithStandIn.class)
class TruncateIT {
  @ParameterizedTest
  @EnumSource
  @Reproduces(Behaviour.TRUNCATE_COMMITS)
  void aRollbackAfterTruncateComesTooLate(IsolationLevel level, StandIn redshift)
      throws SQLException {
    try (Isolated ignored = Isolated.at(level, redshift);
        Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, "CREATE TABLE sales.log (id INT)");
      run(connection, "INSERT INTO sales.t VALUES (1)");
      connection.setAutoCommit(false);
      run(connection, "INSERT INTO sales.log VALUES (1)");
      run(connection, "TRUNCATE sales.t");
      run(connection, "INSERT INTO sales.log VALUES (2)");
      connection.rollback();

      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
      assertThat(one(connection, "SELECT sum(id) FROM sales.log")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "INSERT INTO sales.log VALUES (1); "})
  @Reproduces(Behaviour.TRUNCATE_COMMITS)
  void anErrorLaterInTheSameCallDoesNotBringTheRowsBack(String before, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, "CREATE TABLE sales.log (id INT)");
      run(connection, "INSERT INTO sales.t VALUES (1)");

      assertRefused(
          () ->
              run(
                  connection,
                  before
                      + "TRUNCATE sales.t; INSERT INTO sales.log VALUES (2); SELECT * FROM"
                      + " sales.nowhere"),
          "42P01",
          "does not exist");

      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
      assertThat(one(connection, "SELECT count(*) FROM sales.log"))
          .isEqualTo(before.isEmpty() ? "0" : "1");
    }
  }
}
