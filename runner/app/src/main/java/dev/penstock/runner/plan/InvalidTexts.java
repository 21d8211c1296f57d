package dev.penstock.runner.plan;

import dev.penstock.api.model.InvalidText;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Step;
import dev.penstock.api.model.Target;
import dev.penstock.runner.engine.StepBinder;
import dev.penstock.runner.lineage.Dataset;
import dev.penstock.runner.lineage.Lineage;
import dev.penstock.runner.lineage.Origin;
import dev.penstock.runner.lineage.PlanLineage;
import dev.penstock.runner.lineage.Use;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the columns of sources whose texts may be no UTF-8, and refuses what fits no column. */
final class InvalidTexts {
  private InvalidTexts() {}

  /**
   * {@return per source, by column as it spells it, whether what is wrong is replaced}
   *
   * @param relations the columns of every source and step, by name
   * @param steps in their order, with the SQL that the engine runs
   */
  static Map<String, Map<String, Boolean>> of(
      Pipeline pipeline, Map<String, Schema> relations, List<Step> steps, StepBinder binder) {
    Map<String, Map<String, Boolean>> all = new LinkedHashMap<>();
    for (int i = 0; i < pipeline.sources().size(); i++) {
      var source = pipeline.sources().get(i);
      Map<String, Boolean> columns = new LinkedHashMap<>();
      for (var policy : source.invalidTexts()) {
        var path = "spec.sources[" + i + "].columns";
        var schema = Objects.requireNonNull(relations.get(source.name()));
        var column = column(source.name(), schema, policy, path);
        refuseKeys(pipeline, source.name(), column, path);
        columns.put(column, policy.replace());
      }
      all.put(source.name(), columns);
    }
    if (!steps.isEmpty() && all.values().stream().anyMatch(columns -> !columns.isEmpty())) {
      refuseKeysOfSteps(pipeline, relations, steps, binder, all);
    }
    return all;
  }

  private static String column(String source, Schema schema, InvalidText policy, String path) {
    var column =
        Columns.find(schema, policy.column())
            .orElseThrow(() ->
                new ConfigurationException(
                    Reason.COLUMN_NOT_FOUND,
                    "Source %s has no column %s".formatted(source, policy.column()),
                    "Write %s in %s, or another one of %s"
                        .formatted(
                            Nearest.of(policy.column(), schema.names()),
                            path,
                            String.join(", ", schema.names()))));
    if (!(column.type() instanceof ColumnType.Text || column.type() instanceof ColumnType.Json)) {
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          "Source %s has invalidText for column %s, which is %s"
              .formatted(source, column.name(), column.type()),
          "Remove it from " + path);
    }
    return column.name();
  }

  private static Stream<String> telling(Mode mode) {
    return switch (mode) {
      case Mode.Append append -> Stream.empty();
      case Mode.Replace replace -> Stream.empty();
      case Mode.Window window -> Stream.empty();
      case Mode.Upsert upsert -> Stream.concat(upsert.key().stream(), upsert.orderBy().stream());
      case Mode.Scd2 history -> Stream.concat(history.key().stream(), history.orderBy().stream());
    };
  }

  /** Two keys that are mended may become one, and then one of two rows is gone. */
  private static void refuseKeys(Pipeline pipeline, String source, String column, String path) {
    pipeline.targets().stream()
        .filter(target -> target.from().equals(source))
        .filter(target -> telling(target.mode()).anyMatch(column::equalsIgnoreCase))
        .findFirst()
        .ifPresent(target -> {
          throw new ConfigurationException(
              Reason.INVALID_SPEC,
              "Source %s has invalidText for column %s, by which target %s tells rows apart"
                  .formatted(source, column, target.name()),
              "Remove it from %s, or correct these texts in a query or a view".formatted(path));
        });
  }

  /** The same behind steps, as far as their text tells where a key is from. */
  private static void refuseKeysOfSteps(
      Pipeline pipeline,
      Map<String, Schema> relations,
      List<Step> steps,
      StepBinder binder,
      Map<String, Map<String, Boolean>> mended) {
    Map<String, Lineage> sources = new LinkedHashMap<>();
    for (var source : pipeline.sources()) {
      Map<String, Set<Origin>> columns = new LinkedHashMap<>();
      Objects.requireNonNull(relations.get(source.name()))
          .names()
          .forEach(column -> columns.put(column, Set.of(own(source.name(), column))));
      sources.put(source.name(), new Lineage(columns, Set.of()));
    }
    var lineage = new PlanLineage(Map.of(), binder).through(steps, relations, sources);
    for (var target : pipeline.targets()) {
      if (steps.stream().anyMatch(step -> step.name().equals(target.from()))) {
        var columns = Objects.requireNonNull(lineage.get(target.from())).columns();
        telling(target.mode())
            .forEach(key ->
                columns.forEach((column, origins) -> {
                  if (column.equalsIgnoreCase(key)) {
                    refuse(pipeline, target, column, origins, mended);
                  }
                }));
      }
    }
  }

  private static Origin own(String source, String column) {
    return new Origin(new Dataset("source", source), column, Use.IDENTITY);
  }

  /** Whoever computes a key from several columns has seen to it that it is one. */
  private static void refuse(
      Pipeline pipeline,
      Target target,
      String key,
      Set<Origin> origins,
      Map<String, Map<String, Boolean>> mended) {
    var direct = origins.stream().filter(origin -> origin.use().direct()).toList();
    var alone =
        direct.stream().map(one -> List.of(one.dataset(), one.column())).distinct().count() == 1;
    for (var origin : direct) {
      var source = origin.dataset().name();
      if ((alone || origin.use() == Use.IDENTITY)
          && mended.getOrDefault(source, Map.of()).containsKey(origin.column())) {
        int at = pipeline.sources().stream().map(named -> named.name()).toList().indexOf(source);
        throw new ConfigurationException(
            Reason.INVALID_SPEC,
            "Source %s has invalidText for column %s, from which step %s makes %s, by which target %s tells rows apart"
                .formatted(source, origin.column(), target.from(), key, target.name()),
            "Remove it from spec.sources[%d].columns, or correct these texts in a query or a view"
                .formatted(at));
      }
    }
  }
}
