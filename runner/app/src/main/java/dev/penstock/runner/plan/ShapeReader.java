package dev.penstock.runner.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.runner.engine.SqlRefused;
import dev.penstock.runner.engine.StepBinder;
import dev.penstock.runner.plan.QueryShape.Fewer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the {@link QueryShape} off a parse tree. Strict: what it does not know is an obstacle. All
 * of a tree is walked even then, because the order of steps needs every name.
 */
final class ShapeReader {
  /** Classes of expressions that are computed row by row if all they contain is. */
  private static final Set<String> ROW_BY_ROW =
      Set.of(
          "BETWEEN",
          "CASE",
          "CAST",
          "COLLATE",
          "COMPARISON",
          "CONJUNCTION",
          "CONSTANT",
          "DEFAULT",
          "LAMBDA",
          "POSITIONAL_REFERENCE",
          "STAR",
          "TYPE");

  private static final Set<String> OPERATORS =
      Set.of(
          "ARRAY_CONSTRUCTOR",
          "ARRAY_EXTRACT",
          "ARRAY_SLICE",
          "ARROW",
          "COMPARE_IN",
          "COMPARE_NOT_IN",
          "OPERATOR_COALESCE",
          "OPERATOR_IS_NOT_NULL",
          "OPERATOR_IS_NULL",
          "OPERATOR_NOT",
          "OPERATOR_NULLIF",
          "OPERATOR_TRY",
          "OPERATOR_UNPACK",
          "STRUCT_EXTRACT");

  private static final Set<String> JOINS = Set.of("REGULAR", "CROSS", "NATURAL");

  private final StepBinder binder;
  private final Functions functions;
  private final Set<String> macros = new HashSet<>();

  ShapeReader(StepBinder binder) {
    this.binder = binder;
    this.functions = new Functions(binder.functions());
  }

  /** {@return the shape of a query} */
  QueryShape query(JsonNode node) {
    return query(node, Map.of());
  }

  private QueryShape query(JsonNode node, Map<String, QueryShape> outer) {
    var scope = new HashMap<>(outer);
    var tables = new ArrayList<QueryShape>();
    for (var entry : node.path("cte_map").path("map")) {
      var name = lower(entry.path("key"));
      var value = entry.path("value");
      var inner = new HashMap<>(scope);
      if (value.path("query_node").path("type").asText().equals("RECURSIVE_CTE_NODE")) {
        inner.put(name, QueryShape.EMPTY);
      }
      var table = query(value.path("query_node"), inner);
      tables.add(table);
      scope.put(name, table);
    }
    var shape =
        switch (node.path("type").asText()) {
          case "SELECT_NODE" -> select(node, scope);
          case "SET_OPERATION_NODE" -> {
            var all = QueryShape.obstacle("uses " + node.path("setop_type").asText());
            for (var child : node.path("children")) {
              all = all.with(query(child, scope).aside());
            }
            yield all.with(inside(node.path("modifiers"), scope));
          }
          case "RECURSIVE_CTE_NODE" ->
              QueryShape.obstacle("uses a recursive query")
                  .with(query(node.path("left"), scope).aside())
                  .with(query(node.path("right"), scope).aside());
          default -> unknown(node, scope);
        };
    // What an unused one names has to be there all the same.
    for (var table : tables) {
      shape = shape.naming(table.uses().keySet());
    }
    return shape;
  }

