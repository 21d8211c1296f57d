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

/** CREATE TABLE in all its forms. */
@ExtendWith(WithStandIn.class)
class TablesIT {
  @Test
  @Reproduces(Behaviour.KEYS_INFORM_ONLY)
  void duplicatesOfKeysAreAccepted(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.shops (id INT PRIMARY KEY)");
      run(
          connection,
          """
          CREATE TABLE sales.orders (id BIGINT NOT NULL ENCODE az64, name VARCHAR(10) UNIQUE,
            shop INT REFERENCES sales.shops (id), CONSTRAINT orders_key PRIMARY KEY (id))
            DISTSTYLE KEY DISTKEY(id) COMPOUND SORTKEY(id)\
          """);
      run(connection, "INSERT INTO sales.orders VALUES (1, 'a', 99)");
      run(connection, "INSERT INTO sales.orders VALUES (1, 'a', 99)");

      assertThat(one(connection, "SELECT count(*) FROM sales.orders")).isEqualTo("2");
    }
  }

  @Test
  @Refuses(Behaviour.TABLES)
  void aColumnOfThePrimaryKeyIsNeverNull(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (a INT, b INT, PRIMARY KEY (a))");

      assertRefused(
          () -> run(connection, "INSERT INTO sales.t VALUES (NULL, 1)"), "23502", "\"a\"");
    }
  }

  @Test
  @Reproduces(Behaviour.TABLES)
  void likeTakesDefaultsOnlyIfAsked(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT NOT NULL, v INT DEFAULT 7)");
      run(connection, "CREATE TABLE sales.with_defaults (LIKE sales.t INCLUDING DEFAULTS)");
      run(connection, "CREATE TABLE sales.without (LIKE sales.t)");
      run(connection, "INSERT INTO sales.with_defaults (id) VALUES (1)");
      run(connection, "INSERT INTO sales.without (id) VALUES (1)");

      assertThat(one(connection, "SELECT v FROM sales.with_defaults")).isEqualTo("7");
      assertThat(one(connection, "SELECT v FROM sales.without")).isNull();
      assertRefused(
          () -> run(connection, "INSERT INTO sales.without VALUES (NULL, 1)"), "23502", "\"id\"");
    }
  }

  @Test
  @Reproduces(Behaviour.TABLES)
  void aQueryFillsATableWithNamesOfItsOwn(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (day, n) DISTKEY (n) AS SELECT '2026-03-01'::DATE, 3");

      assertThat(one(connection, "SELECT n FROM sales.t WHERE day = '2026-03-01'")).isEqualTo("3");
    }
  }

  @Test
  @Reproduces(Behaviour.TABLES)
  void aNameWithAHashIsATemporaryTable(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect();
        Connection other = redshift.connect()) {
      run(connection, "CREATE TABLE #recent (id INT)");
      run(connection, "INSERT INTO #recent VALUES (4)");

      assertThat(one(connection, "SELECT r.id FROM #recent r")).isEqualTo("4");
      assertRefused(() -> one(other, "SELECT * FROM #recent"), "42P01", "does not exist");
    }
  }

  @ParameterizedTest
  @Reproduces(Behaviour.TABLES)
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "INT DEFAULT 2 + 3 | 5",
        "VARCHAR(10) DEFAULT 'a' NOT NULL ENCODE lzo | a",
        "INT DEFAULT NULL | NULL",
        "BOOLEAN DEFAULT getdate() <= sysdate + interval '1 day' | t",
        "VARCHAR(4) DEFAULT nvl(NULL, 'x') | x"
      })
  void aDefaultIsAnExpression(String column, String expected, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT, v %s)".formatted(column));
      run(connection, "INSERT INTO sales.t (id) VALUES (1)");

      assertThat(one(connection, "SELECT coalesce(v::VARCHAR, 'NULL') FROM sales.t"))
          .isEqualTo(expected.equals("t") ? "true" : expected);
    }
  }

  @ParameterizedTest
  @Refuses(Behaviour.TABLES)
  @CsvSource(
      delimiter = '|',
      value = {
        "DEFAULT (SELECT 1) | subquery",
        "DEFAULT id + 1 | column reference",
      })
  void aDefaultReadsNothing(String attribute, String message, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(
          () -> run(connection, "CREATE TABLE sales.t (id INT, v INT %s)".formatted(attribute)),
          "0A000",
          message);
    }
  }

  @Test
  @Reproduces(Behaviour.IDENTITY)
  void anIdentityColumnNumbersItsRows(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id BIGINT IDENTITY(1,1), v INT)");
      run(connection, "INSERT INTO sales.t (v) VALUES (7), (8)");
      run(connection, "INSERT INTO sales.t VALUES (DEFAULT, 9)");

      assertThat(all(connection, "SELECT DISTINCT id FROM sales.t WHERE id > 0")).hasSize(3);
    }
  }

  @Test
  @Refuses(Behaviour.IDENTITY)
  void anIdentityColumnTakesNoValue(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id BIGINT IDENTITY(1,1), v INT)");
      run(
          connection,
          "CREATE TABLE sales.u (id INT GENERATED BY DEFAULT AS IDENTITY(5,10), v INT)");
      run(connection, "INSERT INTO sales.u VALUES (1, 1)");

      assertRefused(
          () -> run(connection, "INSERT INTO sales.t VALUES (1, 1)"),
          "0A000",
          "cannot set an identity column to a value");
      assertThat(one(connection, "SELECT id FROM sales.u")).isEqualTo("1");
    }
  }

  @Test
  @Refuses(Behaviour.DISTRIBUTION)
  void aKeyOfAColumnThatIsNotThereIsRefused(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(
          () -> run(connection, "CREATE TABLE sales.t (a INT) DISTKEY (b)"),
          "42703",
          "column \"b\" named in key does not exist");
      assertThat(one(connection, "SELECT count(*) FROM svv_tables WHERE table_schema = 'sales'"))
          .isEqualTo("0");
    }
  }
}
