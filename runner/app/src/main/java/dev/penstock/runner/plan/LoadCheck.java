package dev.penstock.runner.plan;

import dev.penstock.api.model.Deletes;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Target;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PartSchema;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Refuses targets whose relation does not have the columns that they name. */
final class LoadCheck {
  private LoadCheck() {}

  static void check(Pipeline pipeline, Map<String, Schema> relations) {
    for (int i = 0; i < pipeline.targets().size(); i++) {
      var target = pipeline.targets().get(i);
      var schema = relations.get(target.from());
      if (schema == null) {
        throw new IllegalArgumentException("No relation " + target.from());
      }
      check(target, schema, "spec.targets[" + i + "]");
    }
  }

  private static void check(Target target, Schema schema, String path) {
    for (Column column : schema.columns()) {
      if (column.name().toLowerCase(Locale.ROOT).startsWith(PartSchema.RESERVED)) {
        throw new ConfigurationException(
            Reason.COLUMN_NOT_ALLOWED,
            "Column %s of relation %s has a name that belongs to Penstock"
                .formatted(column.name(), target.from()),
            "Rename it in a step and name that step in %s.from".formatted(path));
      }
    }
    all(schema, target, target.sortBy(), path + ".sortBy");
    switch (target.mode()) {
      case Mode.Append append -> {}
      case Mode.Replace replace -> {}
      case Mode.Window(var column, var allowEmpty) -> {
        var at = path + ".window.column";
        day(schema, target, column, at);
        free(schema, target, column, at);
      }
      case Mode.Upsert(var key, var orderBy, var deletes) -> {
        all(schema, target, key, path + ".key");
        all(schema, target, orderBy, path + ".orderBy");
        if (deletes instanceof Deletes.Column(var name)) {
          tellsDeletes(schema, target, name, path + ".deletes.column");
        }
      }
      case Mode.Scd2 history -> {
        all(schema, target, history.key(), path + ".key");
        all(schema, target, history.orderBy(), path + ".orderBy");
        all(schema, target, history.track(), path + ".track");
        history
            .deleted()
            .ifPresent(name -> tellsDeletes(schema, target, name, path + ".deletes.column"));
        tellsValidity(schema, target, history, path);
      }
    }
    target
        .redshift()
        .ifPresent(table -> {
          table.distKey().ifPresent(key -> named(schema, target, key, path + ".redshift.distKey"));
          all(schema, target, table.sortKey(), path + ".redshift.sortKey");
        });
    target
        .s3()
        .ifPresent(dataset -> {
          var at = path + ".s3.partitionBy";
          all(schema, target, dataset.partitionBy(), at);
          dataset.partitionBy().forEach(column -> free(schema, target, column, at));
        });
  }

  private static void tellsDeletes(Schema schema, Target target, String name, String path) {
    named(schema, target, name, path);
    var type = Columns.find(schema, name).orElseThrow().type();
    switch (type) {
      case ColumnType.Bool bool -> {}
      case ColumnType.Date date -> {}
      case ColumnType.Timestamp timestamp -> {}
      case ColumnType.TimestampTz instant -> {}
      default ->
          throw new ConfigurationException(
              Reason.COLUMN_NOT_ALLOWED,
              "Column %s of relation %s is %s, which does not tell what target %s is to delete"
                  .formatted(name, target.from(), type, target.name()),
              "Name a boolean, or a date or timestamp that is NULL until the row is deleted, in "
                  + path);
    }
  }

  private static void tellsValidity(Schema schema, Target target, Mode.Scd2 history, String path) {
    var name = history.orderBy().getFirst();
    var type = Columns.find(schema, name).orElseThrow().type();
    switch (type) {
      case ColumnType.Date date -> {}
      case ColumnType.Timestamp timestamp -> {}
      case ColumnType.TimestampTz instant -> {}
      default ->
          throw new ConfigurationException(
              Reason.COLUMN_NOT_ALLOWED,
              "Column %s of relation %s is %s, which does not tell from when a version in target %s is valid"
                  .formatted(name, target.from(), type, target.name()),
              "Name a date or timestamp first in %s.orderBy".formatted(path));
    }
    if (Shapings.tracked(history, schema).isEmpty()) {
      throw new ConfigurationException(
          Reason.COLUMN_NOT_FOUND,
          "Relation %s of target %s has no column whose change would be a new version"
              .formatted(target.from(), target.name()),
          "Load a column beside those of key, orderBy and deletes in %s.from".formatted(path));
    }
  }

  private static void all(Schema schema, Target target, List<String> columns, String path) {
    for (int i = 0; i < columns.size(); i++) {
      named(schema, target, columns.get(i), path + "[" + i + "]");
    }
  }

  private static void named(Schema schema, Target target, String column, String path) {
    if (Columns.find(schema, column).isEmpty()) {
      throw new ConfigurationException(
          Reason.COLUMN_NOT_FOUND,
          "Relation %s of target %s has no column %s"
              .formatted(target.from(), target.name(), column),
          "Name one of %s in %s".formatted(String.join(", ", schema.names()), path));
    }
  }

  private static void day(Schema schema, Target target, String column, String path) {
    var found =
        Columns.find(schema, column)
            .orElseThrow(() ->
                new ConfigurationException(
                    Reason.COLUMN_NOT_FOUND,
                    "Relation %s of target %s has no column %s"
                        .formatted(target.from(), target.name(), column),
                    "Name one of %s in %s".formatted(String.join(", ", schema.names()), path)));
    if (!(found.type() instanceof ColumnType.Date)) {
      throw new ConfigurationException(
          Reason.COLUMN_NOT_ALLOWED,
          "Column %s of relation %s is %s, and the days of target %s are told by a DATE"
              .formatted(column, target.from(), found.type(), target.name()),
          "Make the day in a step, as CAST(at AT TIME ZONE 'Europe/Berlin' AS DATE), and name it in"
              + " %s".formatted(path));
    }
  }

  /** Readers of directories would see two columns of one name. */
  private static void free(Schema schema, Target target, String column, String path) {
    var directory = PartSchema.directory(column);
    if (Columns.find(schema, directory).isPresent()) {
      throw new ConfigurationException(
          Reason.COLUMN_NOT_ALLOWED,
          "Relation %s of target %s has a column %s, which is the name of a directory of %s"
              .formatted(target.from(), target.name(), directory, column),
          "Rename the column in a step, or partition by another one in " + path);
    }
  }
}
