package dev.penstock.runner.lineage;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.Source;
import dev.penstock.api.model.Step;
import dev.penstock.runner.engine.EngineFunction;
import dev.penstock.runner.engine.SqlRefused;
import dev.penstock.runner.engine.StepBinder;
import dev.penstock.runner.spi.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Follows columns from the tables of sources through all steps. */
public final class PlanLineage {
  private final Map<String, Connection> connections;
  private final StepBinder binder;
  private final Set<String> aggregates;

  /**
   * @param connections that the plan's sources name, by name
   * @param binder that parses; it needs to know no relation
   */
  public PlanLineage(Map<String, Connection> connections, StepBinder binder) {
    this.connections = Map.copyOf(connections);
    this.binder = binder;
    this.aggregates =
        binder.functions().stream()
            .filter(function -> function.kind() == EngineFunction.Kind.AGGREGATE)
            .map(EngineFunction::name)
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * {@return the lineage of every source and step, by name}
   *
   * @param steps in the order of a plan, with the SQL that the engine runs
   * @param schemas of sources and steps, by name
   */
  public Map<String, Lineage> of(
      List<Source> sources, List<Step> steps, Map<String, Schema> schemas) {
    Map<String, Lineage> known = new LinkedHashMap<>();
    for (var source : sources) {
      known.put(source.name(), mended(source, source(source, names(schemas, source.name()))));
    }
    return through(steps, schemas, known);
  }

  /**
   * {@return the lineage of sources, which is known, and of every step behind them, by name}
   *
   * @param steps in the order of a plan, with the SQL that the engine runs
   * @param schemas of sources and steps, by name
   */
  public Map<String, Lineage> through(
      List<Step> steps, Map<String, Schema> schemas, Map<String, Lineage> sources) {
    Map<String, Lineage> known = new LinkedHashMap<>(sources);
    Map<String, Relation> relations = new LinkedHashMap<>();
    known.forEach((name, lineage) -> relations.put(lower(name), relation(lineage)));
    for (var step : steps) {
      Tables tables =
          (schema, name) ->
              Optional.ofNullable(
                      schema.isEmpty() || schema.equalsIgnoreCase("main")
                          ? relations.get(lower(name))
                          : null)
                  .orElseGet(Relation.Unknown::new);
      var lineage = rows(step.sql(), tables).over(names(schemas, step.name()));
      known.put(step.name(), lineage);
      relations.put(lower(step.name()), relation(lineage));
    }
    return known;
  }

  /** {@return the tables that a source is known to read} */
  public List<Dataset> tables(Source source) {
    Set<Dataset> tables = new LinkedHashSet<>();
    if (source.read() instanceof Read.Table table) {
      of(source, table).ifPresent(tables::add);
    }
    var text = text(source);
    rows(text, tables(source, text, tables));
    return List.copyOf(tables);
  }

  private Lineage source(Source source, List<String> columns) {
    if (source.read() instanceof Read.Table table && table.where().isEmpty()) {
      Map<String, Set<Origin>> own = new LinkedHashMap<>();
      var dataset = of(source, table);
      columns.forEach(column ->
          own.put(
              column,
              dataset.map(one -> Set.of(new Origin(one, column, Use.IDENTITY))).orElse(Set.of())));
      return new Lineage(own, Set.of());
    }
    var text = text(source);
    return rows(text, tables(source, text, new LinkedHashSet<>())).over(columns);
  }

  /** A text that may be mended on its way is not taken as it is. */
  private static Lineage mended(Source source, Lineage lineage) {
    Map<String, Set<Origin>> columns = new LinkedHashMap<>(lineage.columns());
    columns.replaceAll((name, origins) ->
        source.invalidTexts().stream().anyMatch(text -> text.column().equalsIgnoreCase(name))
            ? Origin.used(Use.TRANSFORMATION, origins)
            : origins);
    return new Lineage(columns, lineage.rows());
  }

  private Optional<Dataset> of(Source source, Read.Table table) {
    return connections.get(source.connection()) instanceof Connection.Postgres postgres
        ? Optional.of(Dataset.of(postgres, table.schema(), table.name()))
        : Optional.empty();
  }

  private static String text(Source source) {
    return switch (source.read()) {
      case Read.Query(var sql) -> sql;
      case Read.Table table ->
          "SELECT * FROM %s.%s%s"
              .formatted(
                  quoted(table.schema()),
                  quoted(table.name()),
                  table.where().map(where -> " WHERE (\n" + where + "\n)").orElse(""));
    };
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** Without its schema it may be one of several, by a path that the server knows. */
  private Tables tables(Source source, String text, Set<Dataset> found) {
    var spelling = new Spelling(text);
    return (schema, name) -> {
      if (schema.isEmpty()
          || !(connections.get(source.connection()) instanceof Connection.Postgres postgres)) {
        return new Relation.Unknown();
      }
      var in = spelling.of(schema);
      var named = spelling.of(name);
      if (in.isEmpty() || named.isEmpty()) {
        return new Relation.Unknown();
      }
      var dataset = Dataset.of(postgres, in.get(), named.get());
      found.add(dataset);
      return new Relation.Table(dataset, spelling);
    };
  }

  private Rows rows(String sql, Tables tables) {
    try {
      return binder
          .parse(sql)
          .map(tree -> new QueryReader(tables, aggregates).query(tree))
          .orElse(Rows.UNKNOWN);
    } catch (SqlRefused e) {
      // A source's own SQL, which the engine need not understand.
      return Rows.UNKNOWN;
    }
  }

  private static Relation relation(Lineage lineage) {
    List<Rows.Item> items = new ArrayList<>();
    lineage.columns().forEach((name, origins) -> items.add(new Rows.Item.One(name, origins)));
    return new Relation.Query(new Rows(items, lineage.rows()));
  }

  private static List<String> names(Map<String, Schema> schemas, String relation) {
    return Optional.ofNullable(schemas.get(relation)).map(Schema::names).orElse(List.of());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
