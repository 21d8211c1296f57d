package dev.penstock.api.validation;

import dev.penstock.api.TargetSpec;
import dev.penstock.api.model.Deletes;
import dev.penstock.api.model.Mode;
import dev.penstock.api.validation.Finding.Reason;
import java.util.List;
import java.util.Optional;

/** What a target needs whose table keeps every version of a key. */
final class HistoryCheck {
  private static final int TRACKED = 256;

  private HistoryCheck() {}

  static Mode check(Place item, TargetSpec spec, RelationCheck relations) {
    if (spec.key() == null) {
      item.field("key")
          .refuse(
              Reason.REQUIRED,
              "has the mode Scd2 and no key",
              "Write key: the columns that tell rows apart");
    }
    if (spec.orderBy() == null) {
      item.field("orderBy")
          .refuse(
              Reason.REQUIRED,
              "has the mode Scd2 and no orderBy",
              "Write orderBy: the date or timestamp from which a version is valid");
    }
    if (spec.redshift() == null) {
      item.field("redshift")
          .refuse(
              Reason.REQUIRED,
              "keeps the versions of a key in its table, and has none",
              "Write redshift, or mode: Append, by which a dataset holds every version");
    }
    var key = Columns.check(item.field("key"), spec.key(), "key", ModeCheck.COLUMNS);
    var orderBy =
        Columns.check(item.field("orderBy"), spec.orderBy(), "orderBy", ModeCheck.COLUMNS);
    var deleted = deleted(item, spec, key, relations);
    if (!key.isEmpty() && !orderBy.isEmpty() && has(key, orderBy.getFirst())) {
      item.field("orderBy")
          .refuse(
              Reason.INVALID,
              "says by %s from when a version is valid, which is part of its key"
                  .formatted(Shown.of(orderBy.getFirst())),
              "Leave it out of the key: its versions would be different keys");
    }
    var track = track(item.field("track"), spec, key, orderBy, deleted);
    return key.isEmpty() || orderBy.isEmpty()
        ? new Mode.Append()
        : new Mode.Scd2(key, orderBy, track, deleted);
  }

  private static Optional<String> deleted(
      Place item, TargetSpec spec, List<String> key, RelationCheck relations) {
    if (spec.deletes() != null && spec.deletes().absence() != null) {
      item.field("deletes")
          .field("absence")
          .refuse(
              Reason.NOT_SUPPORTED,
              "has deletes.absence, and of a row that does not come nobody knows until when it was"
                  + " valid",
              "Write deletes.column");
      return Optional.empty();
    }
    return DeletesCheck.check(item, spec, key, relations) instanceof Deletes.Column(var name)
        ? Optional.of(name)
        : Optional.empty();
  }

  private static List<String> track(
      Place place,
      TargetSpec spec,
      List<String> key,
      List<String> orderBy,
      Optional<String> deleted) {
    var track = Columns.check(place, spec.track(), "track", TRACKED);
    for (int i = 0; i < track.size(); i++) {
      var column = track.get(i);
      if (has(key, column)
          || has(orderBy, column)
          || deleted.filter(column::equalsIgnoreCase).isPresent()) {
        place
            .item(i)
            .refuse(
                Reason.INVALID,
                "tracks %s, a column of key, orderBy or deletes".formatted(Shown.of(column)),
                "Leave it out: it says which version a row is, not what it says");
      }
    }
    return track;
  }

  private static boolean has(List<String> columns, String column) {
    return columns.stream().anyMatch(column::equalsIgnoreCase);
  }
}
