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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Redshift's catalog tells of tables. */
@ExtendWith(WithStandIn.class)
class CatalogIT {
  private static final String DESIGN =
      """
      SELECT "column" || ' ' || type || ' ' || encoding || ' ' || CAST(distkey AS VARCHAR) || ' ' ||
        sortkey || ' ' || CAST("notnull" AS VARCHAR)
      FROM pg_table_def WHERE schemaname = 'sales' AND tablename = '%s'\
      """;

  @Test
  @Reproduces(Behaviour.DISTRIBUTION)
  void aTableIsToldAsItWasDefined(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(
          connection,
          """
          CREATE TABLE sales.orders (id BIGINT NOT NULL, day DATE, name VARCHAR(20) ENCODE zstd,
            price DECIMAL(9,2), paid BOOLEAN, note SUPER, raw VARBYTE(9))
            DISTKEY (id) COMPOUND SORTKEY (day, id)\
          """);
      run(connection, "SET search_path TO sales");

      assertThat(all(connection, DESIGN.formatted("orders")))
          .containsExactlyInAnyOrder(
              "id bigint none true 2 true",
              "day date none false 1 false",
              "name character varying(20) zstd false 0 false",
              "price numeric(9,2) az64 false 0 false",
              "paid boolean none false 0 false",
              "note super zstd false 0 false",
              "raw binary varying(9) lzo false 0 false");
    }
  }

  @Test
  @Reproduces(Behaviour.DISTRIBUTION)
  void theDesignFollowsRenamesAndLikeAndDropsAndRollbacks(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "SET search_path TO sales");
      run(connection, "CREATE TABLE a (x INT ENCODE delta, y INT) DISTKEY (x) SORTKEY (y)");
      run(connection, "CREATE TABLE copied (LIKE a)");
      run(connection, "ALTER TABLE a RENAME COLUMN x TO z");
      run(connection, "ALTER TABLE a RENAME TO b");
      run(connection, "ALTER TABLE b ADD COLUMN w VARCHAR(5) ENCODE bytedict");

      assertThat(all(connection, DESIGN.formatted("b")))
          .containsExactlyInAnyOrder(
              "z integer delta true 0 false",
              "y integer none false 1 false",
              "w character varying(5) bytedict false 0 false");
      assertThat(all(connection, DESIGN.formatted("copied")))
          .containsExactlyInAnyOrder(
              "x integer delta true 0 false", "y integer none false 1 false");

      connection.setAutoCommit(false);
      run(connection, "DROP TABLE b");
      run(connection, "CREATE TABLE b (z INT ENCODE lzo)");
      connection.rollback();
      assertThat(all(connection, DESIGN.formatted("b"))).hasSize(3);
    }
  }

  @Test
  @Reproduces(Behaviour.DISTRIBUTION)
  void aTablesSizeAndStyleAreTold(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.k (id INT, n VARCHAR(30)) DISTKEY (id) SORTKEY (n)");
      run(connection, "CREATE TABLE sales.e (id INT) DISTSTYLE EVEN");
      run(
          connection,
          "CREATE TABLE sales.i (a INT, b INT) DISTSTYLE ALL INTERLEAVED SORTKEY (a, b)");
      run(connection, "CREATE TABLE sales.x (id INT)");
      run(connection, "CREATE TABLE sales.empty (id INT)");
      run(connection, "INSERT INTO sales.k VALUES (1, 'a'), (2, 'b')");
      run(connection, "INSERT INTO sales.e VALUES (1)");
      run(connection, "INSERT INTO sales.i VALUES (1)");
      run(connection, "INSERT INTO sales.x VALUES (1)");

      assertThat(
              all(
                  connection,
                  """
                  SELECT "table" || ' ' || diststyle || ' ' || sortkey1 || ' ' || sortkey_num || ' '
                    || tbl_rows || ' ' || CASE WHEN size > 0 THEN 'sized' END
                  FROM svv_table_info WHERE schema = 'sales' ORDER BY "table"\
                  """))
          .containsExactly(
              "e EVEN AUTO(SORTKEY) 0 1 sized",
              "i ALL INTERLEAVED 2 1 sized",
              "k KEY(id) n 1 2 sized",
              "x AUTO(EVEN) AUTO(SORTKEY) 0 1 sized");
    }
  }

  @Test
  @Reproduces(Behaviour.CATALOG)
  void columnsTablesAndSlicesAreTold(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(
          connection,
          "CREATE TABLE sales.t (a INT NOT NULL, b VARCHAR(7), c SUPER, d DECIMAL(9,2))");

      assertThat(
              all(
                  connection,
                  "SELECT column_name || ' ' || data_type || ' ' || is_nullable FROM svv_columns WHERE"
                      + " table_schema = 'sales' ORDER BY ordinal_position"))
          .containsExactly(
              "a integer NO", "b character varying YES", "c super YES", "d numeric YES");
      assertThat(one(connection, "SELECT table_type FROM svv_tables WHERE table_schema = 'sales'"))
          .isEqualTo("BASE TABLE");
      assertThat(one(connection, "SELECT count(*) FROM stv_slices")).isEqualTo("2");
    }
  }

  @Test
  @Reproduces(Behaviour.CATALOG)
  void showTellsOfSchemasTablesAndColumns(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.orders (id INT NOT NULL, name VARCHAR(7) DEFAULT 'a')");
      run(connection, "CREATE TABLE sales.shops (id INT)");

      assertThat(rows(connection, "SHOW TABLES FROM SCHEMA analytics.sales LIKE 'ord%'"))
          .containsExactly("analytics|sales|orders|TABLE|null|null");
      assertThat(rows(connection, "SHOW COLUMNS FROM TABLE analytics.sales.orders"))
          .containsExactly(
              "analytics|sales|orders|id|1|null|NO|integer|null|32|0|null",
              "analytics|sales|orders|name|2|'a'::character varying|YES|character"
                  + " varying|7|null|null|null");
      assertThat(rows(connection, "SHOW COLUMNS FROM TABLE sales.orders LIMIT 1")).hasSize(1);
      assertThat(rows(connection, "SHOW SCHEMAS FROM DATABASE analytics LIKE 'sales'"))
          .hasSize(1)
          .allMatch(row -> row.startsWith("analytics|sales|"));
      assertThat(rows(connection, "SHOW DATABASES")).hasSize(1);
    }
  }

  @Test
  @Refuses(Behaviour.CATALOG)
  void showOfASchemaThatIsNotThereIsRefused(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(
          () -> one(connection, "SHOW TABLES FROM SCHEMA nowhere"),
          "3F000",
          "schema \"nowhere\" does not exist");
    }
  }

  @ParameterizedTest
  @Refuses(Behaviour.CATALOG)
  @ValueSource(strings = {"pg_sequences", "pg_matviews", "pg_roles"})
  void aSystemRelationThatRedshiftLacksIsRefused(String relation, StandIn redshift)
      throws SQLException {
    assertNotKnown(relation, redshift);
  }

  @ParameterizedTest
  @NotKnown(Behaviour.CATALOG)
  @ValueSource(
      strings = {
        "pg_stat_activity",
        "pg_settings",
        "pg_indexes",
        "pg_catalog.pg_proc",
        "stl_query"
      })
  void anotherSystemRelationIsNotKnown(String relation, StandIn redshift) throws SQLException {
    assertNotKnown(relation, redshift);
  }

  private static void assertNotKnown(String relation, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(
          () -> one(connection, "SELECT * FROM " + relation),
          "0A000",
          "System relation %s is not known to the stand-in"
              .formatted(relation.replace("pg_catalog.", "")));
    }
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }
}
