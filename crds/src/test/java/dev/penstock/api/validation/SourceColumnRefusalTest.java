package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.InvalidText;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.validation.Checked.Valid;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceColumnRefusalTest {
  @SuppressWarnings("unchecked")
  private static List<InvalidText> columns(Specs specs) {
    return ((Valid<Pipeline>) specs.checked()).value().sources().getFirst().invalidTexts();
  }

  @Test
  void whatIsNotSaidIsRefusedLater() {
    assertThat(columns(Specs.pipeline())).isEmpty();
    assertThat(
            columns(
                Specs.pipeline()
                    .with(
                        "/sources/0/columns",
                        "[{name: a, invalidText: Fail}, {name: b, invalidText: Replace}, {name: c,"
                            + " invalidText: SetNull}]")))
        .containsExactly(new InvalidText("b", true), new InvalidText("c", false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '[{invalidText: Fail}]' | Required spec.sources[0].columns[0].name: Source orders has no name for a column. Write spec.sources[0].columns[0].name.
          '[{name: a}]' | Required spec.sources[0].columns[0]: Source orders says nothing of column a. Write invalidText, or remove the item.
          '[{name: a, invalidText: Fail}, {name: A, invalidText: Fail}]' | Duplicate spec.sources[0].columns[1].name: Source orders has the column A twice. Remove one.
          '[{name: a, invalidText: Drop}]' | NotSupported spec.sources[0].columns[0].invalidText: Source orders has the invalidText of no release that is known here. Write one of Fail, Replace, SetNull.
          '[{name: ORDER_ID, invalidText: Replace}]' | Invalid spec.sources[0].columns[0].invalidText: Source orders changes ORDER_ID, by which its increments tell rows apart. Remove it, or name another column in incremental.key.
          """)
  void aPolicyIsRefused(String yaml, String line) {
    var incremental =
        Specs.pipeline()
            .with("/sources/0/table/incremental", "{column: updated_at, key: [order_id]}")
            .with("/sources/0/columns", yaml);
    assertThat(Specs.lines(incremental.checked())).containsExactly(line);
  }

  @Test
  void theDefaultThatIsWrittenOutDoesNotChangeTheHash() {
    assertThat(
            CanonicalSpec.json(
                Specs.pipeline()
                    .with("/sources/0/columns", "[{name: a, invalidText: Fail}]")
                    .asPipeline()))
        .isEqualTo(CanonicalSpec.json(Specs.pipeline().asPipeline()));
  }
}
