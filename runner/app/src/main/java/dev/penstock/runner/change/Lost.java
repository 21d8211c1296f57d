package dev.penstock.runner.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.api.model.Check;
import dev.penstock.api.model.Deletes;
import dev.penstock.api.model.InvalidText;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Read;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Columns that a part of a pipeline names and that its relation is known not to have. Only what is
 * certain is found: the plan, which asks the sources, finds the rest.
 *
 * @param by what names the column, as {@code step enriched}
 */
record Lost(String by, String relation, String column) {
  /** {@return all of them, each once, in the order of the manifest} */
  static Set<Lost> in(Pipeline pipeline, Map<String, Outline> relations, Trees trees) {
    var lost = new LinkedHashSet<Lost>();
    for (var step : pipeline.steps()) {
      trees.of(step.sql()).ifPresent(tree -> inStep("step " + step.name(), tree, relations, lost));
    }
    pipeline
        .sources()
        .forEach(source -> {
          named(
              "source " + source.name(),
              source.name(),
              source.invalidTexts().stream().map(InvalidText::column).toList(),
              relations,
              lost);
          if (source.read() instanceof Read.Table table) {
            table
                .incremental()
                .ifPresent(how ->
                    named("source " + source.name(), source.name(), how.key(), relations, lost));
          }
        });
    for (var check : pipeline.checks()) {
      check
          .rules()
          .forEach(rule -> {
            var columns =
                switch (rule) {
                  case Check.Rule.NotNull(var names) -> names;
                  case Check.Rule.Unique(var names) -> names;
                  case Check.Rule.Accepted(var name, var values) -> List.of(name);
                  case Check.Rule.Range range -> List.of(range.column());
                  case Check.Rule.Expect expect -> List.<String>of();
                };
            named("check " + check.name(), check.relation(), columns, relations, lost);
          });
    }
    for (var target : pipeline.targets()) {
      List<String> columns = new ArrayList<>();
      if (target.mode() instanceof Mode.Upsert(var key, var orderBy, var deletes)) {
        columns.addAll(key);
        columns.addAll(orderBy);
        if (deletes instanceof Deletes.Column(var name)) {
          columns.add(name);
        }
      }
      if (target.mode() instanceof Mode.Scd2 history) {
        columns.addAll(history.key());
        columns.addAll(history.orderBy());
        columns.addAll(history.track());
        history.deleted().ifPresent(columns::add);
      }
      if (target.mode() instanceof Mode.Window(var column, var allowEmpty)) {
        columns.add(column);
      }
      columns.addAll(target.sortBy());
      target.columns().forEach(policy -> columns.add(policy.name()));
      target.s3().ifPresent(dataset -> columns.addAll(dataset.partitionBy()));
      target
          .redshift()
          .ifPresent(table -> {
            table.distKey().ifPresent(columns::add);
            columns.addAll(table.sortKey());
          });
      named("target " + target.name(), target.from(), columns, relations, lost);
    }
    return lost;
  }

  private static void named(
      String by,
      String relation,
      List<String> columns,
      Map<String, Outline> relations,
      Set<Lost> lost) {
    var outline = relations.get(relation);
    for (var column : columns) {
      if (outline != null && outline.lacks(column)) {
        lost.add(new Lost(by, relation, column));
      }
    }
  }

  private static void inStep(
      String by, JsonNode tree, Map<String, Outline> relations, Set<Lost> lost) {
    var tables = tables(tree, relations);
    var classes = new HashSet<>(tree.findValuesAsText("class"));
    boolean plain =
        tree.path("cte_map").path("map").isEmpty()
            && !classes.contains("LAMBDA")
            && !classes.contains("SUBQUERY")
            && !tree.findValuesAsText("type").contains("SUBQUERY");
    var aliases = new HashSet<String>();
    tree.findValuesAsText("alias").forEach(alias -> aliases.add(lower(alias)));
    for (var names : tree.findValues("column_names")) {
      var column = names.path(names.size() - 1).asText();
      if (names.size() == 2) {
        var relation = tables.get(lower(names.path(0).asText()));
        var outline = relation == null ? null : relations.get(relation);
        if (relation != null && outline != null && outline.lacks(column)) {
          lost.add(new Lost(by, relation, column));
        }
      } else if (names.size() == 1
          && plain
          && !tables.isEmpty()
          && !aliases.contains(lower(column))
          && tables.values().stream()
              .map(relations::get)
              .allMatch(outline -> outline != null && outline.lacks(column))) {
        lost.add(new Lost(by, String.join(" or ", new LinkedHashSet<>(tables.values())), column));
      }
    }
  }

  /** {@return relations by the name that the query uses; a name that is used twice is left out} */
  private static Map<String, String> tables(JsonNode tree, Map<String, Outline> relations) {
    Map<String, String> declared = new LinkedHashMap<>();
    relations.keySet().forEach(name -> declared.put(lower(name), name));
    Map<String, String> tables = new LinkedHashMap<>();
    var twice = new HashSet<String>();
    for (var entry : tree.findValues("cte_map")) {
      entry.path("map").forEach(one -> twice.add(lower(one.path("key").asText())));
    }
    for (var node : tree.findParents("table_name")) {
      var name = lower(node.path("table_name").asText());
      var alias = node.path("alias").asText();
      var used = alias.isEmpty() ? name : lower(alias);
      var relation = declared.get(name);
      // Columns by other names, and what is neither source nor step, are not looked into.
      boolean known =
          relation != null && !twice.contains(name) && node.path("column_name_alias").isEmpty();
      if (tables.containsKey(used) && !name.equals(lower(String.valueOf(tables.get(used))))) {
        twice.add(used);
      }
      tables.put(used, known ? relation : "");
    }
    twice.forEach(used -> tables.computeIfPresent(used, (name, relation) -> ""));
    return tables;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
