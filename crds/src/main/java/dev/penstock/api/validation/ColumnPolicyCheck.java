package dev.penstock.api.validation;

import dev.penstock.api.TargetColumnSpec;
import dev.penstock.api.TooLongPolicy;
import dev.penstock.api.model.ColumnPolicy;
import dev.penstock.api.model.ColumnPolicy.Length;
import dev.penstock.api.model.ColumnPolicy.TooLong;
import dev.penstock.api.model.Mode;
import dev.penstock.api.validation.Finding.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the values of a target's columns. Whether there are such columns, a plan says.
 */
final class ColumnPolicyCheck {
  static final int COLUMNS = 256;

  private ColumnPolicyCheck() {}

  /** Columns that say which row is which, and which is the newest. */
  private record Telling(List<String> key, List<String> orderBy, List<String> day) {
    static Telling of(Mode mode) {
      return switch (mode) {
        case Mode.Append append -> new Telling(List.of(), List.of(), List.of());
        case Mode.Replace replace -> new Telling(List.of(), List.of(), List.of());
        case Mode.Window(var column, var allowEmpty) ->
            new Telling(List.of(), List.of(), List.of(column));
        case Mode.Upsert upsert -> new Telling(upsert.key(), upsert.orderBy(), List.of());
        case Mode.Scd2 scd2 -> new Telling(scd2.key(), scd2.orderBy(), List.of());
      };
    }

    Optional<String> role(String column) {
      if (key.stream().anyMatch(column::equalsIgnoreCase)) {
        return Optional.of("key");
      }
      if (day.stream().anyMatch(column::equalsIgnoreCase)) {
        return Optional.of("window");
      }
      return orderBy.stream().anyMatch(column::equalsIgnoreCase)
          ? Optional.of("orderBy")
          : Optional.empty();
    }
  }

  /**
   * @param place the list
   * @param mode whose key must stay what it is
   */
  static List<ColumnPolicy> check(Place place, @Nullable List<TargetColumnSpec> specs, Mode mode) {
    var telling = Telling.of(mode);
    List<ColumnPolicy> policies = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Items.each(
        place,
        specs,
        "column",
        0,
        COLUMNS,
        (item, spec) -> {
          var name = item.field("name").required(spec.name(), "name for a column", Columns.NAME);
          if (!name.isEmpty() && names.contains(name.toLowerCase(Locale.ROOT))) {
            item.field("name")
                .refuse(
                    Reason.DUPLICATE,
                    "has the column %s twice".formatted(Shown.of(name)),
                    "Write all that becomes of it in one item");
          }
          names.add(name.toLowerCase(Locale.ROOT));
          policies.add(policy(item, name, spec, telling));
        });
    return policies;
  }

  private static ColumnPolicy policy(
      Place item, String name, TargetColumnSpec spec, Telling telling) {
    if (spec.tooLong() == null && spec.maxBytes() == null && spec.timeZone() == null) {
      item.refuse(
          Reason.REQUIRED,
          "says nothing of column " + Shown.of(name),
          "Write tooLong, maxBytes or timeZone, or remove the item");
    }
    var tooLong = tooLong(item.field("tooLong"), spec.tooLong());
    var role = telling.role(name);
    if (tooLong != TooLong.FAIL && role.isPresent()) {
      item.field("tooLong")
          .refuse(
              Reason.INVALID,
              "changes %s, a column of %s, so that rows might be taken for others"
                  .formatted(Shown.of(name), role.get()),
              "Remove tooLong, or shorten the column in a step");
    }
    var zone =
        spec.timeZone() == null
            ? Optional.<java.time.ZoneId>empty()
            : Optional.of(Schedule.zone(item.field("timeZone"), spec.timeZone()));
    if (zone.isPresent() && role.filter("key"::equals).isPresent()) {
      item.field("timeZone")
          .refuse(
              Reason.INVALID,
              "makes instants of %s, a column of key, and two wall-clock times may be one instant"
                  .formatted(Shown.of(name)),
              "Remove timeZone, or convert the column in a step");
    }
    if (zone.isPresent() && role.filter("window"::equals).isPresent()) {
      item.field("timeZone")
          .refuse(
              Reason.INVALID,
              "makes instants of %s, by which the days of the window are told"
                  .formatted(Shown.of(name)),
              "Remove timeZone, or convert the column in a step");
    }
    return new ColumnPolicy(name, length(item.field("maxBytes"), spec, tooLong), zone);
  }

  private static Optional<Length> length(Place place, TargetColumnSpec spec, TooLong tooLong) {
    if (spec.tooLong() == null && spec.maxBytes() == null) {
      return Optional.empty();
    }
    long bytes =
        place.bounded(
            spec.maxBytes(),
            "maxBytes",
            ColumnPolicy.SHORTEST,
            ColumnPolicy.LONGEST,
            ColumnPolicy.LONGEST);
    return Optional.of(
        new Length(tooLong, (int) Math.clamp(bytes, ColumnPolicy.SHORTEST, ColumnPolicy.LONGEST)));
  }

  private static TooLong tooLong(Place place, @Nullable TooLongPolicy written) {
    Items.optionalWord(place, written, "tooLong");
    return switch (written) {
      case null -> TooLong.FAIL;
      case FAIL -> TooLong.FAIL;
      case TRUNCATE -> TooLong.TRUNCATE;
      case SET_NULL -> TooLong.SET_NULL;
      // A finding already.
      case UNKNOWN -> TooLong.FAIL;
    };
  }
}
