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

/** Views that are bound to their tables, and views that aren't. */
@ExtendWith(WithStandIn.class)
class ViewsIT {
  private static final String LATE =
      "CREATE OR REPLACE VIEW sales.v AS SELECT id, v FROM sales.t WHERE id > 0 WITH NO SCHEMA"
          + " BINDING";

  @Test
  @Reproduces(Behaviour.LATE_BINDING)
  void anUnboundViewOutlivesItsTable(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      // There is no table yet.
      run(connection, LATE);
      assertRefused(
          () -> one(connection, "SELECT * FROM sales.v"),
          "42P01",
          "relation \"sales.t\" does not exist");
      run(connection, "CREATE TABLE sales.t (id INT, v INT)");
      run(connection, "INSERT INTO sales.t VALUES (1, 10), (-1, 20)");
      assertThat(one(connection, "SELECT v FROM sales.v")).isEqualTo("10");
      run(connection, "DROP TABLE sales.t");
      run(connection, "CREATE TABLE sales.t (v VARCHAR(9), more INT, id INT)");
      run(connection, "INSERT INTO sales.t VALUES ('text', 1, 1)");

      assertThat(one(connection, "SELECT v FROM sales.v")).isEqualTo("text");
    }
  }

  @Test
  @Reproduces(Behaviour.LATE_BINDING)
  void anUnboundViewIsReadWhereverATableIs(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT, v INT)");
      run(connection, "CREATE TABLE sales.u (id INT)");
      run(connection, "INSERT INTO sales.t VALUES (1, 10), (2, 20)");
      run(connection, LATE);
      run(
          connection,
          "CREATE VIEW sales.above AS WITH most AS (SELECT max(id) AS id FROM sales.v) SELECT v.v"
              + " FROM sales.v, most WHERE v.id = most.id WITH NO SCHEMA BINDING");

      assertThat(one(connection, "SELECT v FROM sales.above")).isEqualTo("20");
      assertThat(one(connection, "SELECT count(*) FROM sales.t a JOIN sales.v b ON a.id = b.id"))
          .isEqualTo("2");
      run(connection, "INSERT INTO sales.u SELECT id FROM sales.v");
      run(connection, "DELETE FROM sales.u WHERE id IN (SELECT max(id) FROM sales.v)");
      assertThat(all(connection, "SELECT id FROM sales.u")).containsExactly("1");
      run(connection, "SET search_path TO sales");
      assertThat(one(connection, "SELECT sum(v) FROM v")).isEqualTo("30");
      assertThat(one(connection, "WITH v AS (SELECT 5 AS v) SELECT sum(v) FROM v")).isEqualTo("5");
      run(connection, "DROP VIEW sales.v");
      assertRefused(
          () -> one(connection, "SELECT * FROM sales.v"),
          "42P01",
          "relation \"sales.v\" does not exist");
    }
  }

  @Test
  @Refuses(Behaviour.LATE_BINDING)
  void anUnboundViewNamesTheSchemasOfItsTables(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "SET search_path TO sales");
      run(connection, "CREATE TABLE t (id INT, at TIMESTAMP)");

      assertRefused(
          () -> run(connection, "CREATE VIEW v AS SELECT id FROM t WITH NO SCHEMA BINDING"),
          "0A000",
          "All the relation names inside should be qualified when creating VIEW WITH NO SCHEMA"
              + " BINDING.");
      // This FROM names no table.
      run(
          connection,
          "CREATE VIEW v AS SELECT extract(year FROM at) y FROM sales.t WITH NO SCHEMA BINDING");
      assertThat(one(connection, "SELECT count(y) FROM v")).isEqualTo("0");
    }
  }

  @Test
  @Refuses(Behaviour.LATE_BINDING)
  void aBoundViewKeepsItsTable(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT, v INT)");
      run(connection, "CREATE VIEW sales.v AS SELECT id FROM sales.t");

      assertRefused(
          () -> run(connection, "DROP TABLE sales.t"),
          "2BP01",
          "cannot drop table sales.t because other objects depend on it");
      run(connection, "DROP TABLE sales.t CASCADE");
      assertRefused(
          () -> one(connection, "SELECT * FROM sales.v"),
          "42P01",
          "relation \"sales.v\" does not exist");
    }
  }

  @Test
  @Refuses(Behaviour.LATE_BINDING)
  void aCheckOptionIsRefused(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(
          () -> run(connection, "CREATE VIEW sales.v AS SELECT 1 AS a WITH CHECK OPTION"),
          "0A000",
          "WITH CHECK OPTION is not supported by Redshift");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE VIEW sales.v (a) AS SELECT 1 WITH NO SCHEMA BINDING"
            + " | Column names of a view WITH NO SCHEMA BINDING is not known to the stand-in",
        "CREATE MATERIALIZED VIEW sales.v AS SELECT 1 AS a"
            + " | CREATE MATERIALIZED is not known to the stand-in"
      })
  @NotKnown(Behaviour.LATE_BINDING)
  void otherViewsAreNotKnown(String sql, String message, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(() -> run(connection, sql), "0A000", message);
    }
  }
}
