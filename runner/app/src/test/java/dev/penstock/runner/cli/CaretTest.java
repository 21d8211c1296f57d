package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.sql.SqlFault;
import org.junit.jupiter.api.Test;

class CaretTest {
  @Test
  void theCaretStandsUnderThePlace() {
    assertThat(Caret.under(new SqlFault("SELECT 1\nFROM\ta JION b", 2, 8)))
        .containsExactly("     2 | FROM a JION b", "       |        ^");
  }

  @Test
  void theEndOfTheTextHasAPlaceToo() {
    assertThat(Caret.under(new SqlFault("SELECT", 1, 7)))
        .containsExactly("     1 | SELECT", "       |       ^");
  }

  @Test
  void aLongLineIsCutAroundThePlace() {
    var text = "SELECT " + "x".repeat(200) + ", FROM a";
    var lines = Caret.under(new SqlFault(text, 1, text.indexOf("FROM") + 1));
    assertThat(lines.getFirst()).hasSizeLessThan(110).endsWith(", FROM a");
    assertThat(lines.getFirst().indexOf("FROM")).isEqualTo(lines.getLast().indexOf('^'));
  }

  @Test
  void whatIsNoPlaceInSqlHasNoCaret() {
    assertThat(Caret.under(null)).isEmpty();
    assertThat(Caret.under(new IllegalStateException())).isEmpty();
    assertThat(Caret.under(new SqlFault("SELECT 1", 3, 1))).isEmpty();
  }
}
