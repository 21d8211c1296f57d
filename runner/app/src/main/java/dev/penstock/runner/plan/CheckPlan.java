package dev.penstock.runner.plan;

import dev.penstock.api.model.Check;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Target;
import dev.penstock.runner.engine.RowCheck;
import dev.penstock.runner.engine.Rule;
import dev.penstock.runner.engine.SqlRefused;
import dev.penstock.runner.engine.StepBinder;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.sql.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes the checks of a pipeline ready for the engine, and refuses what can not be asked. */
final class CheckPlan {
  private final Pipeline pipeline;
  private final Map<String, Schema> relations;
  private final Parameters parameters;
  private final StepBinder binder;

  CheckPlan(
      Pipeline pipeline, Map<String, Schema> relations, Parameters parameters, StepBinder binder) {
    this.pipeline = pipeline;
    this.relations = relations;
    this.parameters = parameters;
    this.binder = binder;
  }

  /** {@return the declared checks, then one per target whose key may not be NULL} */
  List<RowCheck> checks() {
    List<RowCheck> checks = new ArrayList<>();
    for (int i = 0; i < pipeline.checks().size(); i++) {
      checks.add(declared(pipeline.checks().get(i), "spec.checks[" + i + "]"));
    }
    for (int i = 0; i < pipeline.targets().size(); i++) {
      var target = pipeline.targets().get(i);
      switch (target.mode()) {
        case Mode.Append append -> {}
        case Mode.Replace replace -> {}
        case Mode.Window(var column, var allowEmpty) ->
            checks.add(implied(target, List.of(column)));
        case Mode.Upsert upsert -> checks.add(implied(target, upsert.key()));
        case Mode.Scd2 history ->
            checks.add(
                implied(
                    target,
                    Stream.concat(history.key().stream(), Stream.of(history.orderBy().getFirst()))
                        .toList()));
      }
    }
    return checks;
  }

  private RowCheck implied(Target target, List<String> key) {
    var schema = schema(target.from());
    var rules =
        key.stream()
            .<Rule>map(name -> new Rule.NotNull(Columns.find(schema, name).orElseThrow().name()))
            .toList();
    return new RowCheck("key of target " + target.name(), target.from(), rules, List.of());
  }

  private RowCheck declared(Check check, String path) {
    List<Rule> rules = new ArrayList<>();
    for (var rule : check.rules()) {
      switch (rule) {
        case Check.Rule.NotNull(var columns) ->
            columns(check, columns, path + ".notNull")
                .forEach(column -> rules.add(new Rule.NotNull(column)));
        case Check.Rule.Unique(var columns) ->
            rules.add(new Rule.Unique(columns(check, columns, path + ".unique")));
        case Check.Rule.Accepted(var column, var values) ->
            rules.add(
                new Rule.Accepted(column(check, column, path + ".accepted.column").name(), values));
        case Check.Rule.Range range -> rules.add(range(check, range, path + ".range"));
        case Check.Rule.Expect(var sql) -> rules.add(expect(check, sql, path + ".expect.sql"));
      }
    }
    return new RowCheck(check.name(), check.relation(), rules, key(check, rules));
  }

  /** The key of a target of the relation names a row best, else what is unique. */
  private List<String> key(Check check, List<Rule> rules) {
    for (var target : pipeline.targets()) {
      if (target.from().equals(check.relation()) && target.mode() instanceof Mode.Upsert upsert) {
        return columns(check, upsert.key(), "spec.targets");
      }
      if (target.from().equals(check.relation()) && target.mode() instanceof Mode.Scd2 history) {
        return columns(check, history.key(), "spec.targets");
      }
    }
    for (var rule : rules) {
      if (rule instanceof Rule.Unique(var columns)) {
        return columns;
      }
    }
    return List.of();
  }

  private Rule range(Check check, Check.Rule.Range range, String path) {
    var column = column(check, range.column(), path + ".column");
    range.min().ifPresent(bound -> bound(check, column, bound, path + ".min"));
    range.max().ifPresent(bound -> bound(check, column, bound, path + ".max"));
    return new Rule.Range(column.name(), column.type(), range.min(), range.max());
  }

  private void bound(Check check, Column column, String bound, String path) {
    if (!binder.casts(bound, column.type())) {
      throw new ConfigurationException(
          Reason.STEP_INVALID,
          "Check %s bounds column %s by '%s', which is no %s"
              .formatted(check.name(), column.name(), bound, column.type()),
          "Write a value of that type in " + path);
    }
  }

  private Rule expect(Check check, String written, String path) {
    var sql = condition(check, written, path, parameters, binder);
    try {
      binder.condition(check.relation(), sql.text());
    } catch (SqlRefused e) {
      throw sql.refused(e, "The SQL of check " + check.name(), path);
    }
    return new Rule.Expect(written, sql.text());
  }

  /**
   * Reads the conditions of all checks without knowing a column.
   *
   * @throws ConfigurationException for one that does not parse or asks more than one row
   */
  static void parse(Pipeline pipeline, Parameters parameters, StepBinder binder) {
    for (int i = 0; i < pipeline.checks().size(); i++) {
      var check = pipeline.checks().get(i);
      for (var rule : check.rules()) {
        if (rule instanceof Check.Rule.Expect(var sql)) {
          condition(check, sql, "spec.checks[" + i + "].expect.sql", parameters, binder);
        }
      }
    }
  }

  private static EngineSql condition(
      Check check, String written, String path, Parameters parameters, StepBinder binder) {
    var object = "Check " + check.name();
    var sql = parameters.in(written, object, path);
    if (!SqlText.of(written).contained()) {
      throw new ConfigurationException(
          Reason.STEP_INVALID,
          object + " is not one condition",
          "Close every quote and bracket, and write no semicolon, in " + path);
    }
    try {
      var tree = binder.parseCondition(sql.text());
      var shape = tree.map(new ShapeReader(binder)::query).orElse(QueryShape.EMPTY);
      var other = shape.obstacles().stream().filter(o -> !o.varying()).findFirst();
      if (other.isPresent() || !shape.uses().isEmpty()) {
        throw new ConfigurationException(
            Reason.STEP_INVALID,
            "%s %s, and a condition is asked of one row"
                .formatted(object, other.isPresent() ? other.get().what() : "uses a subquery"),
            "Compute it in a step, and check that step, in " + path);
      }
    } catch (SqlRefused e) {
      throw sql.refused(e, "The SQL of check " + check.name(), path);
    }
    return sql;
  }

  private List<String> columns(Check check, List<String> names, String path) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(column(check, names.get(i), path + "[" + i + "]").name());
    }
    return columns;
  }

  private Column column(Check check, String name, String path) {
    var schema = schema(check.relation());
    return Columns.find(schema, name)
        .orElseThrow(() ->
            new ConfigurationException(
                Reason.COLUMN_NOT_FOUND,
                "Relation %s of check %s has no column %s"
                    .formatted(check.relation(), check.name(), name),
                "Name one of %s in %s".formatted(String.join(", ", schema.names()), path)));
  }

  private Schema schema(String relation) {
    var schema = relations.get(relation);
    if (schema == null) {
      throw new IllegalArgumentException("No relation " + relation);
    }
    return schema;
  }
}
