package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.qualified;
import static dev.penstock.runner.target.redshift.Names.quoted;

import dev.penstock.api.model.SchemaPolicy;
import dev.penstock.api.model.Table;
import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.commit.CommittedTarget.Upsert;
import dev.penstock.runner.spi.PartSchema;
import dev.penstock.runner.target.redshift.TargetTable.Earlier;
import dev.penstock.runner.target.redshift.TargetTable.Existing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How an existing table and the rows that come differ, and what the target's policy says to that.
 * Widths of texts are not part of it: they are known once the rows are staged.
 *
 * @param added columns that the table gets
 * @param ignored columns of the rows that the table goes without
 * @param emptied columns of the table in which the rows hold NULL
 * @param wrong what no policy allows, in words that follow the table's name
 * @param remedies what a person can do about each
 */
record Drift(
    List<Column> added,
    List<Column> ignored,
    List<String> emptied,
    List<String> wrong,
    List<String> remedies) {
  Drift {
    added = List.copyOf(added);
    ignored = List.copyOf(ignored);
    emptied = List.copyOf(emptied);
    wrong = List.copyOf(wrong);
    remedies = List.copyOf(remedies);
  }

  /**
   * {@return the difference}
   *
   * @param existing by name, in lower case
   * @param columns of the parts
   */
  static Drift between(
      Map<String, Existing> existing,
      Table table,
      List<Column> columns,
      Optional<Upsert> upsert,
      SchemaPolicy policy) {
    return new Comparison(table, upsert, policy).of(existing, columns);
  }

  /** {@return the statements that a run sends for it, texts as wide as can be} */
  List<String> statements(Table table) {
    return added.stream()
        .map(column -> add(table, column, TextWidths.unknown(table).declared(column)))
        .toList();
  }

  /** {@return columns of documents that are none of SUPER though a new table would have them so} */
  static List<String> unparsed(Map<String, Existing> existing, Table table, List<Column> columns) {
    var made = TextWidths.unknown(table);
    List<String> found = new ArrayList<>();
    for (var column : columns) {
      var there = existing.get(column.name().toLowerCase(Locale.ROOT));
      if (there != null && !there.type().isSuper() && made.declared(column).equals("SUPER")) {
        found.add(
            "keeps column %s %s, which documents: Super does not change"
                .formatted(column.name(), there.type().shown()));
      }
    }
    return found;
  }

  /** {@return what a change to or from a mode that keeps versions means, where rows stay} */
  static List<String> modes(
      Map<String, Existing> existing, Optional<Upsert> upsert, Earlier earlier) {
    if (earlier == Earlier.GOES || earlier == Earlier.MAY_BE_GONE) {
      return List.of();
    }
    boolean kept = existing.containsKey(PartSchema.VALID_FROM);
    if (upsert.filter(Upsert::keepsVersions).isPresent()) {
      return kept
          ? List.of()
          : List.of(
              "has kept no versions: if this target has filled it, its next run is refused until one"
                  + " with fullRefresh");
    }
    if (!kept) {
      return List.of();
    }
    return List.of(
        "has columns of mode: Scd2: versions that it kept stay among the rows that come, "
            + (upsert.isPresent()
                ? "several per key until the key comes again, "
                : "without an end of those that are valid now, ")
            + "unless one run with fullRefresh replaces all");
  }

  static String add(Table table, Column column, String type) {
    return "ALTER TABLE %s ADD COLUMN %s %s"
        .formatted(qualified(table.qualified()), quoted(column.name()), type);
  }

  static String widen(Table table, String column, String type) {
    return "ALTER TABLE %s ALTER COLUMN %s TYPE %s"
        .formatted(qualified(table.qualified()), quoted(column), type);
  }

  /** {@return what gives a column another type, in place, by hand: Redshift alters VARCHAR only} */
  static String exchange(Table table, String column, String type) {
    var name = qualified(table.qualified());
    var fresh = column + "_new";
    return String.join(
        "; ",
        "ALTER TABLE %s ADD COLUMN %s %s".formatted(name, quoted(fresh), type),
        "UPDATE %s SET %s = %s".formatted(name, quoted(fresh), quoted(column)),
        "ALTER TABLE %s DROP COLUMN %s".formatted(name, quoted(column)),
        "ALTER TABLE %s RENAME COLUMN %s TO %s".formatted(name, quoted(fresh), quoted(column)));
  }

  private static final class Comparison {
    private final Table table;
    private final Optional<Upsert> upsert;
    private final SchemaPolicy policy;
    private final List<Column> added = new ArrayList<>();
    private final List<Column> ignored = new ArrayList<>();
    private final List<String> emptied = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> remedies = new ArrayList<>();

    Comparison(Table table, Optional<Upsert> upsert, SchemaPolicy policy) {
      this.table = table;
      this.upsert = upsert;
      this.policy = policy;
    }

    Drift of(Map<String, Existing> existing, List<Column> columns) {
      var others = new LinkedHashMap<>(existing);
      for (var column : columns) {
        var there = others.remove(column.name().toLowerCase(Locale.ROOT));
        if (there == null) {
          fresh(column);
        } else {
          typed(column, there.type());
        }
      }
      others.forEach(this::other);
      return new Drift(added, ignored, emptied, wrong, remedies);
    }

    private void fresh(Column column) {
      var declared = TextWidths.unknown(table).declared(column);
      var field = SuperRefusal.field(upsert, column.name());
      if (declared.equals("SUPER") && field.isPresent()) {
        wrong.add(
            "lacks column %s, which can not be a SUPER as %s"
                .formatted(column.name(), field.get()));
        remedies.add(SuperRefusal.remedy(field.get(), column.name()));
        return;
      }
      var statement = add(table, column, declared);
      switch (policy.newColumn()) {
        case ADD -> added.add(column);
        case IGNORE -> {
          if (isNeeded(column)) {
            wrong.add("lacks column %s, which no policy can ignore".formatted(column.name()));
            remedies.add("run " + statement);
          } else {
            ignored.add(column);
          }
        }
        case FAIL -> {
          wrong.add("lacks column %s %s".formatted(column.name(), column.type()));
          remedies.add("run %s, or write schema.newColumn: Add".formatted(statement));
        }
      }
    }

    /** Its rows could not be told apart without it, or not by their commit. */
    private boolean isNeeded(Column column) {
      return column.name().equals(PartSchema.COMMIT)
          || upsert.filter(how -> StagedVersions.needs(how, column.name())).isPresent()
          || upsert.stream()
              .flatMap(how -> how.key().stream())
              .anyMatch(column.name()::equalsIgnoreCase);
    }

    private void typed(Column column, WarehouseType there) {
      var field = SuperRefusal.field(upsert, column.name());
      if (there.isSuper() && field.isPresent()) {
        wrong.add(
            "has column %s SUPER, by which no rows are told apart, as %s"
                .formatted(column.name(), field.get()));
        remedies.add(
            "name another column as %s, or let it be a VARCHAR there".formatted(field.get()));
      } else if (there.isSuper() && !there.takes(column.type())) {
        wrong.add(
            "has column %s SUPER, which is filled from JSON and not from %s"
                .formatted(column.name(), column.type()));
        remedies.add(
            "make %s JSON by to_json in a step, or load it under another name"
                .formatted(column.name()));
      } else if (!there.takes(column.type())) {
        wrong.add(
            "has column %s %s, which does not take %s"
                .formatted(column.name(), there.name(), column.type()));
        remedies.add(
            there.copies(column.type())
                ? "run %s, or cast %s to %s in a step"
                    .formatted(
                        exchange(
                            table,
                            column.name().toLowerCase(Locale.ROOT),
                            WarehouseType.declared(column.type())),
                        column.name(),
                        there.shown())
                : "cast %s to %s in a step, or load it under another name"
                    .formatted(column.name(), there.shown()));
      } else if (!policy.keepWider() && !there.is(column.type())) {
        wrong.add(
            "has column %s %s, which is wider than %s"
                .formatted(column.name(), there.shown(), column.type()));
        remedies.add(
            "cast %s to %s in a step, or write schema.narrowerType: Keep"
                .formatted(column.name(), there.shown()));
      }
    }

    private void other(String name, Existing there) {
      if (there.numbered() && upsert.filter(Upsert::keepsVersions).isPresent()) {
        wrong.add(
            "numbers its rows by column %s, and a version that is written again would get another number"
                .formatted(name));
        remedies.add("drop column %s; key and beginning tell versions apart".formatted(name));
        return;
      }
      if (there.defaulted()) {
        return;
      }
      if (!there.nullable()) {
        wrong.add("demands column " + name);
        remedies.add("give %s a value in a step".formatted(name));
      } else if (name.startsWith(PartSchema.RESERVED)) {
        // Ours, of a mode that the target had.
        return;
      } else if (policy.setNull()) {
        emptied.add(name);
      } else {
        wrong.add("has column %s, which the rows lack".formatted(name));
        remedies.add(
            ("give %s a value in a step, write schema.missingColumn: SetNull, or drop the column if"
                    + " nobody needs it")
                .formatted(name));
      }
    }
  }
}
