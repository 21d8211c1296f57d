package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.ColumnPolicy;
import dev.penstock.api.model.ColumnPolicy.Length;
import dev.penstock.api.model.ColumnPolicy.TooLong;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.validation.Checked.Valid;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnPolicyRefusalTest {
  private static final Specs UPSERT =
      Specs.pipeline()
          .with("/targets/0/mode", "Upsert")
          .with("/targets/0/key", "[order_id]")
          .with("/targets/0/orderBy", "[updated_at]");

  @SuppressWarnings("unchecked")
  private static List<ColumnPolicy> columns(String yaml) {
    var checked = Specs.pipeline().with("/targets/0/columns", yaml).checked();
    return ((Valid<Pipeline>) checked).value().targets().getFirst().columns();
  }

  @Test
  void whatAColumnDoesNotSayHasTheSafeDefault() {
    assertThat(columns("[]")).isEmpty();
    assertThat(
            columns(
                "[{name: a, tooLong: Truncate, maxBytes: 4096}, {name: b, tooLong: SetNull}, {name: c,"
                    + " maxBytes: 4}, {name: d, timeZone: Europe/Berlin}, {name: e, tooLong: Fail}]"))
        .containsExactly(
            new ColumnPolicy(
                "a", Optional.of(new Length(TooLong.TRUNCATE, 4096)), Optional.empty()),
            new ColumnPolicy(
                "b", Optional.of(new Length(TooLong.SET_NULL, 65535)), Optional.empty()),
            new ColumnPolicy("c", Optional.of(new Length(TooLong.FAIL, 4)), Optional.empty()),
            new ColumnPolicy("d", Optional.empty(), Optional.of(ZoneId.of("Europe/Berlin"))),
            new ColumnPolicy("e", Optional.of(new Length(TooLong.FAIL, 65535)), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '[{tooLong: Fail}]' | Required spec.targets[0].columns[0].name: Target orders has no name for a column. Write spec.targets[0].columns[0].name.
          '[{name: a}]' | Required spec.targets[0].columns[0]: Target orders says nothing of column a. Write tooLong, maxBytes or timeZone, or remove the item.
          '[{name: a, tooLong: Fail}, {name: A, maxBytes: 9}]' | Duplicate spec.targets[0].columns[1].name: Target orders has the column A twice. Write all that becomes of it in one item.
          '[{name: a, tooLong: Wrap}]' | NotSupported spec.targets[0].columns[0].tooLong: Target orders has the tooLong of no release that is known here. Write one of Fail, Truncate, SetNull.
          '[{name: a, maxBytes: 3}]' | Invalid spec.targets[0].columns[0].maxBytes: Target orders has the maxBytes 3. Write a number from 4 to 65535.
          '[{name: a, maxBytes: 65536}]' | Invalid spec.targets[0].columns[0].maxBytes: Target orders has the maxBytes 65536. Write a number from 4 to 65535.
          '[{name: a, timeZone: Berlin}]' | Invalid spec.targets[0].columns[0].timeZone: Target orders has the timeZone Berlin, which the IANA database does not have. Write a name as Europe/Berlin or Etc/UTC.
          '[{name: Order_ID, tooLong: Truncate}]' | Invalid spec.targets[0].columns[0].tooLong: Target orders changes Order_ID, a column of key, so that rows might be taken for others. Remove tooLong, or shorten the column in a step.
          '[{name: updated_at, tooLong: SetNull}]' | Invalid spec.targets[0].columns[0].tooLong: Target orders changes updated_at, a column of orderBy, so that rows might be taken for others. Remove tooLong, or shorten the column in a step.
          '[{name: order_id, timeZone: Europe/Berlin}]' | Invalid spec.targets[0].columns[0].timeZone: Target orders makes instants of order_id, a column of key, and two wall-clock times may be one instant. Remove timeZone, or convert the column in a step.
          '[null]' | Required spec.targets[0].columns[0]: The column at index 0 is empty. Write it or remove it.
          """)
  void aPolicyIsRefused(String yaml, String line) {
    assertThat(Specs.lines(UPSERT.with("/targets/0/columns", yaml).checked()))
        .containsExactly(line);
  }

  @Test
  void aKeyMayHaveALimitAndAnOrderAZone() {
    assertThat(
            Specs.lines(
                UPSERT
                    .with(
                        "/targets/0/columns",
                        "[{name: order_id, maxBytes: 36}, {name: updated_at, timeZone: Etc/UTC}]")
                    .checked()))
        .isEmpty();
  }
}
