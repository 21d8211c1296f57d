package dev.penstock.runner.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.runner.lineage.Rows.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads off a parse tree what the columns of a query derive from. */
final class QueryReader {
  /** A recursive query may pass a column on so often until nothing new comes. */
  private static final int ROUNDS = 8;

  private final Tables tables;
  private final ExpressionReader expressions;

  /**
   * @param aggregates names of functions, in lower case
   */
  QueryReader(Tables tables, Set<String> aggregates) {
    this.tables = tables;
    this.expressions = new ExpressionReader(this, aggregates);
  }

  /** {@return what a query yields} */
  Rows query(JsonNode node) {
    return query(node, Scope.NOTHING);
  }

  Rows query(JsonNode node, Scope outer) {
    var relations = outer.relations();
    for (var entry : node.path("cte_map").path("map")) {
      var name = entry.path("key").asText().toLowerCase(Locale.ROOT);
      var value = entry.path("value");
      var aliases = texts(value.path("aliases"));
      var inner = value.path("query_node");
      var scope = outer.within(relations);
      var rows =
          inner.path("type").asText().equals("RECURSIVE_CTE_NODE")
              ? recursive(inner, name, aliases, scope)
              : query(inner, scope).named(aliases);
      relations.put(name, new Relation.Query(rows));
    }
    var scope = outer.within(relations);
    return switch (node.path("type").asText()) {
      case "SELECT_NODE" -> select(node, scope);
      case "SET_OPERATION_NODE" -> sets(node, scope);
      default -> Rows.UNKNOWN;
    };
  }

  private Rows recursive(JsonNode node, String name, List<String> aliases, Scope scope) {
    var rows = query(node.path("left"), scope).named(aliases);
    for (int round = 0; round < ROUNDS; round++) {
      var relations = scope.relations();
      relations.put(name, new Relation.Query(rows));
      var again = union(rows, query(node.path("right"), scope.within(relations)));
      if (again.equals(rows)) {
        return rows;
      }
      rows = again;
    }
    return new Rows(List.of(new Item.Gap()), rows.rows());
  }

  private Rows sets(JsonNode node, Scope scope) {
    List<Rows> parts = new ArrayList<>();
    node.path("children").forEach(child -> parts.add(query(child, scope)));
    if (parts.isEmpty()) {
      return Rows.UNKNOWN;
    }
    var all =
        switch (node.path("setop_type").asText()) {
          case "UNION" -> parts.stream().reduce(QueryReader::union).orElseThrow();
          case "UNION_BY_NAME" -> parts.stream().reduce(QueryReader::unionByName).orElseThrow();
          case "EXCEPT", "INTERSECT" -> chosen(parts);
          default -> Rows.UNKNOWN;
        };
    Set<Origin> rows = new LinkedHashSet<>(all.rows());
    Map<String, Set<Origin>> names = new LinkedHashMap<>();
    all.ones().ifPresent(ones -> ones.forEach(one -> name(names, one)));
    modifiers(node, scope.selecting(names).sorting(), all, rows);
    return new Rows(all.items(), rows);
  }

  /** Which rows stay is decided by all columns of all sides. */
  private static Rows chosen(List<Rows> parts) {
    Set<Origin> rows = new LinkedHashSet<>();
    parts.forEach(part -> rows.addAll(part.rows()));
    parts.forEach(part -> rows.addAll(Origin.used(Use.FILTER, part.all())));
    return new Rows(parts.getFirst().items(), rows);
  }

