package dev.penstock.runner.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the {@link Outline} of a query off its parse tree. What it does not know is said to be
 * unknown.
 */
final class OutlineReader {
  /** A table of FROM by the name that the query uses. */
  private record Known(String alias, Outline outline) {}

  private final Function<String, Outline> relations;

  /**
   * @param relations what is known of a relation, by its qualified name in lower case
   */
  OutlineReader(Function<String, Outline> relations) {
    this.relations = relations;
  }

  /** {@return what is known of the result} */
  Outline read(JsonNode query) {
    return query(query, Map.of());
  }

  private Outline query(JsonNode node, Map<String, Outline> outer) {
    var scope = new HashMap<>(outer);
    for (var entry : node.path("cte_map").path("map")) {
      var name = entry.path("key").asText().toLowerCase(Locale.ROOT);
      var value = entry.path("value");
      var inner = new HashMap<>(scope);
      inner.putIfAbsent(name, Outline.unknown("the recursive query " + name));
      var outline = query(value.path("query_node"), inner);
      scope.put(name, renamed(outline, value.path("aliases"), name));
    }
    return switch (node.path("type").asText()) {
      case "SELECT_NODE" -> select(node, scope);
      case "SET_OPERATION_NODE" ->
          node.path("setop_type").asText().equals("UNION_BY_NAME")
              ? Outline.unknown("UNION BY NAME")
              : query(node.path("children").path(0), scope);
      case "RECURSIVE_CTE_NODE" -> query(node.path("left"), scope);
      default -> Outline.unknown("a query of another kind");
    };
  }

  private static Outline renamed(Outline outline, JsonNode aliases, String of) {
    if (aliases.isEmpty()) {
      return outline;
    }
    if (!outline.complete() || aliases.size() > outline.columns().size()) {
      return Outline.unknown("columns of " + of + " by other names");
    }
    var columns = new ArrayList<>(outline.columns());
    for (int i = 0; i < aliases.size(); i++) {
      columns.set(i, new Outline.Column(aliases.path(i).asText(), columns.get(i).type()));
    }
    return new Outline(columns, List.of());
  }

  private Outline select(JsonNode node, Map<String, Outline> scope) {
    List<Known> tables = new ArrayList<>();
    from(node.path("from_table"), scope, tables);
    var result = new Outline.Builder();
    for (var item : node.path("select_list")) {
      var alias = item.path("alias").asText();
      if (item.path("class").asText().equals("STAR")) {
        star(item, tables, result);
      } else if (!alias.isEmpty()) {
        result.add(alias, type(item, tables));
      } else if (item.path("class").asText().equals("COLUMN_REF")) {
        var names = item.path("column_names");
        result.add(names.path(names.size() - 1).asText(), type(item, tables));
      } else {
        result.rest("an expression without a name");
      }
    }
    return result.build();
  }

  private void from(JsonNode node, Map<String, Outline> scope, List<Known> tables) {
    var alias = node.path("alias").asText();
    switch (node.path("type").asText()) {
      case "BASE_TABLE" -> {
        var table = node.path("table_name").asText().toLowerCase(Locale.ROOT);
        var schema = node.path("schema_name").asText().toLowerCase(Locale.ROOT);
        var found =
            schema.isEmpty() && scope.containsKey(table)
                ? scope.get(table)
                : relations.apply(
                    schema.isEmpty() || schema.equals("main") ? table : schema + "." + table);
        var outline = found == null ? Outline.unknown(table) : found;
        tables.add(
            new Known(
                lower(alias.isEmpty() ? table : alias),
                renamed(outline, node.path("column_name_alias"), table)));
      }
      case "SUBQUERY" ->
          tables.add(
              new Known(
                  lower(alias),
                  renamed(
                      query(node.path("subquery").path("node"), scope),
                      node.path("column_name_alias"),
                      "a subquery")));
      case "JOIN" -> {
        from(node.path("left"), scope, tables);
        if (!Set.of("SEMI", "ANTI").contains(node.path("join_type").asText())) {
          from(node.path("right"), scope, tables);
        }
      }
      case "EMPTY" -> {}
      default -> tables.add(new Known(lower(alias), Outline.unknown("a function of tables")));
    }
  }

  private static void star(JsonNode item, List<Known> tables, Outline.Builder result) {
    if (item.path("columns").asBoolean() || !item.path("rename_list").isEmpty()) {
      result.rest("a choice of columns by COLUMNS or RENAME");
      return;
    }
    var only = lower(item.path("relation_name").asText());
    var chosen =
        tables.stream().filter(table -> only.isEmpty() || only.equals(table.alias())).toList();
    var everywhere = new HashSet<String>();
    names(item.path("exclude_list"), everywhere);
    // What no known column is must be one of those that are not known.
    var hidden = new HashSet<>(everywhere);
    hidden.removeIf(
        name -> chosen.stream().anyMatch(table -> table.outline().column(name).isPresent()));
    for (var table : chosen) {
      var here = new HashSet<String>();
      for (var name : item.path("qualified_exclude_list")) {
        if (lower(name.path("table").asText()).equals(table.alias())) {
          names(name, here);
        }
      }
      var without = new HashSet<>(everywhere);
      without.addAll(here);
      here.removeIf(name -> table.outline().column(name).isPresent());
      here.addAll(hidden);
      table.outline().columns().stream()
          .filter(column -> !without.contains(lower(column.name())))
          .forEach(column ->
              result.add(
                  column.name(),
                  item.path("replace_list").isEmpty() ? column.type() : Optional.empty()));
      table.outline().rest().forEach(rest -> result.rest(rest.but(without, here)));
    }
  }

  // A name stands there as text, or as the column of a qualified one.
  private static void names(JsonNode node, Set<String> names) {
    if (node.isTextual()) {
      names.add(lower(node.asText()));
    } else if (node.has("column")) {
      names.add(lower(node.path("column").asText()));
    } else {
      node.forEach(one -> names(one, names));
    }
  }

  private static Optional<String> type(JsonNode item, List<Known> tables) {
    return switch (item.path("class").asText()) {
      case "CAST" -> CastType.of(item.path("type_expr"));
      case "COLUMN_REF" -> {
        var names = item.path("column_names");
        var column = names.path(names.size() - 1).asText();
        var qualifier = names.size() == 2 ? lower(names.path(0).asText()) : "";
        yield tables.stream()
            .filter(table -> qualifier.isEmpty() || table.alias().equals(qualifier))
            .flatMap(table -> table.outline().column(column).stream())
            .findFirst()
            .flatMap(Outline.Column::type);
      }
      default -> Optional.empty();
    };
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
