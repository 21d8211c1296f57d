package dev.penstock.api.validation;

import dev.penstock.api.AcceptedSpec;
import dev.penstock.api.CheckSpec;
import dev.penstock.api.RangeSpec;
import dev.penstock.api.model.Check;
import dev.penstock.api.model.Check.Rule;
import dev.penstock.api.validation.Finding.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checks of a pipeline: each asks something of one relation. */
final class ConditionCheck {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+([.][0-9]+)?");
  private static final int VALUE = 128;

  private final Findings findings;
  private final RelationCheck relations;
  private final Set<String> names = new HashSet<>();

  ConditionCheck(Findings findings, RelationCheck relations) {
    this.findings = findings;
    this.relations = relations;
  }

  List<Check> checks(Place place, @Nullable List<CheckSpec> specs) {
    return new NamedItems<>("Check", 0, 64, CheckSpec::name).check(place, specs, this::check);
  }

  private Optional<Check> check(Place item, CheckSpec spec) {
    int mark = findings.mark();
    var name = Names.label(item.field("name"), spec.name(), 63);
    if (!name.isEmpty() && !names.add(name)) {
      item.field("name")
          .refuse(
              Reason.DUPLICATE,
              "has the name of another check",
              "Give every check a name of its own");
    }
    var relation = relations.named(item.field("relation"), spec.relation(), "relation", "checks");
    var rules = rules(item, spec);
    if (rules.isEmpty() && findings.mark() == mark) {
      item.refuse(
          Reason.REQUIRED,
          "asks nothing",
          "Write notNull, unique, accepted, range or expect under it");
    }
    return findings.since(mark, () -> new Check(name, relation, rules));
  }

  private static List<Rule> rules(Place item, CheckSpec spec) {
    var rules = new ArrayList<Rule>();
    if (spec.notNull() != null) {
      rules.add(
          new Rule.NotNull(Columns.check(item.field("notNull"), spec.notNull(), "notNull", 64)));
    }
    if (spec.unique() != null) {
      rules.add(new Rule.Unique(Columns.check(item.field("unique"), spec.unique(), "unique", 16)));
    }
    if (spec.accepted() != null) {
      rules.add(accepted(item.field("accepted"), spec.accepted()));
    }
    if (spec.range() != null) {
      rules.add(range(item.field("range"), spec.range()));
    }
    if (spec.expect() != null) {
      var sql = item.field("expect").field("sql").sql(spec.expect().sql(), "sql", 4096);
      rules.add(new Rule.Expect(sql));
    }
    return rules;
  }

  private static Rule accepted(Place place, AcceptedSpec spec) {
    var column = place.field("column").required(spec.column(), "accepted column", Columns.NAME);
    var values = new LinkedHashSet<String>();
    var list = place.field("values");
    int index = 0;
    for (var value : list.list(spec.values(), "accepted value", 1, 1000)) {
      var item = list.item(index++);
      if (value == null) {
        item.missing("accepted value");
      } else if (!values.add(item.optional(value, "accepted value", VALUE))) {
        item.refuse(
            Reason.DUPLICATE,
            "accepts the value %s twice".formatted(Shown.of(value)),
            "Remove one");
      }
    }
    return new Rule.Accepted(column, List.copyOf(values));
  }

  private static Rule range(Place place, RangeSpec spec) {
    var column = place.field("column").required(spec.column(), "range column", Columns.NAME);
    var min = bound(place.field("min"), spec.min(), "min");
    var max = bound(place.field("max"), spec.max(), "max");
    if (min.isEmpty() && max.isEmpty()) {
      place.refuse(Reason.REQUIRED, "has a range without a bound", "Write min, max or both");
    } else if (number(min).isPresent()
        && number(max).isPresent()
        && number(min).get().compareTo(number(max).get()) > 0) {
      place.refuse(
          Reason.INVALID,
          "has a range from %s to %s, which holds nothing"
              .formatted(min.orElseThrow(), max.orElseThrow()),
          "Write min and max the other way round");
    }
    return new Rule.Range(column, min, max);
  }

  /** Whether it fits the column is the plan's to say. */
  private static Optional<String> bound(Place place, @Nullable String value, String what) {
    return value == null ? Optional.empty() : Optional.of(place.required(value, what, 64));
  }

  private static Optional<BigDecimal> number(Optional<String> bound) {
    return bound.filter(text -> NUMBER.matcher(text).matches()).map(BigDecimal::new);
  }
}
