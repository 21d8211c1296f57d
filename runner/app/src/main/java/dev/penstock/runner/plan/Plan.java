package dev.penstock.runner.plan;

import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Step;
import dev.penstock.api.model.Target;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.StepBinder;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PartSchema;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a run will do.
 *
 * @param relations every source and step with its columns, sources first, each step after what it
 *     names
 * @param loads what is sealed for which target, in the order of the manifest
 */
public record Plan(Pipeline pipeline, Map<String, Schema> relations, List<Load> loads) {
  public Plan {
    relations = Collections.unmodifiableMap(new LinkedHashMap<>(relations));
    loads = List.copyOf(loads);
  }

  /** A target and the columns of its parts. */
  public record Load(Target target, PartSchema parts) {}

  /**
   * Plans a run.
   *
   * @param sources the columns of every source, by name
   * @param engine for the database in which steps are bound
   * @throws ConfigurationException for the first thing that can not work
   */
  public static Plan of(Pipeline pipeline, Map<String, Schema> sources, EngineSettings engine) {
    Map<String, Schema> relations = new LinkedHashMap<>();
    try (StepBinder binder = StepBinder.open(engine)) {
      for (var source : pipeline.sources()) {
        Schema schema =
            Optional.ofNullable(sources.get(source.name()))
                .orElseThrow(
                    () -> new IllegalArgumentException("Source " + source.name() + " is not open"));
        binder.declare(source.name(), schema);
        relations.put(source.name(), schema);
      }
      for (int i = 0; i < pipeline.steps().size(); i++) {
        Step step = pipeline.steps().get(i);
        relations.put(
            step.name(), binder.bind(step.name(), step.sql(), "spec.steps[" + i + "].sql"));
      }
    }
    List<Load> loads = new ArrayList<>();
    for (int i = 0; i < pipeline.targets().size(); i++) {
      loads.add(load(pipeline.targets().get(i), relations, "spec.targets[" + i + "]"));
    }
    return new Plan(pipeline, relations, loads);
  }

  private static Load load(Target target, Map<String, Schema> relations, String path) {
    Schema schema =
        Optional.ofNullable(relations.get(target.from()))
            .orElseThrow(() -> new IllegalArgumentException("No relation " + target.from()));
    for (Column column : schema.columns()) {
      if (column.name().toLowerCase(Locale.ROOT).startsWith(PartSchema.RESERVED)) {
        throw new ConfigurationException(
            Reason.COLUMN_NOT_ALLOWED,
            "Column %s of relation %s has a name that belongs to Penstock"
                .formatted(column.name(), target.from()),
            "Rename it in a step and name that step in %s.from".formatted(path));
      }
    }
    target
        .redshift()
        .ifPresent(table -> {
          table.distKey().ifPresent(key -> named(schema, target, key, path + ".redshift.distKey"));
          for (int i = 0; i < table.sortKey().size(); i++) {
            named(schema, target, table.sortKey().get(i), path + ".redshift.sortKey[" + i + "]");
          }
        });
    return new Load(target, PartSchema.of(schema));
  }

  /** The warehouse folds names to lower case, so the case makes no difference. */
  private static void named(Schema schema, Target target, String column, String path) {
    if (schema.names().stream().noneMatch(column::equalsIgnoreCase)) {
      throw new ConfigurationException(
          Reason.COLUMN_NOT_FOUND,
          "Relation %s of target %s has no column %s"
              .formatted(target.from(), target.name(), column),
          "Name one of %s in %s".formatted(String.join(", ", schema.names()), path));
    }
  }
}
