package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Check;
import dev.penstock.api.model.Check.Rule;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.validation.Checked.Valid;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckRefusalTest {
  private static final Specs CHECKED =
      Specs.pipeline().with("/checks", "[{name: ids, relation: enriched, notNull: [id]}]");

  @Test
  void theBuilderIsValid() {
    assertThat(Specs.lines(CHECKED.checked())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /checks/- | null | Required spec.checks[1]: Check at index 1 is empty. Write it or remove it.
          /checks/- | '{name: ids, relation: orders, notNull: [id]}' | Duplicate spec.checks[1].name: Check ids has the name of another check. Give every check a name of its own.
          /checks/0/name | Order_Id | Invalid spec.checks[0].name: Check Order_Id has the name Order_Id, which is not valid. Write lower-case letters, digits and hyphens, with a letter or digit at both ends.
          /checks/0/relation | '""' | Required spec.checks[0].relation: Check ids has no relation. Write spec.checks[0].relation.
          /checks/0/relation | nothing | NotFound spec.checks[0].relation: Check ids checks nothing, which is no source or step. Name one of enriched, orders, or add a step of that name.
          /checks/0 | '{name: ids, relation: orders}' | Required spec.checks[0]: Check ids asks nothing. Write notNull, unique, accepted, range or expect under it.
          /checks/0/notNull | '[]' | Invalid spec.checks[0].notNull: Check ids has no column in its notNull. Name a column, or remove the field.
          /checks/0/notNull | '[a, b, a]' | Duplicate spec.checks[0].notNull[2]: Check ids has the notNull column a twice. Remove one.
          /checks/0/unique | '[]' | Invalid spec.checks[0].unique: Check ids has no column in its unique. Name a column, or remove the field.
          /checks/0/unique | '[a, ""]' | Required spec.checks[0].unique[1]: Check ids has no name for a unique column. Write spec.checks[0].unique[1].
          /checks/0/unique | '[a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q]' | Invalid spec.checks[0].unique: Check ids has 17 unique columns. Write at most 16.
          /checks/0/accepted | '{values: [a]}' | Required spec.checks[0].accepted.column: Check ids has no accepted column. Write spec.checks[0].accepted.column.
          /checks/0/accepted | '{column: a}' | Required spec.checks[0].accepted.values: Check ids has no accepted value. Write spec.checks[0].accepted.values.
          /checks/0/accepted | '{column: a, values: []}' | Required spec.checks[0].accepted.values: Check ids has no accepted value. Write spec.checks[0].accepted.values.
          /checks/0/accepted | '{column: a, values: [x, x]}' | Duplicate spec.checks[0].accepted.values[1]: Check ids accepts the value x twice. Remove one.
          /checks/0/accepted | '{column: a, values: [x, null]}' | Required spec.checks[0].accepted.values[1]: Check ids has no accepted value. Write spec.checks[0].accepted.values[1].
          /checks/0/range | '{min: "1"}' | Required spec.checks[0].range.column: Check ids has no range column. Write spec.checks[0].range.column.
          /checks/0/range | '{column: a}' | Required spec.checks[0].range: Check ids has a range without a bound. Write min, max or both.
          /checks/0/range | '{column: a, min: ""}' | Required spec.checks[0].range.min: Check ids has no min. Write spec.checks[0].range.min.
          /checks/0/range | '{column: a, min: "10", max: "9.5"}' | Invalid spec.checks[0].range: Check ids has a range from 10 to 9.5, which holds nothing. Write min and max the other way round.
          /checks/0/expect | '{}' | Required spec.checks[0].expect.sql: Check ids has no sql. Write spec.checks[0].expect.sql.
          /checks/0/expect | '{sql: "a > \\0"}' | Invalid spec.checks[0].expect.sql: Check ids has a NUL character in its sql. Remove it.
          """)
  void aCheckIsRefused(String pointer, String yaml, String line) {
    assertThat(Specs.lines(CHECKED.with(pointer, yaml).checked())).containsExactly(line);
  }

  @Test
  void whatACheckListsIsBounded() {
    var values =
        IntStream.rangeClosed(0, 1_000)
            .mapToObj(i -> "v" + i)
            .collect(Collectors.joining(", ", "{column: a, values: [", "]}"));

    assertThat(Specs.lines(CHECKED.with("/checks/0/accepted", values).checked()))
        .containsExactly(
            "Invalid spec.checks[0].accepted.values: Check ids has 1001 accepted values. Write at"
                + " most 1000.");
    assertThat(
            Specs.lines(
                CHECKED
                    .with("/checks/0/expect", "{sql: %s}".formatted("x".repeat(4_097)))
                    .checked()))
        .containsExactly(
            "Invalid spec.checks[0].expect.sql: Check ids has sql of 4097 characters. Write at most"
                + " 4096 characters.");
  }

  @Test
  void everyRuleReachesTheModel() {
    var check =
        """
        name: everything
        relation: orders
        notNull: [a, b]
        unique: [a]
        accepted: {column: c, values: [x, ""]}
        range: {column: d, min: "2026-01-01"}
        expect: {sql: e > 0}
        """;

    var pipeline = (Pipeline) ((Valid<?>) CHECKED.with("/checks/-", check).checked()).value();

    assertThat(pipeline.checks().getLast())
        .isEqualTo(
            new Check(
                "everything",
                "orders",
                List.of(
                    new Rule.NotNull(List.of("a", "b")),
                    new Rule.Unique(List.of("a")),
                    new Rule.Accepted("c", List.of("x", "")),
                    new Rule.Range("d", Optional.of("2026-01-01"), Optional.empty()),
                    new Rule.Expect("e > 0"))));
  }
}
