package dev.penstock.runner.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.spi.ColumnType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresTypeTest {
  private static final Path PAGE =
      Path.of("").toAbsolutePath().getParent().resolveSibling("docs/types.md");
  private static final boolean WRITE = Boolean.getBoolean("penstock.types.write");

  @Test
  void theCommittedPageIsTheGeneratedOne() throws Exception {
    var page = TypesPage.page();
    if (WRITE) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("run again with -Dpenstock.types.write=true").hasContent(page);
  }

  @Test
  void noNameIsInTwoRowsButThatOfNumbers() {
    assertThat(
            Arrays.stream(PostgresType.values())
                .flatMap(type -> type.catalog().stream())
                .filter(name -> !name.equals("numeric")))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, NUMERIC_9",
    "9, 9, NUMERIC_9",
    "10, 0, NUMERIC_18",
    "18, 18, NUMERIC_18",
    "19, 0, NUMERIC_38",
    "38, 38, NUMERIC_38",
    "39, 0, NUMERIC_WIDE",
    "1000, 0, NUMERIC_WIDE",
    "5, -2, NUMERIC_WIDE",
    "5, 6, NUMERIC_WIDE"
  })
  void aNumberIsToldByWhatIsDeclared(int precision, int scale, PostgresType expected) {
    int modifier = (precision << 16 | scale & 0x7FF) + 4;
    var row = PostgresType.of("numeric", modifier);
    assertThat(row).isEqualTo(expected);
    assertThat(row.form(modifier).relation().map(ColumnType::toString))
        .isEqualTo(
            expected == PostgresType.NUMERIC_WIDE
                ? java.util.Optional.empty()
                : java.util.Optional.of("DECIMAL(%d,%d)".formatted(precision, scale)));
  }

  @Test
  void whatNobodyKnowsIsCastToText() {
    assertThat(PostgresType.of("", -1)).isEqualTo(PostgresType.OTHER);
    assertThat(PostgresType.of("a_type_of_tomorrow", -1).form())
        .isInstanceOfSatisfying(
            Form.Refused.class,
            refused -> assertThat(refused.cast("\"c\"")).isEqualTo("CAST(\"c\" AS text)"));
  }
}
