package dev.penstock.runner.plan;

import dev.penstock.api.model.ColumnPolicy;
import dev.penstock.api.model.ColumnPolicy.Length;
import dev.penstock.api.model.ColumnPolicy.TooLong;
import dev.penstock.api.model.Incremental;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.Target;
import dev.penstock.runner.engine.Fingerprint;
import dev.penstock.runner.engine.Shaping;
import dev.penstock.runner.engine.Shaping.Longer;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the column policies of targets ready for the engine, and refuses what fits no column. */
final class Shapings {
  private final Pipeline pipeline;
  private final Target target;
  private final Schema schema;
  private final String path;

  private Shapings(Pipeline pipeline, Target target, Schema schema, String path) {
    this.pipeline = pipeline;
    this.target = target;
    this.schema = schema;
    this.path = path;
  }

  /** {@return what becomes of values, per target in the order of the manifest} */
  static List<Shaping> of(Pipeline pipeline, Map<String, Schema> relations) {
    List<Shaping> shapings = new ArrayList<>();
    for (int i = 0; i < pipeline.targets().size(); i++) {
      var target = pipeline.targets().get(i);
      var schema = Objects.requireNonNull(relations.get(target.from()));
      shapings.add(
          new Shapings(pipeline, target, schema, "spec.targets[" + i + "].columns").shaping());
    }
    return shapings;
  }

  private Shaping shaping() {
    Map<String, Shaping.Limit> limits = new LinkedHashMap<>();
    if (target.redshift().isPresent()) {
      for (var column : schema.columns()) {
        if (isText(column)) {
          limits.put(
              column.name(), new Shaping.Limit(column.name(), ColumnPolicy.LONGEST, Longer.FAIL));
        }
      }
    }
    List<Shaping.Local> locals = new ArrayList<>();
    for (int i = 0; i < target.columns().size(); i++) {
      var policy = target.columns().get(i);
      var at = path + "[" + i + "]";
      var column = column(policy.name(), at);
      policy.length().ifPresent(length -> limits.put(column.name(), limit(column, length, at)));
      policy.zone().ifPresent(zone -> locals.add(local(column, zone, at)));
    }
    var shaping = new Shaping(List.copyOf(limits.values()), locals);
    return target.mode() instanceof Mode.Scd2 history
        ? new Shaping(
            shaping.limits(),
            shaping.locals(),
            Optional.of(new Fingerprint(tracked(history, shaping.of(schema)))),
            Optional.empty())
        : shaping;
  }

  /**
   * {@return the columns whose change is a new version} {@link LoadCheck} has found one at least.
   */
  static List<Column> tracked(Mode.Scd2 history, Schema schema) {
    return schema.columns().stream()
        .filter(column ->
            history.track().isEmpty()
                ? Stream.of(
                        history.key().stream(),
                        history.orderBy().stream(),
                        history.deleted().stream())
                    .flatMap(names -> names)
                    .noneMatch(column.name()::equalsIgnoreCase)
                : history.track().stream().anyMatch(column.name()::equalsIgnoreCase))
        .toList();
  }

  private static boolean isText(Column column) {
    return column.type() instanceof ColumnType.Text || column.type() instanceof ColumnType.Json;
  }

  private Column column(String name, String at) {
    return Columns.find(schema, name)
        .orElseThrow(() ->
            new ConfigurationException(
                Reason.COLUMN_NOT_FOUND,
                "Relation %s of target %s has no column %s"
                    .formatted(target.from(), target.name(), name),
                "Write %s in %s.name, or another one of %s"
                    .formatted(
                        Nearest.of(name, schema.names()), at, String.join(", ", schema.names()))));
  }

  private Shaping.Limit limit(Column column, Length length, String at) {
    if (!isText(column)) {
      throw refused(
          "has a length for column %s, which is %s".formatted(column.name(), column.type()),
          "Remove tooLong and maxBytes from " + at);
    }
    if (length.tooLong() == TooLong.TRUNCATE && column.type() instanceof ColumnType.Json) {
      throw refused(
          "truncates column %s, which is JSON and would be none any more".formatted(column.name()),
          "Write SetNull or Fail in %s.tooLong, or cast the column to VARCHAR in a step"
              .formatted(at));
    }
    return new Shaping.Limit(
        column.name(),
        length.bytes(),
        switch (length.tooLong()) {
          case FAIL -> Longer.FAIL;
          case TRUNCATE -> Longer.TRUNCATE;
          case SET_NULL -> Longer.SET_NULL;
        });
  }

  private Shaping.Local local(Column column, ZoneId zone, String at) {
    switch (column.type()) {
      case ColumnType.Timestamp timestamp -> {}
      case ColumnType.TimestampTz instant ->
          throw refused(
              "has a timeZone for column %s, which is an instant already".formatted(column.name()),
              "Remove timeZone from %s; a step gives the wall clock of a zone by timezone('%s', %s)"
                  .formatted(at, zone.getId(), column.name()));
      default ->
          throw refused(
              "has a timeZone for column %s, which is %s".formatted(column.name(), column.type()),
              "Remove timeZone from " + at);
    }
    cursor(column)
        .filter(cursor -> !cursor.zone().equals(zone))
        .ifPresent(cursor -> {
          throw refused(
              "says that column %s holds times of %s, its source %s says %s"
                  .formatted(column.name(), zone.getId(), target.from(), cursor.zone().getId()),
              "Write the same in %s.timeZone and in incremental.timeZone of the source"
                  .formatted(at));
        });
    return new Shaping.Local(column.name(), zone);
  }

  /** {@return the increment whose cursor the column is, where the target is from a source} */
  private Optional<Incremental> cursor(Column column) {
    return pipeline.sources().stream()
        .filter(source -> source.name().equals(target.from()))
        .flatMap(source ->
            switch (source.read()) {
              case Read.Table table -> table.incremental().stream();
              case Read.Query query -> java.util.stream.Stream.<Incremental>empty();
            })
        .filter(incremental -> incremental.column().equalsIgnoreCase(column.name()))
        .findFirst();
  }

  private ConfigurationException refused(String words, String nextStep) {
    return new ConfigurationException(
        Reason.INVALID_SPEC, "Target %s %s".formatted(target.name(), words), nextStep);
  }
}
