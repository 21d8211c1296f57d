package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class FiguresTest {
  @Test
  void bytesAreShownInTheUnitThatFits() {
    assertThat(Figures.bytes(999)).isEqualTo("999 B");
    assertThat(Figures.bytes(1_000)).isEqualTo("1.0 kB");
    assertThat(Figures.bytes(999_949)).isEqualTo("999.9 kB");
    assertThat(Figures.bytes(999_950)).isEqualTo("1.0 MB");
    assertThat(Figures.bytes(6_100_000_000L)).isEqualTo("6.1 GB");
    assertThat(Figures.bytes(Long.MAX_VALUE)).isEqualTo("9223372.0 TB");
  }

  @Test
  void ratesArePerSecondAndWithoutTimeThereIsNone() {
    assertThat(Figures.rate(1_000_000, Duration.ofMillis(500))).isEqualTo("2.0 MB/s");
    assertThat(Figures.rowRate(1_000_000, Duration.ofSeconds(4))).isEqualTo("250,000 rows/s");
    assertThat(Figures.rate(1_000_000, Duration.ZERO)).isEqualTo("-");
  }

  @Test
  void timesAreShownAsOnAClock() {
    assertThat(Figures.clock(Duration.ofSeconds(7))).isEqualTo("0:07");
    assertThat(Figures.clock(Duration.ofSeconds(3_723))).isEqualTo("1:02:03");
  }

  @Test
  void columnsOfNumbersStandToTheRight() {
    assertThat(
            new TextTable(
                    List.of("NAME", "ROWS", "NOTE"),
                    List.of(List.of("a", "7", "x"), List.of("美咲", "1,200", "")))
                .toString())
        .isEqualTo("NAME   ROWS  NOTE\na         7  x\n美咲    1,200");
  }

  @Test
  void memoryIsWrittenAsKubernetesDoes() {
    var converter = new Memory.Converter();
    assertThat(converter.convert("1Gi").bytes()).isEqualTo(1_073_741_824);
    assertThat(converter.convert("1500M").bytes()).isEqualTo(1_500_000_000);
    assertThat(converter.convert("800000000").bytes()).isEqualTo(800_000_000);
    assertThatThrownBy(() -> converter.convert("1 GB"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'1 GB' is no amount of memory, as 1Gi is");
  }
}
