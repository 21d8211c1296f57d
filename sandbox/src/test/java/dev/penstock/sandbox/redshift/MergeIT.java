package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.all;
import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import dev.penstock.sandbox.redshift.sql.IsolationLevel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MERGE and what it doesn't take. */
@ExtendWith(WithStandIn.class)
class MergeIT {
  private static final String UPSERT =
      " WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.v)";

  private static void tables(Connection connection, String target, String source)
      throws SQLException {
    run(connection, "CREATE TABLE sales.t (id INT, v INT)");
    run(connection, "CREATE TABLE sales.s (id INT, v INT)");
    run(connection, "CREATE VIEW sales.w AS SELECT id, v FROM sales.s");
    run(connection, "INSERT INTO sales.t VALUES " + target);
    run(connection, "INSERT INTO sales.s VALUES " + source);
  }

  private static Iterable<String> rows(Connection connection) throws SQLException {
    return all(connection, "SELECT id || ':' || v FROM sales.t ORDER BY id, v");
  }

  static Stream<Arguments> mergesAtEachLevel() {
    return Isolated.atEachLevel(
        "MERGE INTO sales.t USING sales.s ON t.id = s.id" + UPSERT,
        "MERGE INTO sales.t USING sales.s AS s ON sales.t.id = s.id WHEN NOT MATCHED THEN INSERT (v,"
            + " id) VALUES (s.v, s.id) WHEN MATCHED THEN UPDATE SET v = CASE WHEN s.v > 0 THEN s.v"
            + " ELSE 0 END");
  }

  @ParameterizedTest
  @MethodSource("mergesAtEachLevel")
  @Reproduces(Behaviour.MERGE)
  void whatMatchesIsUpdatedAndTheRestInserted(IsolationLevel level, String merge, StandIn redshift)
      throws SQLException {
    try (Isolated ignored = Isolated.at(level, redshift);
        Connection connection = redshift.connect()) {
      tables(connection, "(1, 1), (3, 3)", "(1, 10), (2, 20)");
      run(connection, merge);

      assertThat(rows(connection)).containsExactly("1:10", "2:20", "3:3");
    }
  }

  @Test
  @Reproduces(Behaviour.MERGE)
  void whatMatchesIsDeleted(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      tables(connection, "(1, 1), (3, 3)", "(1, 10), (2, 20)");
      run(
          connection,
          "MERGE INTO sales.t USING sales.s x ON t.id = x.id WHEN MATCHED THEN DELETE WHEN NOT"
              + " MATCHED THEN INSERT VALUES (x.id, x.v)");

      assertThat(rows(connection)).containsExactly("2:20", "3:3");
    }
  }

  @Test
  @Reproduces(Behaviour.MERGE)
  void removeDuplicatesLeavesOneRowOfThoseThatMatch(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      tables(connection, "(1, 1), (1, 2), (3, 3), (3, 3)", "(1, 10), (2, 20)");
      run(connection, "MERGE INTO sales.t USING sales.s x ON t.id = x.id REMOVE DUPLICATES");

      assertThat(rows(connection)).containsExactly("1:10", "2:20", "3:3", "3:3");
      assertThat(one(connection, "SELECT count(*) FROM sales.s")).isEqualTo("2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {UPSERT, " REMOVE DUPLICATES"})
  @Refuses(Behaviour.MERGE)
  void aRowThatMatchesTwiceIsRefused(String how, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      tables(connection, "(1, 1)", "(1, 10), (1, 20)");

      assertRefused(
          () -> run(connection, "MERGE INTO sales.t USING sales.s ON t.id = s.id" + how),
          "XX000",
          "Found multiple matches to update the same tuple.");
      assertThat(rows(connection)).containsExactly("1:1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MERGE INTO sales.t USING (SELECT 1 AS id, 2 AS v) s ON t.id = s.id #"
            + " | A subquery as the source of MERGE is not supported by Redshift",
        "MERGE INTO sales.t USING sales.w AS s ON t.id = s.id #"
            + " | A view as the source of MERGE is not supported by Redshift",
        "MERGE INTO sales.w USING sales.s ON w.id = s.id #"
            + " | A view as the target of MERGE is not supported by Redshift",
        "WITH s AS (SELECT 1 AS id, 2 AS v) MERGE INTO sales.t USING s ON t.id = s.id #"
            + " | WITH before MERGE is not supported by Redshift",
        "MERGE INTO sales.t AS x USING sales.s ON x.id = s.id #"
            + " | An alias for the target of MERGE is not supported by Redshift",
        "MERGE INTO sales.t USING sales.s ON t.id = s.id WHEN MATCHED THEN DELETE"
            + " | MERGE statement with a single WHEN clause is not enabled.",
        "MERGE INTO sales.t USING sales.s ON t.id = s.id WHEN MATCHED AND s.v > 1 THEN DELETE WHEN"
            + " NOT MATCHED THEN INSERT VALUES (1, 1)"
            + " | A condition in WHEN MATCHED is not supported by Redshift",
        "MERGE INTO sales.t USING sales.s ON t.id = s.id WHEN MATCHED THEN DO NOTHING WHEN NOT"
            + " MATCHED THEN INSERT VALUES (1, 1) | syntax error at or near \"DO\"",
        "MERGE INTO sales.t USING sales.s ON t.id = s.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED"
            + " BY SOURCE THEN DELETE | WHEN NOT MATCHED BY in MERGE is not supported by Redshift",
        "MERGE INTO sales.t USING sales.s ON t.id = s.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED"
            + " THEN INSERT (id, v) OVERRIDING SYSTEM VALUE VALUES (1, 1)"
            + " | INSERT without VALUES in MERGE is not supported by Redshift",
        "MERGE INTO sales.t USING sales.s ON t.id = s.id WHEN MATCHED THEN UPDATE SET id = 1, (v) ="
            + " ROW (1) WHEN NOT MATCHED THEN INSERT VALUES (1, 1)"
            + " | SET of several columns at once is not supported by Redshift",
        "MERGE INTO sales.t USING sales.s ON t.id = s.id # RETURNING t.id"
            + " | RETURNING is not supported by Redshift"
      })
  @Refuses(Behaviour.MERGE)
  void whatMergeDoesNotTakeIsRefused(String merge, String message, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      tables(connection, "(1, 1)", "(1, 10)");

      assertRefused(
          () -> run(connection, merge.replace(" #", UPSERT)),
          message.startsWith("syntax") ? "42601" : "0A000",
          message);
      assertThat(rows(connection)).containsExactly("1:1");
    }
  }

  @Test
  @Refuses(Behaviour.MERGE)
  void removeDuplicatesWantsTheSameColumns(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT, v INT)");
      run(connection, "CREATE TABLE sales.s (id INT)");

      assertRefused(
          () ->
              run(connection, "MERGE INTO sales.t USING sales.s ON t.id = s.id REMOVE DUPLICATES"),
          "0A000",
          "of tables with different columns is not supported by Redshift");
    }
  }
}
