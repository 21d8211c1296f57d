package dev.penstock.sandbox.redshift.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "select 'it''s; fine' x | select,'it''s; fine',x",
        "a -- b; c | a",
        "a /* b /* ; */ c */ d | a,d",
        "\"Big Name\".t | \"big name\",.,t",
        "x::int>=$12 | x,::,int,>=,$12",
        "$tag$ it's $tag$ | ' it''s '",
        "1.5e-3+.5 | 1.5e-3,+,.5"
      })
  void quotesAndCommentsStayWhole(String sql, String expected) throws Refusal {
    assertThat(Tokenizer.tokens(sql).stream().map(Token::text))
        .containsExactly(expected.split(","));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'open", "\"open", "/* open", "$x$ open"})
  void whatIsNotClosedIsRefused(String sql) {
    assertThatThrownBy(() -> Tokenizer.tokens(sql)).hasMessageContaining("unterminated");
  }

  @Test
  void aBackslashInATextIsRefusedBecauseRedshiftReadsItOtherwise() {
    assertThatThrownBy(() -> Tokenizer.tokens("select 'a\\nb'"))
        .hasMessage("A backslash in a text literal is not known to the stand-in");
  }

  @Test
  void statementsAreCutOnlyAtSemicolonsOutsideOfQuotes() {
    assertThat(Statements.split("select ';'; -- no; more\n select 2;"))
        .containsExactly("select ';'", "select 2");
  }
}