  private static Rows union(Rows left, Rows right) {
    Set<Origin> rows = both(left.rows(), right.rows());
    var ones = left.ones();
    var others = right.ones();
    if (ones.isEmpty() || others.isEmpty() || ones.get().size() != others.get().size()) {
      return new Rows(List.of(new Item.Gap()), rows);
    }
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < ones.get().size(); i++) {
      var one = ones.get().get(i);
      items.add(new Item.One(one.name(), both(one.origins(), others.get().get(i).origins())));
    }
    return new Rows(items, rows);
  }

  private static Rows unionByName(Rows left, Rows right) {
    Set<Origin> rows = both(left.rows(), right.rows());
    if (left.ones().isEmpty() || right.ones().isEmpty()) {
      return new Rows(List.of(new Item.Gap()), rows);
    }
    List<Item.One> items = new ArrayList<>(left.ones().get());
    for (var other : right.ones().get()) {
      int at = 0;
      while (at < items.size() && !items.get(at).name().equalsIgnoreCase(other.name())) {
        at++;
      }
      if (other.name().isEmpty()) {
        return new Rows(List.of(new Item.Gap()), rows);
      }
      if (at == items.size()) {
        items.add(other);
      } else {
        var one = items.get(at);
        items.set(at, new Item.One(one.name(), both(one.origins(), other.origins())));
      }
    }
    return new Rows(List.copyOf(items), rows);
  }

  private Rows select(JsonNode node, Scope outer) {
    Set<Origin> rows = new LinkedHashSet<>();
    var from = table(node.path("from_table"), outer, rows);
    var scope = outer.from(from);
    List<Item> items = new ArrayList<>();
    Map<String, Set<Origin>> selected = new LinkedHashMap<>();
    List<Item.One> plain = new ArrayList<>();
    for (var expression : node.path("select_list")) {
      var now = scope.selecting(selected);
      for (var item : items(expression, from, now)) {
        items.add(item);
        if (item instanceof Item.One one) {
          name(selected, one);
          if (!expressions.aggregates(expression)) {
            plain.add(one);
          }
        }
      }
    }
    var all = new Rows(items, Set.of());
    var after = scope.selecting(selected);
    rows.addAll(Origin.used(Use.FILTER, expressions.in(node.path("where_clause"), after)));
    for (var group : node.path("group_expressions")) {
      rows.addAll(Origin.used(Use.GROUP_BY, placed(group, after, all)));
    }
    if (node.path("aggregate_handling").asText().equals("FORCE_AGGREGATES")) {
      plain.forEach(one -> rows.addAll(Origin.used(Use.GROUP_BY, one.origins())));
    }
    rows.addAll(Origin.used(Use.FILTER, expressions.in(node.path("having"), after)));
    rows.addAll(Origin.used(Use.FILTER, expressions.in(node.path("qualify"), after)));
    modifiers(node, after.sorting(), all, rows);
    return new Rows(items, rows);
  }

  private void modifiers(JsonNode node, Scope scope, Rows all, Set<Origin> rows) {
    for (var modifier : node.path("modifiers")) {
      for (var order : modifier.path("orders")) {
        var by = order.path("expression");
        rows.addAll(
            Origin.used(
                Use.SORT,
                by.path("class").asText().equals("STAR") ? all.all() : placed(by, scope, all)));
      }
      for (var by : modifier.path("distinct_on_targets")) {
        rows.addAll(Origin.used(Use.GROUP_BY, placed(by, scope, all)));
      }
    }
  }

  /** A number stands for the column at that place. */
  private Set<Origin> placed(JsonNode by, Scope scope, Rows all) {
    if (!by.path("class").asText().equals("CONSTANT")) {
      return expressions.in(by, scope);
    }
    var literal = by.path("literal").path("text").asText(by.path("value").path("value").asText());
    return literal.matches("[0-9]{1,4}") ? all.at(Integer.parseInt(literal)) : Set.of();
  }

  private static void name(Map<String, Set<Origin>> names, Item.One one) {
    if (!one.name().isEmpty()) {
      names.putIfAbsent(one.name().toLowerCase(Locale.ROOT), one.origins());
    }
  }

  private List<Item> items(JsonNode expression, From from, Scope scope) {
    if (expression.path("class").asText().equals("STAR")) {
      return new StarReader(expressions).items(expression, from, scope);
    }
    if (expressions.expands(expression)) {
      return List.of(new Item.Gap());
    }
    var alias = expression.path("alias").asText("");
    var names = texts(expression.path("column_names"));
    return List.of(
        new Item.One(
            alias.isEmpty() && !names.isEmpty() ? names.getLast() : alias,
            expressions.in(expression, scope)));
  }

  private From table(JsonNode node, Scope scope, Set<Origin> rows) {
    var alias = node.path("alias").asText("");
    var columns = texts(node.path("column_name_alias"));
    var from =
        switch (node.path("type").asText()) {
          case "EMPTY" -> From.NOTHING;
          case "BASE_TABLE" -> base(node, alias, columns, scope);
          case "SUBQUERY" ->
              From.of(
                  "",
                  alias,
                  new Relation.Query(
                      query(node.path("subquery").path("node"), scope).named(columns)));
          case "TABLE_FUNCTION" ->
              From.of(
                  "",
                  alias.isEmpty() ? node.path("function").path("function_name").asText() : alias,
                  new Relation.Made(
                      expressions.in(node.path("function").path("arguments"), scope)));
          case "EXPRESSION_LIST" ->
              From.of("", alias, new Relation.Query(values(node, scope).named(columns)));
          case "JOIN" -> join(node, scope, rows);
          default -> From.of("", alias, new Relation.Unknown());
        };
    if (!node.path("type").asText().equals("JOIN")) {
      from.relations().forEach(one -> rows.addAll(one.relation().rows()));
    }
    return from;
  }

  private From base(JsonNode node, String alias, List<String> columns, Scope scope) {
    var schema = node.path("schema_name").asText("");
    var name = node.path("table_name").asText();
    var with = schema.isEmpty() ? scope.with().get(name.toLowerCase(Locale.ROOT)) : null;
    var relation = with == null ? tables.named(schema, name) : with;
    if (!columns.isEmpty()) {
      relation =
          relation instanceof Relation.Query(var own)
              ? new Relation.Query(own.named(columns))
              : new Relation.Unknown();
    }
    return From.of(schema, alias.isEmpty() ? name : alias, relation);
  }

  private Rows values(JsonNode node, Scope scope) {
    List<Item> items = new ArrayList<>();
    for (var row : node.path("values")) {
      for (int i = 0; i < row.size(); i++) {
        var origins = expressions.in(row.path(i), scope);
        if (i == items.size()) {
          items.add(new Item.One("col" + i, origins));
        } else if (items.get(i) instanceof Item.One(var name, var before)) {
          items.set(i, new Item.One(name, both(before, origins)));
        }
      }
    }
    return new Rows(items, Set.of());
  }

  private From join(JsonNode node, Scope scope, Set<Origin> rows) {
    var left = table(node.path("left"), scope, rows);
    // What stands on the right may use what stands on the left.
    var right = table(node.path("right"), scope.from(left), rows);
    if (node.path("ref_type").asText().equals("NATURAL")
        && (left.names().isEmpty() || right.names().isEmpty())) {
      // Which columns are one is not known, nor which side a star takes them from.
      return left.unknown().with(right.unknown());
    }
    var type = node.path("join_type").asText();
    Map<String, Set<Origin>> merged = new LinkedHashMap<>();
    for (var name : shared(node, left, right)) {
      var one = new Scope(scope.with(), List.of(left), Map.of(), Set.of(), false);
      var other = new Scope(scope.with(), List.of(right), Map.of(), Set.of(), false);
      var before = one.column(List.of(name));
      var after = other.column(List.of(name));
      rows.addAll(Origin.used(Use.JOIN, both(before, after)));
      merged.put(
          name.toLowerCase(Locale.ROOT),
          switch (type) {
            case "RIGHT" -> after;
            case "OUTER", "FULL" -> Origin.used(Use.TRANSFORMATION, both(before, after));
            default -> before;
          });
    }
    var all = left.merging(right, merged);
    rows.addAll(Origin.used(Use.JOIN, expressions.in(node.path("condition"), scope.from(all))));
    return type.equals("SEMI") || type.equals("ANTI") ? left : all;
  }

  private static List<String> shared(JsonNode node, From left, From right) {
    if (!node.path("ref_type").asText().equals("NATURAL")) {
      return texts(node.path("using_columns"));
    }
    Optional<Set<String>> names = left.names();
    return names
        .flatMap(own -> right.names().map(others -> own.stream().filter(others::contains).toList()))
        .orElse(List.of());
  }

  private static Set<Origin> both(Set<Origin> one, Set<Origin> other) {
    Set<Origin> both = new LinkedHashSet<>(one);
    both.addAll(other);
    return both;
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
