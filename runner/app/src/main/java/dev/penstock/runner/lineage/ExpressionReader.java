package dev.penstock.runner.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What an expression derives from. */
final class ExpressionReader {
  /** Functions that take a lambda. */
  private static final Set<String> OF_LISTS =
      Set.of(
          "apply",
          "array_apply",
          "array_filter",
          "array_reduce",
          "array_transform",
          "filter",
          "list_apply",
          "list_filter",
          "list_reduce",
          "list_transform",
          "reduce");

  private final QueryReader queries;
  private final Set<String> aggregates;

  ExpressionReader(QueryReader queries, Set<String> aggregates) {
    this.queries = queries;
    this.aggregates = Set.copyOf(aggregates);
  }

  /** {@return what an expression, or all expressions of a list, derive from} */
  Set<Origin> in(JsonNode node, Scope scope) {
    if (node.isObject() && node.has("class")) {
      return expression(node, scope);
    }
    return parts(node, scope, Set.of());
  }

  private Set<Origin> expression(JsonNode node, Scope scope) {
    return switch (node.path("class").asText()) {
      case "COLUMN_REF" -> scope.column(QueryReader.texts(node.path("column_names")));
      case "CONSTANT", "PARAMETER", "TYPE", "DEFAULT", "STAR" -> Set.of();
      case "FUNCTION" -> call(node, scope);
      case "WINDOW" -> window(node, scope);
      case "CASE" -> choice(node, scope);
      case "SUBQUERY" -> subquery(node, scope);
      // An arrow elsewhere than in a function of lists takes a value out of a document.
      case "LAMBDA" ->
          node.path("syntax_type").asText().equals("SINGLE_ARROW")
              ? Origin.used(Use.TRANSFORMATION, parts(node, scope, Set.of()))
              : lambda(node, scope);
      default -> Origin.used(Use.TRANSFORMATION, parts(node, scope, Set.of()));
    };
  }

  private Set<Origin> call(JsonNode node, Scope scope) {
    Set<Origin> origins = new LinkedHashSet<>();
    if (node.path("function_name").asText().equalsIgnoreCase("if")) {
      var arguments = node.path("arguments");
      for (int i = 0; i < arguments.size(); i++) {
        origins.addAll(
            Origin.used(
                i == 0 ? Use.CONDITIONAL : Use.TRANSFORMATION, in(arguments.path(i), scope)));
      }
      return origins;
    }
    var use = aggregate(node) ? Use.AGGREGATION : Use.TRANSFORMATION;
    boolean lists = OF_LISTS.contains(node.path("function_name").asText().toLowerCase(Locale.ROOT));
    for (var argument : node.path("arguments")) {
      var value = argument.path("expression");
      boolean lambda = lists && value.path("class").asText().equals("LAMBDA");
      origins.addAll(Origin.used(use, lambda ? lambda(value, scope) : in(argument, scope)));
    }
    origins.addAll(
        Origin.used(use, parts(node, scope, Set.of("arguments", "filter", "order_bys"))));
    origins.addAll(Origin.used(Use.CONDITIONAL, in(node.path("filter"), scope)));
    origins.addAll(Origin.used(Use.SORT, in(node.path("order_bys"), scope)));
    return origins;
  }

  private Set<Origin> lambda(JsonNode node, Scope scope) {
    Set<String> names = new LinkedHashSet<>();
    node.path("lhs")
        .findValues("column_names")
        .forEach(found -> names.addAll(QueryReader.texts(found)));
    return Origin.used(Use.TRANSFORMATION, parts(node, scope.lambda(names), Set.of("lhs")));
  }

  private Set<Origin> window(JsonNode node, Scope scope) {
    Set<Origin> origins = new LinkedHashSet<>();
    var use = aggregate(node) ? Use.AGGREGATION : Use.TRANSFORMATION;
    var around = Set.of("partitions", "orders", "arg_orders", "filter_expr", "filter");
    origins.addAll(Origin.used(use, parts(node, scope, around)));
    for (var part : List.of("partitions", "orders", "arg_orders")) {
      origins.addAll(Origin.used(Use.WINDOW, in(node.path(part), scope)));
    }
    for (var part : List.of("filter_expr", "filter")) {
      origins.addAll(Origin.used(Use.CONDITIONAL, in(node.path(part), scope)));
    }
    return origins;
  }

  private Set<Origin> choice(JsonNode node, Scope scope) {
    Set<Origin> origins = new LinkedHashSet<>();
    for (var check : node.path("case_checks")) {
      origins.addAll(Origin.used(Use.CONDITIONAL, in(check.path("when_expr"), scope)));
      origins.addAll(Origin.used(Use.TRANSFORMATION, in(check.path("then_expr"), scope)));
    }
    origins.addAll(Origin.used(Use.TRANSFORMATION, in(node.path("else_expr"), scope)));
    return origins;
  }

  /** A single value is taken; of any other one it only counts what it holds. */
  private Set<Origin> subquery(JsonNode node, Scope scope) {
    var rows = queries.query(node.path("subquery").path("node"), scope);
    boolean value = node.path("subquery_type").asText().equals("SCALAR");
    Set<Origin> origins = new LinkedHashSet<>();
    origins.addAll(Origin.used(Use.TRANSFORMATION, in(node.path("child"), scope)));
    origins.addAll(value ? rows.at(1) : Origin.used(Use.CONDITIONAL, rows.all()));
    origins.addAll(rows.rows());
    return origins;
  }

  private Set<Origin> parts(JsonNode node, Scope scope, Set<String> without) {
    Set<Origin> origins = new LinkedHashSet<>();
    if (node.isObject()) {
      node.properties()
          .forEach(part -> {
            if (part.getValue().isContainerNode() && !without.contains(part.getKey())) {
              origins.addAll(in(part.getValue(), scope));
            }
          });
    } else {
      node.forEach(part -> {
        if (part.isContainerNode()) {
          origins.addAll(in(part, scope));
        }
      });
    }
    return origins;
  }

  private boolean aggregate(JsonNode node) {
    return aggregates.contains(node.path("function_name").asText().toLowerCase(Locale.ROOT));
  }

  /** {@return whether an expression makes one value of several rows} */
  boolean aggregates(JsonNode node) {
    if (node.path("class").asText().equals("FUNCTION") && aggregate(node)) {
      return true;
    }
    if (node.path("class").asText().equals("SUBQUERY")) {
      return false;
    }
    for (var part : node) {
      if (part.isContainerNode() && aggregates(part)) {
        return true;
      }
    }
    return false;
  }

  /** {@return whether an expression stands for several columns} */
  boolean expands(JsonNode node) {
    if (node.path("class").asText().equals("STAR")) {
      return true;
    }
    if (node.path("class").asText().equals("SUBQUERY")) {
      return expands(node.path("child"));
    }
    for (var part : node) {
      if (part.isContainerNode() && expands(part)) {
        return true;
      }
    }
    return false;
  }
}
