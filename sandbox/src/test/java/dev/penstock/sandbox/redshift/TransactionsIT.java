package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.all;
import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commits together. */
@ExtendWith(WithStandIn.class)
class TransactionsIT {
  @ParameterizedTest
  @ValueSource(strings = {"extended", "simple"})
  @Reproduces(Behaviour.STATEMENTS_SENT_TOGETHER)
  void anErrorInTheMiddleOfACallUndoesAllOfIt(String mode, StandIn redshift) throws SQLException {
    Properties properties = redshift.properties();
    properties.setProperty("preferQueryMode", mode);
    try (Connection connection = redshift.connect(properties)) {
      run(connection, "CREATE TABLE sales.t (id INT)");

      assertRefused(
          () ->
              run(
                  connection,
                  "INSERT INTO sales.t VALUES (1); CREATE TABLE sales.u (id INT); INSERT INTO"
                      + " sales.nowhere VALUES (1); INSERT INTO sales.t VALUES (2)"),
          "42P01",
          "relation \"sales.nowhere\" does not exist");

      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
      assertThat(one(connection, "SELECT count(*) FROM svv_tables WHERE table_schema = 'sales'"))
          .isEqualTo("1");
    }
  }

  @Test
  @Reproduces(Behaviour.STATEMENTS_SENT_TOGETHER)
  void whatIsSentTogetherIsCommittedTogether(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect();
        Connection reader = redshift.connect()) {
      run(
          connection,
          "CREATE TABLE sales.t (id INT); INSERT INTO sales.t VALUES (1); INSERT INTO sales.t"
              + " SELECT id + 1 FROM sales.t");

      assertThat(all(reader, "SELECT id FROM sales.t ORDER BY id")).containsExactly("1", "2");
    }
  }

  @Test
  @Reproduces(Behaviour.STATEMENTS_SENT_TOGETHER)
  void aBatchOfAPreparedStatementIsOneTransaction(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT, name VARCHAR(20))");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO sales.t VALUES (?, ?)")) {
        for (int i = 0; i < 100; i++) {
          insert.setInt(1, i);
          insert.setString(2, "name " + i);
          insert.addBatch();
        }
        assertThat(insert.executeBatch()).hasSize(100);

        for (String name : new String[] {"fits", "is longer than twenty bytes", "fits too"}) {
          insert.setInt(1, 100);
          insert.setString(2, name);
          insert.addBatch();
        }
        assertThatThrownBy(insert::executeBatch).isInstanceOf(BatchUpdateException.class);
      }
      assertThat(one(connection, "SELECT count(*) FROM sales.t WHERE id = 100")).isEqualTo("0");
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

  @ParameterizedTest
  @CsvSource({
    "BEGIN, COMMIT, 1",
    "BEGIN WORK, END TRANSACTION, 1",
    "START TRANSACTION READ WRITE, COMMIT WORK, 1",
    "BEGIN TRANSACTION, ROLLBACK TRANSACTION, 0",
    "BEGIN, ABORT, 0"
  })
  @Reproduces(Behaviour.TRANSACTION_WORDS)
  void aBlockHasSeveralWordsForItsEnds(String begin, String end, String rows, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, begin);
      run(connection, "INSERT INTO sales.t VALUES (1)");
      run(connection, end);

      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo(rows);
    }
  }

  @Test
  @Reproduces(Behaviour.TRANSACTION_WORDS)
  void afterAnErrorABlockTakesNothingButItsEnd(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      connection.setAutoCommit(false);
      run(connection, "INSERT INTO sales.t VALUES (1)");
      assertRefused(() -> run(connection, "UNLOAD"), "0A000", "not known to the stand-in");

      for (String sql : new String[] {"SELECT 1", "VACUUM sales.t", "fnord"}) {
        assertRefused(() -> run(connection, sql), "25P02", "current transaction is aborted");
      }

      connection.rollback();
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
    }
  }
}
