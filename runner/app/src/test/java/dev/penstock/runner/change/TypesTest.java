package dev.penstock.runner.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both ends and one past each: the last type that holds all values, the first that does not. */
class TypesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SMALLINT | INTEGER",
        "SMALLINT | DECIMAL(5,0)",
        "SMALLINT | REAL",
        "SMALLINT | DOUBLE PRECISION",
        "INTEGER | DECIMAL(18,0)",
        "INTEGER | DECIMAL(12,2)",
        "INTEGER | DOUBLE PRECISION",
        "BIGINT | DECIMAL(19,0)",
        "BIGINT | DECIMAL(38,0)",
        "DECIMAL(4,0) | SMALLINT",
        "DECIMAL(9,0) | INTEGER",
        "DECIMAL(18,0) | BIGINT",
        "DECIMAL(7,0) | REAL",
        "DECIMAL(15,0) | DOUBLE PRECISION",
        "DECIMAL(9,2) | DECIMAL(10,3)",
        "REAL | DOUBLE PRECISION",
        "DATE | TIMESTAMP"
      })
  void aTypeThatHoldsEveryOldValueExactlyIsWider(String before, String after) {
    assertThat(Types.between(before, after)).isEqualTo(ColumnChange.Kind.WIDENED);
    assertThat(Types.between(after, before)).isEqualTo(ColumnChange.Kind.NARROWED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SMALLINT | DECIMAL(5,1)",
        "INTEGER | REAL",
        "INTEGER | DECIMAL(10,1)",
        "BIGINT | DOUBLE PRECISION",
        "BIGINT | DECIMAL(20,2)",
        "DECIMAL(16,0) | DOUBLE PRECISION",
        "DECIMAL(12,2) | DOUBLE PRECISION",
        "DECIMAL(9,2) | DECIMAL(9,3)",
        "INTEGER | VARCHAR",
        "DATE | TIMESTAMPTZ"
      })
  void typesOfWhichNeitherHoldsTheOtherAreOther(String before, String after) {
    assertThat(Types.between(before, after)).isEqualTo(ColumnChange.Kind.RETYPED);
  }
}
