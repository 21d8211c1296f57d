package dev.penstock.api.validation;

import dev.penstock.api.AbsenceSpec;
import dev.penstock.api.TargetSpec;
import dev.penstock.api.model.Deletes;
import dev.penstock.api.validation.Finding.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an upsert learns that a key is gone. */
final class DeletesCheck {
  private DeletesCheck() {}

  /**
   * @param item the target
   * @param key its columns, right or wrong
   */
  static Deletes check(Place item, TargetSpec spec, List<String> key, RelationCheck relations) {
    var deletes = spec.deletes();
    if (deletes == null) {
      return new Deletes.Unseen();
    }
    var place = item.field("deletes");
    if ((deletes.column() == null) == (deletes.absence() == null)) {
      place.refuse(
          Reason.INVALID,
          deletes.column() == null
              ? "does not say how it learns of deletes"
              : "says twice how it learns of deletes",
          "Write exactly one of column, absence under it");
      return new Deletes.Unseen();
    }
    return deletes.absence() == null
        ? column(place.field("column"), deletes.column(), key)
        : absence(item, spec, deletes.absence(), relations);
  }

  private static Deletes column(Place place, @Nullable String written, List<String> key) {
    var column = place.required(written, "name for the column of deletes", Columns.NAME);
    if (key.stream().anyMatch(column::equalsIgnoreCase)) {
      place.refuse(
          Reason.INVALID,
          "tells deletes by %s, which is part of its key".formatted(Shown.of(column)),
          "Name another column, or leave it out of the key");
    }
    return column.isEmpty() ? new Deletes.Unseen() : new Deletes.Column(column);
  }

  private static Deletes absence(
      Place item, TargetSpec spec, AbsenceSpec absence, RelationCheck relations) {
    var place = item.field("deletes").field("absence");
    if (spec.redshift() == null) {
      place.refuse(
          Reason.INVALID,
          "deletes from its table what a run does not bring, and has no table",
          "Write redshift under it, or mode: Replace in place of Upsert");
    }
    if (spec.from() != null && relations.isIncremental(spec.from())) {
      place.refuse(
          Reason.INVALID,
          "deletes what source %s does not bring, which brings only what has changed"
              .formatted(Shown.of(spec.from())),
          "Remove incremental from the source, or write deletes.column");
    }
    if (absence.maxPercent() == null) {
      place.field("maxPercent").missing("maxPercent");
      return new Deletes.Unseen();
    }
    int mark = item.findings().mark();
    long percent = place.field("maxPercent").bounded(absence.maxPercent(), "maxPercent", 0, 100, 0);
    return item.findings().mark() > mark
        ? new Deletes.Unseen()
        : new Deletes.Absence((int) percent, Boolean.TRUE.equals(spec.allowEmpty()));
  }
}
