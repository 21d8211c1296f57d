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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'a\\\\b' | E'a\\\\b' | a\\b",
        "'it\\'s' | E'it\\'s' | it's",
        "'a\\tb''c\\101' | E'a\\tb''c\\101' | a\tb'cA"
      })
  void aBackslashEscapesAsInRedshift(String sql, String text, String value) throws Refusal {
    Token token = Tokenizer.tokens(sql).getFirst();

    assertThat(token.text()).isEqualTo(text);
    assertThat(token.value()).isEqualTo(value);
    assertThat(Tokenizer.tokens(text).getFirst().value()).isEqualTo(value);
  }

  @Test
  void copyReadsTheEscapesOfItsClausesItself() throws Refusal {
    assertThat(Tokenizer.tokens("copy t delimiter '\\t'").getLast().text()).isEqualTo("'\\t'");
  }

  @Test
  void eachStatementOfATextHasItsOwnEscapes() {
    assertThat(Statements.split("select '\\t'; copy t delimiter '\\t'; select '\\n'"))
        .containsExactly("select E'\\t'", "copy t delimiter '\\t'", "select E'\\n'");
  }

  @ParameterizedTest
  @CsvSource({
    "a->>b, a->>b, 3",
    "a=-1, a=-1, 4",
    "a@>b, a@>b, 3",
    "2*-1, 2*-1, 4",
    "#Tmp, \"#tmp\", 1"
  })
  void operatorsAreAsLongAsPostgresqlReadsThem(String sql, String text, int count) throws Refusal {
    assertThat(Tokenizer.tokens(sql)).hasSize(count);
    assertThat(Sql.text(Tokenizer.tokens(sql))).isEqualTo(text);
  }

  @Test
  void statementsAreCutOnlyAtSemicolonsOutsideOfQuotes() {
    assertThat(Statements.split("select ';'; -- no; more\n select 2;"))
        .containsExactly("select ';'", "select 2");
  }
}