  private QueryShape select(JsonNode node, Map<String, QueryShape> scope) {
    var shape = table(node.path("from_table"), scope);
    // With a limit it is the first rows that are held.
    boolean sorts = node.path("modifiers").size() == 1;
    for (var modifier : node.path("modifiers")) {
      var what = modifier(modifier);
      shape =
          shape
              .with(
                  sorts && modifier.path("type").asText().equals("ORDER_MODIFIER")
                      ? QueryShape.holding(what)
                      : QueryShape.obstacle(what))
              .with(inside(modifier, scope));
    }
    if (present(node.path("where_clause"))) {
      shape = shape.with(QueryShape.fewer(Fewer.CHOSEN));
    }
    if (!node.path("group_expressions").isEmpty()
        || !node.path("group_sets").isEmpty()
        || present(node.path("having"))
        || !node.path("aggregate_handling").asText().equals("STANDARD_HANDLING")) {
      shape = shape.with(QueryShape.obstacle("groups its rows"));
    }
    if (present(node.path("sample"))) {
      shape = shape.with(QueryShape.obstacle("samples its rows"));
    }
    if (present(node.path("qualify"))) {
      shape = shape.with(QueryShape.holding("uses QUALIFY"));
    }
    for (var part :
        List.of("select_list", "where_clause", "group_expressions", "having", "qualify")) {
      shape = shape.with(inside(node.path(part), scope));
    }
    return shape;
  }

  private static String modifier(JsonNode modifier) {
    return switch (modifier.path("type").asText()) {
      case "DISTINCT_MODIFIER" -> "uses DISTINCT";
      case "ORDER_MODIFIER" -> "uses ORDER BY";
      case "LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER" -> "uses LIMIT or OFFSET";
      default -> "uses " + modifier.path("type").asText() + ", which is not known to be row by row";
    };
  }

  private QueryShape table(JsonNode node, Map<String, QueryShape> scope) {
    var shape =
        switch (node.path("type").asText()) {
          case "BASE_TABLE" -> named(node, scope);
          case "EMPTY" -> QueryShape.EMPTY;
          case "EXPRESSION_LIST" -> inside(node.path("values"), scope);
          case "SUBQUERY" -> query(node.path("subquery").path("node"), scope);
          case "TABLE_FUNCTION" -> tableFunction(node, scope);
          case "JOIN" -> join(node, scope);
          default -> unknown(node, scope);
        };
    return present(node.path("sample"))
        ? shape.with(QueryShape.obstacle("samples its rows"))
        : shape;
  }

  private static QueryShape named(JsonNode node, Map<String, QueryShape> scope) {
    var name = lower(node.path("table_name"));
    var schema = lower(node.path("schema_name"));
    // With its schema a name is never one of WITH.
    var shape =
        switch (schema) {
          case "" -> scope.getOrDefault(name, QueryShape.of(name));
          case "main" -> QueryShape.of(name);
          default -> QueryShape.of(schema + "." + name);
        };
    return present(node.path("at_clause"))
        ? shape.with(QueryShape.obstacle("reads a relation at a point in time"))
        : shape;
  }

  private QueryShape tableFunction(JsonNode node, Map<String, QueryShape> scope) {
    var function = node.path("function");
    var arguments = inside(function.path("arguments"), scope);
    var name = function.path("function_name").asText();
    return Functions.series(name)
        ? arguments
        : arguments.with(
            QueryShape.obstacle("calls %s, which is not known to be row by row".formatted(name)));
  }

  private QueryShape join(JsonNode node, Map<String, QueryShape> scope) {
    var left = table(node.path("left"), scope);
    var right = table(node.path("right"), scope);
    var condition = inside(node.path("condition"), scope);
    var kind = node.path("ref_type").asText();
    var type = node.path("join_type").asText();
    if (!JOINS.contains(kind)) {
      return left.aside()
          .with(right.aside())
          .with(condition)
          .with(QueryShape.obstacle("uses a %s join".formatted(kind)));
    }
    var joined =
        switch (type) {
          case "INNER" -> left.with(right).with(QueryShape.fewer(Fewer.MATCHED));
          case "SEMI", "ANTI" -> left.with(right.aside()).with(QueryShape.fewer(Fewer.MATCHED));
          case "LEFT" -> left.with(right.aside());
          case "RIGHT" -> left.aside().with(right);
          // A row without a match depends on all rows of the other side.
          default -> left.aside().with(right.aside());
        };
    return joined.with(condition);
  }

