package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.all;
import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.NotKnown;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DELETE with USING, and WITH beside a write. */
@ExtendWith(WithStandIn.class)
class WritesIT {
  @Test
  @Reproduces(Behaviour.DELETE_USING)
  void anUpsertDeletesByKeyAndInsertsTheNewestOfEach(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT, day DATE, at TIMESTAMP, v INT)");
      run(connection, "CREATE TABLE sales.s (id VARCHAR(36), day DATE, at TIMESTAMP, v INT)");
      run(
          connection,
          "INSERT INTO sales.t VALUES (1, '2026-03-01', '2026-03-01 10:00:00', 1), (1,"
              + " '2026-03-02', NULL, 2)");
      run(
          connection,
          "INSERT INTO sales.s VALUES ('1', '2026-03-01', NULL, 10), ('1', '2026-03-01',"
              + " '2026-03-01 09:00:00', 20), ('1', '2026-03-01', '2026-03-01 08:00:00', 30)");
      connection.setAutoCommit(false);
      run(
          connection,
          "DELETE FROM \"sales\".\"t\" USING \"sales\".\"s\" WHERE \"t\".\"id\" = CAST(\"s\".\"id\" AS"
              + " INTEGER) AND \"t\".\"day\" = \"s\".\"day\"");
      run(
          connection,
          "INSERT INTO sales.t (id, day, at, v) SELECT id, day, at, v FROM (SELECT id, day, at, v,"
              + " ROW_NUMBER() OVER (PARTITION BY id, day ORDER BY at DESC NULLS LAST) AS version"
              + " FROM (SELECT CAST(id AS INTEGER) AS id, day, at, v FROM sales.s) AS meant) AS"
              + " ranked WHERE version = 1");
      connection.commit();

      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("2");
      assertThat(one(connection, "SELECT v FROM sales.t WHERE day = '2026-03-01'")).isEqualTo("20");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE FROM sales.t x USING sales.s WHERE x.id = s.id"
            + " | An alias for the target of DELETE is not known to the stand-in",
        "DELETE FROM sales.t USING (SELECT 1 AS id) s WHERE t.id = s.id"
            + " | A subquery in USING of DELETE is not known to the stand-in",
        "DELETE FROM sales.t USING sales.a, (SELECT 1 AS id) s WHERE t.id = s.id"
            + " | A subquery in USING of DELETE is not known to the stand-in",
        "DELETE FROM sales.t USING sales.a JOIN (SELECT 1 AS id) s ON a.id = s.id"
            + " | A subquery in USING of DELETE is not known to the stand-in"
      })
  @NotKnown(Behaviour.DELETE_USING)
  void otherFormsOfDeleteAreNotKnown(String sql, String message, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(() -> run(connection, sql), "0A000", message);
    }
  }

  @Test
  @Refuses(Behaviour.DELETE_USING)
  void aDeleteFromOnlyATableIsRefused(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(
          () -> run(connection, "DELETE FROM ONLY sales.t"),
          "0A000",
          "DELETE FROM ONLY is not supported by Redshift");
    }
  }

  @Test
  @Reproduces(Behaviour.WITH_AND_WRITES)
  void aWithStandsBeforeUpdateAndDeleteAndInsideOfInsert(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(
          connection,
          "INSERT INTO sales.t WITH a AS (SELECT 1 AS id), b AS (SELECT 2 AS id) SELECT id FROM a"
              + " UNION ALL SELECT id FROM b");
      run(
          connection,
          "WITH a AS (SELECT 2 AS id) UPDATE sales.t SET id = 3 WHERE id IN (SELECT id FROM a)");
      run(connection, "WITH a AS (SELECT 1 AS id) DELETE FROM sales.t USING a WHERE t.id = a.id");

      assertThat(all(connection, "SELECT id FROM sales.t")).containsExactly("3");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WITH a AS (SELECT 1 AS id) INSERT INTO sales.t SELECT id FROM a"
            + " | WITH before INSERT (it stands before the SELECT) is not supported by Redshift",
        "WITH a AS (DELETE FROM sales.t) SELECT 1"
            + " | DELETE inside of a WITH is not supported by Redshift",
        "INSERT INTO sales.t WITH a AS (UPDATE sales.t SET id = 2) SELECT 1"
            + " | UPDATE inside of a WITH is not supported by Redshift",
        "UPDATE sales.t SET (id) = (SELECT 1) | SET of several columns at once is not supported",
        "UPDATE sales.t SET id = 2, (id) = (SELECT 1)"
            + " | SET of several columns at once is not supported",
        "INSERT INTO sales.t AS x VALUES (1) | An alias for the target of INSERT is not supported"
      })
  @Refuses(Behaviour.WITH_AND_WRITES)
  void otherWritesAreRefused(String sql, String message, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, "INSERT INTO sales.t VALUES (1)");

      assertRefused(() -> run(connection, sql), "0A000", message);
      assertThat(all(connection, "SELECT id FROM sales.t")).containsExactly("1");
    }
  }
}
