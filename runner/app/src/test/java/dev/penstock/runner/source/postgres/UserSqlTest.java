package dev.penstock.runner.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Parameter;
import dev.penstock.runner.spi.PenstockException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserSqlTest {
  private static final List<Parameter> DECLARED =
      List.of(
          new Parameter("region", Parameter.Type.TEXT, "EU'; DROP TABLE x; --"),
          new Parameter("day", Parameter.Type.DATE, "2026-03-01"));

  private static UserSql sql(String text) {
    return UserSql.of(text, DECLARED, "The query at spec.sources[0].query.sql");
  }

  @Test
  void aParameterIsAskedOfTheSessionAndItsValueIsNotInTheText() {
    UserSql sql = sql("a = $region AND b = '$day'");
    assertThat(sql.sql())
        .isEqualTo(
            "\na = (pg_catalog.current_setting('penstock.p_region')::text) AND b = '$day'\n");
    assertThat(sql.settings())
        .containsExactly(java.util.Map.entry("penstock.p_region", "EU'; DROP TABLE x; --"));
  }

  @ParameterizedTest
  @CsvSource({
    "TEXT, EU, text",
    "INTEGER, 7, bigint",
    "DECIMAL, 7.5, numeric",
    "BOOLEAN, true, boolean",
    "DATE, 2026-03-01, date",
    "TIMESTAMP, 2026-03-01T10:15:00Z, timestamptz"
  })
  void aValueHasTheTypeOfItsParameter(Parameter.Type type, String value, String cast) {
    var parameter = new Parameter("p", type, value);
    assertThat(UserSql.of("$p", List.of(parameter), "The query").sql()).contains("::" + cast + ")");
  }

  @Test
  void anUnknownParameterIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> sql("a = $nope"))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "QueryInvalid: The query at spec.sources[0].query.sql uses $nope, which is no parameter."
                + " Declare it in spec.parameters, or use one of $day, $region.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 1;", "a) OR (b", "x = 'a", "1 /* b", "(a"})
  void aTextThatEndsWhatItStandsInIsRefused(String text) {
    assertThatThrownBy(() -> sql(text))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "QueryInvalid: The query at spec.sources[0].query.sql leaves a quote, a comment or a"
                + " bracket open, or holds a semicolon. Close what it opens, and write one"
                + " statement without a semicolon.");
  }
}
