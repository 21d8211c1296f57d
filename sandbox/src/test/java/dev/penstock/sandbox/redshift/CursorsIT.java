package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.all;
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

/** Cursors of SQL. */
@ExtendWith(WithStandIn.class)
class CursorsIT {
  @Test
  @Reproduces(Behaviour.CURSORS)
  void aCursorGoesForward(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, "INSERT INTO sales.t VALUES (1), (2), (3), (4), (5)");
      run(connection, "BEGIN");
      run(connection, "DECLARE c CURSOR FOR SELECT id FROM sales.t ORDER BY id");
      assertThat(one(connection, "FETCH NEXT FROM c")).isEqualTo("1");
      assertThat(all(connection, "FETCH FORWARD 2 FROM c")).containsExactly("2", "3");
      assertThat(one(connection, "FETCH FORWARD FROM c")).isEqualTo("4");
      assertThat(all(connection, "FETCH ALL FROM c")).containsExactly("5");
      assertThat(all(connection, "FETCH FORWARD ALL FROM c")).isEmpty();
      run(connection, "CLOSE c");
      run(connection, "COMMIT");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DECLARE c SCROLL CURSOR FOR SELECT 1 | 0A000 | An option before CURSOR",
        "DECLARE c CURSOR WITH HOLD FOR SELECT 1 | 0A000 | A cursor WITH HOLD",
        "DECLARE c CURSOR FOR SELECT 1 | 25P01 | can only be used in transaction blocks",
        "FETCH BACKWARD 1 FROM c | 0A000 | FETCH BACKWARD is not supported by Redshift",
        "FETCH FORWARD -1 FROM c | 0A000 | FETCH - is not supported by Redshift",
        "MOVE NEXT FROM c | 0A000 | MOVE is not supported by Redshift"
      })
  @Refuses(Behaviour.CURSORS)
  void nothingElseIsDoneWithACursor(String sql, String sqlState, String message, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(() -> run(connection, sql), sqlState, message);
    }
  }
}
