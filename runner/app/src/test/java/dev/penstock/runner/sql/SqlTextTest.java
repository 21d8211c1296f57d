package dev.penstock.runner.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {
  private static String bound(String sql) {
    return SqlText.of(sql).with(name -> "<" + name + ">");
  }

  @Test
  void aParameterIsReplacedWhereverItStands() {
    assertThat(bound("$a")).isEqualTo("<a>");
    assertThat(bound("SELECT $region, x+$day_1 FROM t WHERE r=$region"))
        .isEqualTo("SELECT <region>, x+<day_1> FROM t WHERE r=<region>");
    assertThat(SqlText.of("$b $a $b").names()).containsExactly("b", "a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'$a'",
        "'it''s $a'",
        "E'\\'$a'",
        "\"$a\"",
        "-- $a\n",
        "/* $a /* $a */ $a */",
        "$$ $a $$",
        "$x$ $a $$ $x$",
        "column$a",
        "$1",
        "$"
      })
  void whatOnlyLooksLikeAParameterStays(String sql) {
    assertThat(bound(sql)).isEqualTo(sql);
    assertThat(SqlText.of(sql).names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT (1), ')' FROM t -- )",
        "SELECT $$;)$$",
        "SELECT \"a;b\"",
        "SELECT E'\\';'",
        "SELECT 1 /* ; */"
      })
  void aWholeStatementCanStandInBrackets(String sql) {
    assertThat(SqlText.of(sql).contained()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1) TO PROGRAM 'x' --",
        "SELECT 1; DROP TABLE t",
        "SELECT (1",
        "SELECT '1",
        "SELECT \"1",
        "SELECT $$1",
        "SELECT /* 1",
        "SELECT )(",
        "SELECT 'a\\' || ') TO PROGRAM ' ;'"
      })
  void aTextThatBreaksOutIsTold(String sql) {
    assertThat(SqlText.of(sql).contained()).isFalse();
  }
}
