package dev.penstock.sandbox.redshift;

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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths in bytes, defaults of lengths, and the types that there are not. */
@ExtendWith(WithStandIn.class)
class TypesIT {
  @Test
  @Refuses(Behaviour.LENGTHS_ARE_BYTES)
  void aVarcharCountsBytesAlsoInATableMadeFromAnother(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.names (name VARCHAR(3))");
      run(connection, "CREATE TABLE sales.copies (LIKE sales.names)");
      run(connection, "CREATE TEMP TABLE results AS SELECT * FROM sales.names");
      run(connection, "INSERT INTO sales.copies VALUES ('abc')");

      for (String table : List.of("sales.names", "sales.copies", "results")) {
        assertRefused(
            () -> run(connection, "INSERT INTO " + table + " VALUES ('aüb')"),
            "22001",
            "value too long for type character varying(3)");
      }
    }
  }

  @Test
  @Reproduces(Behaviour.LENGTHS_ARE_BYTES)
  void blanksInExcessAreForgiven(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (v VARCHAR(3), c CHAR(3))");
      run(connection, "INSERT INTO sales.t VALUES ('abc   ', 'abc   ')");

      assertThat(one(connection, "SELECT octet_length(v) FROM sales.t")).isEqualTo("3");
    }
  }

  @Test
  @Refuses(Behaviour.LENGTHS_ARE_BYTES)
  void aCharTakesNoCharacterOfSeveralBytes(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (c CHAR(5))");

      assertRefused(
          () -> run(connection, "INSERT INTO sales.t VALUES ('aü')"),
          "XX000",
          "Only ASCII characters are allowed in fixed length strings");
      assertRefused(
          () -> run(connection, "INSERT INTO sales.t VALUES ('abcdef')"),
          "22001",
          "value too long for type character(5)");
    }
  }

  @Test
  @Refuses(Behaviour.LENGTHS_ARE_BYTES)
  void aVarbyteIsCountedToo(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (v VARBYTE(4))");
      run(connection, "CREATE TABLE sales.u (LIKE sales.t)");
      run(connection, "INSERT INTO sales.u VALUES ('abcd')");

      assertRefused(
          () -> run(connection, "INSERT INTO sales.u VALUES ('abcde')"),
          "22001",
          "value too long for type binary varying(4)");
    }
  }

  @ParameterizedTest
  @Reproduces(Behaviour.DEFAULT_LENGTHS)
  @CsvSource(
      delimiter = '|',
      value = {
        "VARCHAR | character varying | 256",
        "NVARCHAR | character varying | 256",
        "TEXT | character varying | 256",
        "VARCHAR(MAX) | character varying | 65535",
        "CHARACTER VARYING(7) | character varying | 7",
        "CHAR | character | 1",
        "NCHAR(3) | character | 3",
        "BPCHAR | character | 256",
        "CHAR(MAX) | character | 4096"
      })
  void aLengthThatIsNotSaidIsRedshifts(String type, String name, String length, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (v %s)".formatted(type));

      assertThat(
              one(
                  connection,
                  "SELECT data_type || ' ' || character_maximum_length FROM svv_columns WHERE"
                      + " table_schema = 'sales' AND table_name = 't'"))
          .isEqualTo(name + " " + length);
    }
  }

  @ParameterizedTest
  @Refuses(Behaviour.DEFAULT_LENGTHS)
  @ValueSource(strings = {"VARCHAR(65536)", "CHAR(4097)", "VARCHAR(0)", "VARBYTE(16777217)"})
  void aLongerTypeThanThereIsIsRefused(String type, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(
          () -> run(connection, "CREATE TABLE sales.t (v %s)".formatted(type)), "22023", "length");
    }
  }

  @ParameterizedTest
  @Reproduces(Behaviour.DEFAULT_LENGTHS)
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "len(CAST(repeat('x', 300) AS VARCHAR)) | 256",
        "len(repeat('x', 300)::TEXT) | 256",
        "CAST('abc' AS CHAR) | a",
        "CAST('abcdef' AS VARCHAR(3)) | abc",
        "CAST(1.6 AS DECIMAL) | 2",
        "CONVERT(INTEGER, '12') | 12",
        "1.26::DECIMAL(5,1) | 1.3"
      })
  void aCastHasTheSameDefaults(String expression, String expected, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertThat(one(connection, "SELECT " + expression)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @Refuses(Behaviour.TYPES)
  @ValueSource(
      strings = {
        "uuid",
        "json",
        "jsonb",
        "bytea",
        "serial",
        "bigserial",
        "smallserial",
        "money",
        "inet",
        "cidr",
        "macaddr",
        "xml",
        "tsvector",
        "tsquery",
        "hstore",
        "point",
        "line",
        "polygon",
        "box",
        "circle",
        "int4range",
        "tsrange",
        "bit",
        "oid",
        "regclass",
        "name",
        "txid_snapshot",
        "mood"
      })
  void aTypeThatRedshiftLacksIsRefusedInTablesAndCasts(String type, StandIn redshift)
      throws SQLException {
    String message = "Column type %s is not supported by Redshift".formatted(type);
    try (Connection connection = redshift.connect()) {
      assertRefused(
          () -> run(connection, "CREATE TABLE sales.t (v %s)".formatted(type)), "0A000", message);
      assertRefused(() -> one(connection, "SELECT '1'::" + type), "0A000", message);
      assertRefused(
          () -> one(connection, "SELECT CAST('1' AS %s)".formatted(type)), "0A000", message);
      assertRefused(() -> one(connection, "SELECT %s '1'".formatted(type)), "0A000", message);
      assertRefused(
          () -> run(connection, "CREATE TABLE sales.t AS SELECT %s '1' AS v".formatted(type)),
          "0A000",
          message);
    }
  }

  @ParameterizedTest
  @Refuses(Behaviour.TYPES)
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "varchar 'x' | A literal of type varchar",
        "integer '1' | A literal of type integer",
        "timestamp(3) '2026-03-01' | A literal whose type has a length"
      })
  void aLiteralOfAnyOtherTypeIsNotKnown(String literal, String what, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(
          () -> one(connection, "SELECT " + literal),
          "0A000",
          what + " is not known to the stand-in");
    }
  }

  @ParameterizedTest
  @Reproduces(Behaviour.FUNCTIONS)
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DATE '2026-03-01' + INTERVAL '1 day' | 2026-03-02 00:00:00",
        "TIMESTAMP WITHOUT TIME ZONE '2026-03-01 10:00:00' AT TIME ZONE 'UTC' IS NOT NULL | t",
        "TIMETZ '10:00:00+00' > TIMETZ '09:00:00+00' | t",
        "TIMESTAMPTZ '2026-03-01 10:00:00+00' = TIMESTAMPTZ '2026-03-01 11:00:00+01' | t",
        "CASE 'b' WHEN 'a' THEN 'x' ELSE 'y' END | y",
        "'b' BETWEEN 'a' AND 'c' OR NOT 'a' LIKE 'b' ESCAPE '!' | t",
        "'b' ILIKE 'B' AND 'ab' SIMILAR TO 'a%' | t",
        "trim(BOTH 'x' FROM 'xax') | a",
        "position('b' IN 'ab') | 2"
      })
  void aTextStandsBehindWordsOfSqlAndTypesOfTime(
      String expression, String expected, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertThat(one(connection, "SELECT " + expression)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @Refuses(Behaviour.TYPES)
  @CsvSource(
      delimiter = '|',
      value = {
        "INT[] | An array as a column type is not supported by Redshift | 0A000",
        "INT ARRAY | An array as a column type is not supported by Redshift | 0A000",
        "DECIMAL(39,0) | NUMERIC precision 39 must be between 1 and 38 | 22023",
        "DECIMAL(5,6) | NUMERIC scale 6 must be between 0 and precision 5 | 22023"
      })
  void aTypeBeyondRedshiftsLimitsIsRefused(
      String type, String message, String state, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(
          () -> run(connection, "CREATE TABLE sales.t (v %s)".formatted(type)), state, message);
    }
  }

  @ParameterizedTest
  @NotKnown(Behaviour.TYPES)
  @ValueSource(strings = {"interval", "geometry"})
  void aTypeToBeBuiltIsNotKnown(String type, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(
          () -> run(connection, "CREATE TABLE sales.t (v %s)".formatted(type)),
          "0A000",
          "Column type %s is not known to the stand-in".formatted(type));
    }
  }
}
