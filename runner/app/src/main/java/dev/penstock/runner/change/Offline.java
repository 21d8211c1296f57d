package dev.penstock.runner.change;

import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.Source;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What manifests alone tell: written columns, and names in the parse trees of SQL. */
public record Offline(Trees trees) implements Knowledge {
  @Override
  public Map<String, Outline> relations(Environment environment, Pipeline pipeline) {
    var found = new HashMap<String, Outline>();
    Map<String, Outline> relations = new LinkedHashMap<>();
    for (var source : pipeline.sources()) {
      found.put(lower(source.name()), source(source));
      relations.put(source.name(), source(source));
    }
    for (var step : pipeline.steps()) {
      relations.put(step.name(), step(pipeline, step.name(), found));
    }
    return relations;
  }

  private Outline step(Pipeline pipeline, String name, Map<String, Outline> found) {
    var known = found.get(lower(name));
    if (known != null) {
      return known;
    }
    var step =
        pipeline.steps().stream().filter(one -> one.name().equalsIgnoreCase(name)).findFirst();
    if (step.isEmpty()) {
      return Outline.unknown(name);
    }
    // For steps that name each other in a circle, which the plan refuses.
    found.put(lower(name), Outline.unknown(name));
    var reader = new OutlineReader(other -> step(pipeline, other, found));
    var outline =
        trees.of(step.get().sql()).map(reader::read).orElseGet(() -> Outline.unknown(name));
    found.put(lower(name), outline);
    return outline;
  }

  private Outline source(Source source) {
    return switch (source.read()) {
      case Read.Table table -> {
        if (table.columns().isEmpty()) {
          yield Outline.unknown(table.qualified() + " of " + source.connection());
        }
        var outline = new Outline.Builder();
        table.columns().forEach(column -> outline.add(column, Optional.empty()));
        yield outline.build();
      }
      case Read.Query(var sql) ->
          trees
              .of(sql)
              .map(
                  new OutlineReader(table -> Outline.unknown(table + " of " + source.connection()))
                      ::read)
              .orElseGet(() -> Outline.unknown("the query of source " + source.name()));
    };
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
