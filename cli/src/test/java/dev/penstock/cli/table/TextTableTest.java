package dev.penstock.cli.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    var table =
        new TextTable(
            List.of("PIPELINE", "ROWS"), List.of(List.of("orders", "15000"), List.of("o", "-")));

    assertThat(table)
        .hasToString(
            """
            PIPELINE   ROWS
            orders     15000
            o          -\
            """);
  }

  @Test
  void withoutRowsTheHeaderStandsAlone() {
    assertThat(new TextTable(List.of("A", "B"), List.of())).hasToString("A   B");
  }

  @Test
  void aRowOfAnotherWidthIsRefused() {
    assertThatThrownBy(() -> new TextTable(List.of("A"), List.of(List.of("1", "2"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A row of 2 cells");
  }
}
