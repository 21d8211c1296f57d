package dev.penstock.api.validation;

import dev.penstock.api.TargetMode;
import dev.penstock.api.TargetSpec;
import dev.penstock.api.model.Mode;
import dev.penstock.api.validation.Finding.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How rows enter a target, and the columns that this needs. */
final class ModeCheck {
  /** Of a key, or of an order. */
  static final int COLUMNS = 16;

  private ModeCheck() {}

  /**
   * @param item the target
   * @param relations whose only cursor also orders the versions of a key
   */
  static Mode check(Place item, TargetSpec spec, RelationCheck relations) {
    boolean absence = spec.deletes() != null && spec.deletes().absence() != null;
    if (spec.allowEmpty() != null
        && spec.mode() != TargetMode.REPLACE
        && spec.mode() != TargetMode.WINDOW
        && !absence) {
      item.field("allowEmpty")
          .refuse(
              Reason.INVALID,
              "has allowEmpty, which is about Replace, Window and deletes.absence",
              "Remove it or write one of these");
    }
    if (spec.window() != null && spec.mode() != TargetMode.WINDOW) {
      item.field("window")
          .refuse(
              Reason.INVALID,
              "has window, which is about Window",
              "Remove it or write mode: Window");
    }
    if (spec.deletes() != null
        && spec.mode() != TargetMode.UPSERT
        && spec.mode() != TargetMode.SCD2) {
      item.field("deletes")
          .refuse(
              Reason.INVALID,
              "has deletes, which are about Upsert and Scd2",
              "Remove them or write one of these");
    }
    if (spec.track() != null && spec.mode() != TargetMode.SCD2) {
      item.field("track")
          .refuse(
              Reason.INVALID, "has track, which is about Scd2", "Remove it or write mode: Scd2");
    }
    return switch (spec.mode()) {
      case null -> append(item, spec);
      case APPEND -> append(item, spec);
      case UPSERT -> upsert(item, spec, relations);
      case REPLACE -> replace(item, spec, relations);
      case WINDOW -> window(item, spec, relations);
      case SCD2 -> HistoryCheck.check(item, spec, relations);
      case UNKNOWN -> {
        item.field("mode")
            .refuse(
                Reason.NOT_SUPPORTED,
                "has a mode that this release does not know",
                "Write one of Append, Upsert, Replace, Window, Scd2");
        yield new Mode.Append();
      }
    };
  }

  private static Mode append(Place item, TargetSpec spec) {
    unused(item, spec, "Append");
    return new Mode.Append();
  }

  private static Mode replace(Place item, TargetSpec spec, RelationCheck relations) {
    unused(item, spec, "Replace");
    if (spec.from() != null && relations.isIncremental(spec.from())) {
      item.field("mode")
          .refuse(
              Reason.INVALID,
              "replaces all its rows by what source %s brings, which is only what has changed"
                  .formatted(Shown.of(spec.from())),
              "Remove incremental from the source, or write mode: Upsert");
    }
    return new Mode.Replace(Boolean.TRUE.equals(spec.allowEmpty()));
  }

  private static Mode window(Place item, TargetSpec spec, RelationCheck relations) {
    unused(item, spec, "Window");
    if (spec.from() != null && relations.isIncremental(spec.from())) {
      item.field("mode")
          .refuse(
              Reason.INVALID,
              "replaces whole days by what source %s brings, which is only what has changed"
                  .formatted(Shown.of(spec.from())),
              "Remove incremental from the source, or write mode: Upsert");
    }
    if (spec.sortBy() != null) {
      item.field("sortBy")
          .refuse(
              Reason.INVALID,
              "has sortBy, and the parts of Window, which lie by day, lie in no order",
              "Remove it");
    }
    if (spec.s3() != null && spec.s3().partitionBy() != null) {
      item.field("s3")
          .field("partitionBy")
          .refuse(
              Reason.INVALID,
              "has partitionBy, and the parts of Window lie by day already",
              "Remove it");
    }
    if (spec.window() == null) {
      item.field("window")
          .refuse(
              Reason.REQUIRED,
              "has the mode Window and no window",
              "Write window.column: the date that tells the day of a row");
      return new Mode.Append();
    }
    var at = item.field("window").field("column");
    var column = at.required(spec.window().column(), "window column", 127);
    if (column.isEmpty()) {
      return new Mode.Append();
    }
    Names.directory(at, column);
    return new Mode.Window(column, Boolean.TRUE.equals(spec.allowEmpty()));
  }

  private static void unused(Place item, TargetSpec spec, String mode) {
    unused(item.field("key"), spec.key(), "key", mode);
    unused(item.field("orderBy"), spec.orderBy(), "orderBy", mode);
  }

  private static void unused(Place place, @Nullable List<String> specs, String field, String mode) {
    if (specs != null) {
      place.refuse(
          Reason.INVALID,
          "has %s, which %s does not use".formatted(field, mode),
          "Remove it or write mode: Upsert");
    }
  }

  private static Mode upsert(Place item, TargetSpec spec, RelationCheck relations) {
    if (spec.key() == null) {
      item.field("key")
          .refuse(
              Reason.REQUIRED,
              "has the mode Upsert and no key",
              "Write key: the columns that tell rows apart");
    }
    var key = Columns.check(item.field("key"), spec.key(), "key", COLUMNS);
    var orderBy = orderBy(item.field("orderBy"), spec.orderBy(), relations.cursors());
    var deletes = DeletesCheck.check(item, spec, key, relations);
    return key.isEmpty() || orderBy.isEmpty()
        ? new Mode.Append()
        : new Mode.Upsert(key, orderBy, deletes);
  }

  private static List<String> orderBy(
      Place place, @Nullable List<String> specs, List<String> cursors) {
    if (specs != null) {
      return Columns.check(place, specs, "orderBy", COLUMNS);
    }
    if (cursors.size() != 1) {
      place.refuse(
          Reason.REQUIRED,
          cursors.isEmpty()
              ? "has no orderBy, and no source is incremental"
              : "has no orderBy, and %d sources are incremental".formatted(cursors.size()),
          "Write orderBy: the columns whose greatest value is the newest version of a key");
      return List.of();
    }
    return cursors;
  }
}
