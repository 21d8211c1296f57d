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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SUPER, and JSON in texts. */
@ExtendWith(WithStandIn.class)
class SuperIT {
  @Test
  @Reproduces({Behaviour.SUPER_TYPE, Behaviour.MISSING_COLUMNS})
  void aTextIsAnObjectOnlyIfItIsParsed(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.raw (json VARCHAR(100))");
      run(connection, "INSERT INTO sales.raw VALUES ('{\"a\": [1, \"x\"]}')");
      run(connection, "CREATE TABLE sales.t (id INT, s SUPER)");
      run(connection, "INSERT INTO sales.t SELECT 1, json_parse(json) FROM sales.raw");
      run(connection, "INSERT INTO sales.t SELECT 2, json FROM sales.raw");
      run(connection, "INSERT INTO sales.t VALUES (3, 7)");

      assertThat(one(connection, "SELECT json_serialize(s) FROM sales.t WHERE id = 1"))
          .isEqualTo("{\"a\":[1,\"x\"]}");
      assertThat(one(connection, "SELECT json_typeof(s) FROM sales.t WHERE id = 1"))
          .isEqualTo("object");
      assertThat(one(connection, "SELECT json_typeof(s) FROM sales.t WHERE id = 2"))
          .isEqualTo("string");
      assertThat(one(connection, "SELECT json_typeof(s) FROM sales.t WHERE id = 3"))
          .isEqualTo("number");
    }
  }

  @Test
  @Refuses(Behaviour.SUPER_TYPE)
  void whatIsNoJsonOrTooLongIsRefused(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(
          () -> one(connection, "SELECT json_parse('{a}')"), "XX000", "JSON parsing error");
      assertRefused(
          () -> one(connection, "SELECT json_parse('{\"a\":1,\"b\":{\"a\":1},\"a\":2}')"),
          "XX000",
          "JSON parsing error");
      assertRefused(
          () -> one(connection, "SELECT json_extract_path_text('no', 'a')"),
          "XX000",
          "JSON parsing error");
      assertThat(
              one(
                  connection,
                  "SELECT json_typeof(json_parse('[\"' || repeat('x', 65535) || '\"]'))"))
          .isEqualTo("array");
      assertRefused(
          () -> one(connection, "SELECT json_parse('[\"' || repeat('x', 65536) || '\"]')"),
          "22001",
          "65535");
      assertRefused(
          () -> one(connection, "SELECT json_parse('[1' || repeat(',1', 8388608) || ']')"),
          "22001",
          "16777216");
    }
  }

  @Test
  @Reproduces(Behaviour.SUPER_TYPE)
  void aTextInASuperIsCastToThatText(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (s SUPER, v VARCHAR(5))");
      run(connection, "INSERT INTO sales.t (s) SELECT json_parse('\"one\"')");
      run(connection, "UPDATE sales.t SET v = s");

      assertThat(
              one(
                  connection,
                  "SELECT v || s::VARCHAR || CAST(s AS VARCHAR(2)) || CAST(s AS CHAR(1)) FROM"
                      + " sales.t"))
          .isEqualTo("oneoneono");
      assertThat(one(connection, "SELECT json_serialize(s) FROM sales.t")).isEqualTo("\"one\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s || s", "s - 'a'", "s - 0"})
  @Refuses(Behaviour.SUPER_TYPE)
  void anOperatorOfPostgresqlsJsonDoesNotExist(String expression, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (s SUPER)");

      assertRefused(
          () -> one(connection, "SELECT %s FROM sales.t".formatted(expression)),
          "42883",
          "operator does not exist");
    }
  }

  @ParameterizedTest
  @Reproduces(Behaviour.FUNCTIONS)
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "json_extract_path_text('{\"a\":{\"b\":\"x\"}}', 'a', 'b') | x",
        "json_extract_path_text('{\"a\":{\"b\":\"x\"}}', 'a') | {\"b\": \"x\"}",
        "nvl(json_extract_path_text('no', 'a', true), 'null') | null",
        "json_extract_array_element_text('[111,112,113]', 2) | 113",
        "nvl(json_extract_array_element_text('[1]', 5), 'null') | null",
        "json_array_length('[11,12,13,{\"f1\":21,\"f2\":[25,26]},14]') | 5",
        "CASE WHEN is_valid_json('{\"a\":1}') THEN 'yes' ELSE 'no' END | yes",
        "CASE WHEN is_valid_json('{a}') THEN 'yes' ELSE 'no' END | no",
        "CASE WHEN is_valid_json_array('{\"a\":1}') THEN 'yes' ELSE 'no' END | no",
        "get_array_length(json_parse('[1,2]')) | 2",
        "CASE WHEN can_json_parse('{a}') THEN 'yes' ELSE 'no' END | no",
        "CASE WHEN can_json_parse('{\"a\":1,\"a\":2}') THEN 'yes' ELSE 'no' END | no",
        "CASE WHEN can_json_parse('{\"a\":{\"a\":1}}') THEN 'yes' ELSE 'no' END | yes",
        "CASE WHEN can_json_parse('null') THEN 'yes' ELSE 'no' END | yes",
        "json_typeof(json_parse('null')) | null"
      })
  void jsonInATextIsReadByFunctions(String expression, String expected, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertThat(one(connection, "SELECT " + expression)).isEqualTo(expected);
    }
  }

  @Test
  @NotKnown(Behaviour.SUPER_TYPE)
  void navigationIsNotKnown(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (s SUPER)");

      assertRefused(
          () -> one(connection, "SELECT s[0] FROM sales.t"),
          "0A000",
          "[ (an array, or navigation in SUPER) is not known to the stand-in");
    }
  }
}
