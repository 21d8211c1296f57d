package dev.penstock.runner.change;

import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Table;
import dev.penstock.api.model.Target;
import dev.penstock.runner.change.ColumnChange.Kind;
import dev.penstock.runner.change.Effect.Code;
import dev.penstock.runner.target.redshift.WarehouseStatements;
import java.util.ArrayList;
import java.util.List;

/** What changed columns of a target mean for its table and for those who read it. */
final class ColumnEffects {
  private final Environment environment;
  private final List<Reader> readers;

  ColumnEffects(Environment environment, List<Reader> readers) {
    this.environment = environment;
    this.readers = readers;
  }

  /**
   * {@return what it means}
   *
   * @param kept whether the target fills the table that it filled before, which is there then
   * @param asked whether the warehouse has said itself how the table stands
   */
  List<Effect> of(
      Pipeline pipeline, Target target, List<ColumnChange> changes, boolean kept, boolean asked) {
    List<Effect> effects = new ArrayList<>();
    for (var change : changes) {
      if (change.kind() == Kind.DROPPED) {
        effects.add(dropped(target, change));
      }
      if (change.narrows()) {
        effects.add(
            new Effect(
                Code.COLUMN_NARROWED,
                "target " + target.name(),
                "Column %s of target %s is %s, and was %s"
                    .formatted(
                        change.name(),
                        target.name(),
                        change.after().orElse(""),
                        change.before().orElse("")),
                "See that no value is cut and no reader counts on the old type"));
      }
      if (kept && !asked) {
        target.redshift().ifPresent(table -> existing(target, table, change, effects));
      }
      for (var place : TargetEffects.places(environment, pipeline, target)) {
        readers.stream()
            .filter(reader -> reader.place().equals(place) && reader.reads(change.name()))
            .forEach(reader -> read(target, place, change, reader, effects));
      }
    }
    return effects;
  }

  private static Effect dropped(Target target, ColumnChange change) {
    return new Effect(
        Code.COLUMN_NO_LONGER_FILLED,
        "target " + target.name(),
        "Column %s of target %s is %sno longer filled%s"
            .formatted(
                change.name(),
                target.name(),
                change.certain() ? "" : "perhaps ",
                target
                    .redshift()
                    .map(table ->
                        (target.schema().setNull()
                                ? ": new rows of %s hold NULL there, no column is dropped"
                                : ": runs into %s are refused with TableMismatch while it has that"
                                    + " column and schema.missingColumn is not SetNull")
                            .formatted(table.qualified()))
                    .orElse("")),
        "See that nobody reads it any more");
  }

  // Of all types a warehouse widens VARCHAR alone.
  private static void existing(
      Target target, Table table, ColumnChange change, List<Effect> effects) {
    var object = "target " + target.name();
    if (change.kind() == Kind.ADDED) {
      if (!change.certain()) {
        // A star has most likely brought it before.
        return;
      }
      switch (target.schema().newColumn()) {
        case FAIL -> {}
        case IGNORE -> {
          return;
        }
        case ADD -> {
          effects.add(
              new Effect(
                  Code.TABLE_ALTERED,
                  object,
                  "Table %s was made without column %s; the next run adds it"
                      .formatted(table.qualified(), change.name()),
                  "Nothing is to be done if the user of the warehouse owns the table, which gets %s"
                      .formatted(
                          WarehouseStatements.addColumn(
                              table, change.name(), change.after().orElse("<type>")))));
          return;
        }
      }
      effects.add(
          new Effect(
              Code.TABLE_LACKS_COLUMN,
              object,
              "Table %s was made without column %s; runs are refused with TableMismatch until it has it"
                  .formatted(table.qualified(), change.name()),
              "Run before the merge: "
                  + WarehouseStatements.addColumn(
                      table, change.name(), change.after().orElse("<type>"))));
    } else if (change.kind() == Kind.WIDENED || change.kind() == Kind.RETYPED) {
      effects.add(
          new Effect(
              Code.TABLE_LACKS_ROOM,
              object,
              "Column %s of table %s was made as %s and may not take %s; runs are then refused with TableMismatch"
                  .formatted(
                      change.name(),
                      table.qualified(),
                      change.before().orElse(""),
                      change.after().orElse("")),
              "Alter the table before the merge, or cast the column to its old type in a step"));
    }
  }

  private static void read(
      Target target, Place place, ColumnChange change, Reader reader, List<Effect> effects) {
    var object = "target " + target.name();
    if (change.kind() == Kind.DROPPED) {
      effects.add(
          new Effect(
              Code.READER_LOSES_COLUMN,
              change.certain() ? Weight.BREAKING : Weight.NOTICE,
              object,
              "Column %s of %s is %sno longer filled, and %s"
                  .formatted(
                      change.name(), place, change.certain() ? "" : "perhaps ", reader.words()),
              "Keep the column, or change pipeline %s first"
                  .formatted(reader.pipeline().id().name())));
    } else if (change.narrows()) {
      effects.add(
          new Effect(
              Code.READER_COLUMN_NARROWED,
              object,
              "Column %s of %s becomes %s from %s, and %s"
                  .formatted(
                      change.name(),
                      place,
                      change.after().orElse(""),
                      change.before().orElse(""),
                      reader.words()),
              "Keep the type, or change pipeline %s first"
                  .formatted(reader.pipeline().id().name())));
    }
  }
}