  /** Any part of a tree that is not a query or a table: expressions, and lists of them. */
  private QueryShape inside(JsonNode node, Map<String, QueryShape> scope) {
    if (node.isObject() && node.has("class")) {
      return expression(node, scope);
    }
    return children(node, scope);
  }

  private QueryShape children(JsonNode node, Map<String, QueryShape> scope) {
    var shape = QueryShape.EMPTY;
    for (var child : node) {
      if (child.isContainerNode()) {
        shape = shape.with(inside(child, scope));
      }
    }
    return shape;
  }

  private QueryShape expression(JsonNode node, Map<String, QueryShape> scope) {
    var type = node.path("type").asText();
    return switch (node.path("class").asText()) {
      case "COLUMN_REF" -> column(node);
      case "SUBQUERY" ->
          query(node.path("subquery").path("node"), scope)
              .aside()
              .with(inside(node.path("child"), scope));
      case "FUNCTION" -> call(node).with(children(node, scope));
      case "WINDOW" -> window(node).with(children(node, scope));
      case "OPERATOR" ->
          OPERATORS.contains(type)
              ? children(node, scope)
              : notKnown(type).with(children(node, scope));
      case "CONSTANT", "TYPE" -> QueryShape.EMPTY;
      case String known when ROW_BY_ROW.contains(known) -> children(node, scope);
      case String other -> notKnown(other).with(children(node, scope));
    };
  }

  /** Over all rows as they come it holds none. */
  private static QueryShape window(JsonNode node) {
    var what = "uses a window function (%s)".formatted(node.path("function_name").asText());
    return node.path("partitions").isEmpty() && node.path("orders").isEmpty()
        ? QueryShape.obstacle(what)
        : QueryShape.holding(what);
  }

  private static QueryShape column(JsonNode node) {
    var names = node.path("column_names");
    var name = names.path(0).asText();
    return names.size() == 1 && Functions.bare(name)
        ? QueryShape.varying("calls %s, which other statements see otherwise".formatted(name))
        : QueryShape.EMPTY;
  }

  private QueryShape call(JsonNode node) {
    var name = node.path("function_name").asText();
    return switch (functions.call(name)) {
      case Functions.Call.RowByRow() -> QueryShape.EMPTY;
      case Functions.Call.Aggregate() -> QueryShape.obstacle("aggregates (%s)".formatted(name));
      case Functions.Call.Window() ->
          QueryShape.obstacle("uses a window function (%s)".formatted(name));
      case Functions.Call.Varying() ->
          QueryShape.varying("calls %s, which other statements see otherwise".formatted(name));
      case Functions.Call.Macro(var definitions) -> macro(name, definitions);
      case Functions.Call.Unknown() -> notKnown(name);
    };
  }

  private QueryShape macro(String name, List<String> definitions) {
    if (!macros.add(name)) {
      return notKnown(name);
    }
    var shape = QueryShape.EMPTY;
    try {
      for (var definition : definitions) {
        var tree = binder.parse("SELECT " + definition);
        shape = shape.with(tree.isEmpty() ? notKnown(name) : query(tree.get(), Map.of()));
      }
    } catch (SqlRefused e) {
      shape = notKnown(name);
    } finally {
      macros.remove(name);
    }
    return shape.uses().isEmpty() ? shape : notKnown(name);
  }

  private static QueryShape notKnown(String what) {
    return QueryShape.obstacle("uses %s, which is not known to be row by row".formatted(what));
  }

  /** A node of another kind, in which only names are looked for. */
  private QueryShape unknown(JsonNode node, Map<String, QueryShape> scope) {
    var shape = notKnown(node.path("type").asText("something"));
    for (var child : node.findParents("table_name")) {
      shape = shape.with(named(child, scope).aside());
    }
    return shape;
  }

  private static boolean present(JsonNode node) {
    return !node.isMissingNode() && !node.isNull();
  }

  private static String lower(JsonNode name) {
    return name.asText().toLowerCase(Locale.ROOT);
  }
}
