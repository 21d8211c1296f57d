package dev.penstock.api.validation;

import dev.penstock.api.DeletedRows;
import dev.penstock.api.IncrementalSpec;
import dev.penstock.api.NullCursors;
import dev.penstock.api.model.Incremental;
import dev.penstock.api.model.Incremental.Deletes;
import dev.penstock.api.model.Incremental.Nulls;
import dev.penstock.api.validation.Finding.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a table is read by increments. */
final class IncrementalCheck {
  private static final Duration MAX = Duration.ofDays(31);

  private final Findings findings;
  private final Place table;
  private final List<String> columns;

  /**
   * @param table that holds {@code incremental}
   * @param columns that are read; empty: all
   */
  IncrementalCheck(Findings findings, Place table, List<String> columns) {
    this.findings = findings;
    this.table = table;
    this.columns = List.copyOf(columns);
  }

  Optional<Incremental> check(IncrementalSpec spec) {
    int mark = findings.mark();
    var place = table.field("incremental");
    var column = place.field("column").required(spec.column(), "cursor", Columns.NAME);
    isRead(place.field("column"), column, "the cursor");
    var key = key(place.field("key"), spec.key());
    var overlap = duration(place.field("overlap"), spec.overlap(), "overlap").orElse(Duration.ZERO);
    var settle = duration(place.field("settle"), spec.settle(), "settle");
    var zone = Schedule.zone(place.field("timeZone"), spec.timeZone());
    var nulls = nulls(place.field("nulls"), spec.nulls());
    var deletes = deletes(place.field("deletes"), spec.deletes());
    if (spec.key() == null) {
      needsNoKey(place.field("key"), overlap, nulls);
    }
    return findings.since(
        mark, () -> new Incremental(column, key, overlap, settle, zone, nulls, deletes));
  }

  private List<String> key(Place place, @Nullable List<String> specs) {
    var key = Columns.check(place, specs, "key", 16);
    for (int i = 0; i < key.size(); i++) {
      isRead(place.item(i), key.get(i), "the key column");
    }
    return key;
  }

  private void isRead(Place place, String column, String what) {
    if (!column.isEmpty() && !columns.isEmpty() && !columns.contains(column)) {
      place.refuse(
          Reason.NOT_FOUND,
          "has %s %s, which is not among the columns that it reads"
              .formatted(what, Shown.of(column)),
          "Add %s to %s".formatted(Shown.of(column), table.field("columns").path()));
    }
  }

  /** Rows that are read again can be told from new ones by nothing but a key. */
  private static void needsNoKey(Place place, Duration overlap, Nulls nulls) {
    if (!overlap.isZero()) {
      place.refuse(
          Reason.REQUIRED,
          "has an overlap and no key",
          "Write key: the columns that tell rows apart, or remove overlap");
    } else if (nulls == Nulls.INCLUDE) {
      place.refuse(
          Reason.REQUIRED,
          "includes rows without a cursor and has no key",
          "Write key: the columns that tell rows apart, or nulls: Fail");
    }
  }

  private static Optional<Duration> duration(Place place, @Nullable String value, String what) {
    if (value == null) {
      return Optional.empty();
    }
    var text = place.required(value, what, 32);
    var duration = GoDuration.parse(text).filter(d -> d.compareTo(MAX) <= 0);
    if (!text.isEmpty() && duration.isEmpty()) {
      place.refuse(
          Reason.INVALID,
          "has the %s %s, which is not valid".formatted(what, Shown.of(text)),
          "Write a duration from 0s to 744h, as 90s or 1h30m");
    }
    return duration;
  }

  private static Nulls nulls(Place place, @Nullable NullCursors nulls) {
    return switch (nulls) {
      case null -> Nulls.FAIL;
      case FAIL -> Nulls.FAIL;
      case INCLUDE -> Nulls.INCLUDE;
      case UNKNOWN -> {
        place.refuse(
            Reason.NOT_SUPPORTED,
            "has a nulls that this release does not know",
            "Write one of Fail, Include");
        yield Nulls.FAIL;
      }
    };
  }

  private static Deletes deletes(Place place, @Nullable DeletedRows deletes) {
    return switch (deletes) {
      case null -> Deletes.IGNORE;
      case IGNORE -> Deletes.IGNORE;
      case UNKNOWN -> {
        place.refuse(
            Reason.NOT_SUPPORTED, "has a deletes that this release does not know", "Write Ignore");
        yield Deletes.IGNORE;
      }
    };
  }
}
