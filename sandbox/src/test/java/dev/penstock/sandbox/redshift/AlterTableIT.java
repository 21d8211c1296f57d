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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may become of a table. */
@ExtendWith(WithStandIn.class)
class AlterTableIT {
  private static final String DESIGN =
      "SELECT \"column\" || ' ' || encoding || ' ' || distkey || ' ' || sortkey FROM pg_table_def"
          + " WHERE tablename = 't' ORDER BY 1";

  @Test
  @Reproduces(Behaviour.ALTER_TABLE)
  void columnsComeGoAndAreRenamedOneByOne(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT, gone INT)");
      run(connection, "INSERT INTO sales.t VALUES (1, 2)");
      connection.setAutoCommit(false);
      run(connection, "ALTER TABLE sales.t ADD COLUMN name VARCHAR(9) DEFAULT 'x' NOT NULL");
      run(connection, "ALTER TABLE sales.t ADD v INT ENCODE az64");
      run(connection, "ALTER TABLE sales.t DROP COLUMN gone");
      run(connection, "ALTER TABLE sales.t RENAME COLUMN id TO number");
      run(connection, "ALTER TABLE sales.t OWNER TO loader");
      connection.commit();

      assertThat(one(connection, "SELECT number || name FROM sales.t WHERE v IS NULL"))
          .isEqualTo("1x");
    }
  }

  @Test
  @Reproduces(Behaviour.ALTER_TABLE)
  void aVarcharIsResized(StandIn redshift) throws SQLException {
    String length =
        "SELECT character_maximum_length FROM svv_columns WHERE table_schema = 'sales' AND"
            + " table_name = 't' AND column_name = 'name'";
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT, name VARCHAR(3))");
      run(connection, "INSERT INTO sales.t VALUES (1, 'abc')");
      run(connection, "ALTER TABLE sales.t ALTER COLUMN name TYPE VARCHAR(6)");
      run(connection, "INSERT INTO sales.t VALUES (2, 'üüü')");
      assertThat(one(connection, length)).isEqualTo("6");
      assertRefused(
          () -> run(connection, "INSERT INTO sales.t VALUES (3, 'üüüa')"),
          "22001",
          "value too long for type character varying(6)");
      run(connection, "DELETE FROM sales.t WHERE id = 2");
      run(connection, "ALTER TABLE sales.t ALTER COLUMN name TYPE VARCHAR(4)");
      assertThat(one(connection, length)).isEqualTo("4");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER COLUMN name TYPE VARCHAR(5) | 22001 | value too long for type character varying(5)",
        "ALTER COLUMN id TYPE VARCHAR(9) | 0A000 | of a column that isn't VARCHAR",
        "ALTER COLUMN name TYPE CHAR(9) | 0A000 | ALTER COLUMN TYPE to anything but VARCHAR",
        "ALTER COLUMN id TYPE BIGINT | 0A000 | ALTER COLUMN TYPE to anything but VARCHAR",
        "ALTER COLUMN kind TYPE VARCHAR(2) | 0A000"
            + " | cannot decrease a VARCHAR column size with default value",
        "ALTER COLUMN kind TYPE VARCHAR(20) | 0A000 | ALTER COLUMN TYPE of a column with a default",
        "ALTER COLUMN code TYPE VARCHAR(20) | 0A000 | ALTER COLUMN TYPE of a column in a key",
        "ALTER COLUMN other TYPE VARCHAR(20) | 0A000 | ALTER COLUMN TYPE of a column in a key",
        "ALTER COLUMN packed TYPE VARCHAR(20) | 0A000"
            + " | ALTER COLUMN TYPE of a column with encoding TEXT255",
        "ALTER COLUMN nowhere TYPE VARCHAR(20) | 42703"
            + " | column \"nowhere\" of relation \"t\" does not exist",
        "ALTER COLUMN name TYPE VARCHAR(9) USING id::varchar | 0A000"
            + " | ALTER TABLE ALTER COLUMN does not support USING expression",
        "ALTER COLUMN id SET NOT NULL | 0A000 | ALTER COLUMN SET NOT NULL is not supported",
        "ALTER COLUMN id SET DEFAULT 1 | 0A000 | ALTER COLUMN SET/DROP DEFAULT is not supported",
        "ALTER COLUMN id DROP DEFAULT | 0A000 | ALTER COLUMN SET/DROP DEFAULT is not supported",
        "ADD COLUMN a INT, ADD COLUMN b INT | 0A000 | More than one change in an ALTER TABLE",
        "DROP COLUMN id, DROP COLUMN kind | 0A000 | More than one change in an ALTER TABLE",
        "ADD COLUMN a INT UNIQUE | 0A000 | ALTER TABLE ADD COLUMN does not support columns defined"
            + " with UNIQUE or PRIMARY KEY constraints",
        "ADD COLUMN a INT PRIMARY KEY | 0A000 | ALTER TABLE ADD COLUMN does not support columns"
            + " defined with UNIQUE or PRIMARY KEY constraints",
        "ADD COLUMN a INT REFERENCES sales.t (id) | 0A000 | ADD COLUMN with REFERENCES",
        "ADD COLUMN a INT IDENTITY(1,1) | 0A000 | ADD COLUMN with IDENTITY",
        "ADD COLUMN a INT NOT NULL | 0A000 | ALTER TABLE ADD COLUMN defined as NOT NULL must have a"
            + " non-null default expression",
        "ADD COLUMN IF NOT EXISTS a INT | 0A000 | ADD COLUMN IF NOT EXISTS",
        "ADD PRIMARY KEY (id) | 0A000 | A primary key of column \"id\", which may be NULL",
        "ADD PRIMARY KEY (other) | 42P16 | multiple primary keys for table \"t\" are not allowed",
        "ADD CONSTRAINT once UNIQUE (id) | 42710"
            + " | constraint \"once\" for relation \"t\" already exists",
        "DROP CONSTRAINT nowhere | 42704"
            + " | constraint \"nowhere\" of relation \"t\" does not exist",
        "ADD CHECK (id > 0) | 0A000 | A CHECK constraint is not supported",
        "ALTER DISTKEY nowhere | 42703 | column \"nowhere\" of relation \"t\" does not exist",
        "ALTER COLUMN id ENCODE fnord | 42601 | encoding \"fnord\" not recognized",
        "SET SCHEMA public | 0A000 | This form of ALTER TABLE is not known to the stand-in",
        "RENAME id TO number | 42601 | syntax error"
      })
  @Refuses(Behaviour.ALTER_TABLE)
  void otherChangesAreRefused(String change, String sqlState, String message, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(
          connection,
          "CREATE TABLE sales.t (id INT, name VARCHAR(6), kind VARCHAR(4) DEFAULT 'a', code"
              + " VARCHAR(4), other VARCHAR(4) PRIMARY KEY, packed VARCHAR(4) ENCODE text255,"
              + " CONSTRAINT once UNIQUE (id, code))");
      run(connection, "INSERT INTO sales.t VALUES (1, 'üüü', 'b', 'c', 'd', 'e')");

      assertRefused(() -> run(connection, "ALTER TABLE sales.t " + change), sqlState, message);
      assertThat(one(connection, "SELECT id || name || kind FROM sales.t")).isEqualTo("1üüüb");
    }
  }

  @Test
  @Refuses({Behaviour.ALTER_TABLE, Behaviour.TABLES})
  void aTableHas1600ColumnsAtMost(StandIn redshift) throws SQLException {
    String columns =
        IntStream.range(0, 1600).mapToObj("c%d INT"::formatted).collect(Collectors.joining(", "));
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (" + columns + ")");

      for (String more :
          List.of(
              "ALTER TABLE sales.t ADD COLUMN one_more INT",
              "CREATE TABLE sales.wider (" + columns + ", one_more INT)")) {
        assertRefused(() -> run(connection, more), "54011", "tables can have at most 1600 columns");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ADD PRIMARY KEY (id)",
        "ADD CONSTRAINT once UNIQUE (id, v)",
        "ADD CONSTRAINT there FOREIGN KEY (v) REFERENCES sales.t (id)"
      })
  @Reproduces({Behaviour.ALTER_TABLE, Behaviour.KEYS_INFORM_ONLY})
  void aKeyThatIsAddedInformsOnly(String change, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT NOT NULL, v INT)");
      run(connection, "ALTER TABLE sales.t " + change);
      run(connection, "INSERT INTO sales.t VALUES (1, 9), (1, 9)");

      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("2");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER DISTKEY id | KEY(id) | id az64 true 0, v az64 false 1",
        "ALTER DISTSTYLE KEY DISTKEY id | KEY(id) | id az64 true 0, v az64 false 1",
        "ALTER DISTSTYLE ALL | ALL | id az64 false 0, v az64 false 1",
        "ALTER DISTSTYLE EVEN | EVEN | id az64 false 0, v az64 false 1",
        "ALTER DISTSTYLE AUTO | AUTO(EVEN) | id az64 false 0, v az64 false 1",
        "ALTER SORTKEY (id, v) | KEY(v) | id az64 false 1, v az64 true 2",
        "ALTER COMPOUND SORTKEY (id) | KEY(v) | id az64 false 1, v az64 true 0",
        "ALTER SORTKEY AUTO | KEY(v) | id az64 false 0, v az64 true 0",
        "ALTER SORTKEY NONE | KEY(v) | id az64 false 0, v az64 true 0",
        "ALTER ENCODE AUTO | KEY(v) | id az64 false 0, v none true 1",
        "ALTER COLUMN v ENCODE zstd | KEY(v) | id az64 false 0, v zstd true 1"
      })
  @Reproduces({Behaviour.ALTER_TABLE, Behaviour.DISTRIBUTION})
  void howRowsAreStoredIsChangedWithoutChangingThem(
      String change, String style, String design, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "SET search_path TO sales");
      run(connection, "CREATE TABLE t (id INT ENCODE az64, v INT ENCODE az64 DISTKEY SORTKEY)");
      run(connection, "INSERT INTO sales.t VALUES (1, 9)");
      run(connection, "ALTER TABLE sales.t " + change);

      assertThat(
              one(
                  connection,
                  "SELECT diststyle FROM svv_table_info WHERE schema = 'sales' AND \"table\" = 't'"))
          .isEqualTo(style);
      assertThat(String.join(", ", all(connection, DESIGN))).isEqualTo(design);

      assertThat(one(connection, "SELECT id + v FROM sales.t")).isEqualTo("10");
    }
  }

  @Test
  @Reproduces({Behaviour.ALTER_TABLE, Behaviour.DISTRIBUTION})
  void whatWasChangedIsTold(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "SET search_path TO sales");
      run(connection, "CREATE TABLE t (id INT DISTKEY ENCODE raw, v INT ENCODE az64 SORTKEY)");
      assertThat(all(connection, DESIGN)).containsExactly("id none true 0", "v az64 false 1");
      run(connection, "ALTER TABLE t ALTER DISTKEY v");
      run(connection, "ALTER TABLE t ALTER SORTKEY (id, v)");
      run(connection, "ALTER TABLE t ALTER COLUMN id ENCODE zstd");
      assertThat(all(connection, DESIGN)).containsExactly("id zstd false 1", "v az64 true 2");
      run(connection, "ALTER TABLE t ALTER DISTSTYLE EVEN");
      run(connection, "ALTER TABLE t ALTER SORTKEY NONE");
      assertThat(all(connection, DESIGN)).containsExactly("id zstd false 0", "v az64 false 0");
    }
  }

  @Test
  @Reproduces(Behaviour.ALTER_TABLE)
  void aVarcharIsResizedOnceItsKeyIsDropped(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (name VARCHAR(3), CONSTRAINT once UNIQUE (name))");
      run(connection, "ALTER TABLE sales.t DROP CONSTRAINT once");
      run(connection, "ALTER TABLE sales.t ALTER COLUMN name TYPE VARCHAR(6)");
      run(connection, "INSERT INTO sales.t VALUES ('sixsix')");

      assertThat(one(connection, "SELECT name FROM sales.t")).isEqualTo("sixsix");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Reproduces(Behaviour.SWAP)
  void aTableIsExchangedByTwoRenamesInOneTransaction(IsolationLevel level, StandIn redshift)
      throws SQLException {
    try (Isolated ignored = Isolated.at(level, redshift);
        Connection connection = redshift.connect();
        Connection reader = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, "CREATE TABLE sales.t_new (id INT, v INT)");
      run(connection, "INSERT INTO sales.t VALUES (1)");
      run(connection, "INSERT INTO sales.t_new VALUES (2, 2)");
      for (boolean commit : new boolean[] {false, true}) {
        connection.setAutoCommit(false);
        run(connection, "ALTER TABLE sales.t RENAME TO t_old");
        run(connection, "ALTER TABLE sales.t_new RENAME TO t");
        assertThat(one(connection, "SELECT max(v) FROM sales.t")).isEqualTo("2");
        if (commit) {
          connection.commit();
        } else {
          connection.rollback();
        }
        assertThat(one(reader, "SELECT max(id) FROM sales.t")).isEqualTo(commit ? "2" : "1");
      }
    }
  }
}
