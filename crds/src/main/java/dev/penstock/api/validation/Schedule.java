package dev.penstock.api.validation;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import dev.penstock.api.validation.Finding.Reason;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cron lines as a CronJob takes them: five fields or a macro, in the zone of {@code timeZone}.
 *
 * <p>Kubernetes reads them with another library. The definition here is never wider: whatever
 * passes, the CronJob takes too. It is narrower by {@code ?}, which Kubernetes reads as {@code *},
 * and by {@code @every}, which runs from the start of a controller and not by the clock.
 */
public final class Schedule {
  private static final Set<String> MACROS =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");

  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", "a minute from 0 to 59"),
          new Field("hour", "an hour from 0 to 23"),
          new Field("day of month", "a day from 1 to 31"),
          new Field("month", "a month from 1 to 12 or JAN to DEC"),
          new Field("day of week", "a day from 0 (Sunday) to 6 or SUN to SAT"));

  private Schedule() {}

  /** {@return the line as the CronJob controller understands it; empty when it would refuse it} */
  public static Optional<Cron> parse(String line) {
    try {
      var normal = line.startsWith("@") ? line : String.join(" ", fields(line));
      if (normal.startsWith("@") ? !MACROS.contains(normal) : !plain(normal)) {
        return Optional.empty();
      }
      return Optional.of(new CronParser(definition()).parse(normal).validate());
    } catch (IllegalArgumentException | ArithmeticException refused) {
      return Optional.empty();
    }
  }

  static Optional<String> check(Place place, @Nullable String value) {
    if (value == null) {
      return Optional.empty();
    }
    var line = place.required(value, "schedule", 256);
    if (line.isEmpty() || parse(line).isPresent()) {
      return Optional.of(line);
    }
    var shown = "has the schedule " + Shown.quoted(line);
    if (line.toUpperCase(Locale.ROOT).contains("TZ=")) {
      place.refuse(
          Reason.INVALID, shown + " with a time zone in it", "Write the zone in spec.timeZone");
    } else if (line.startsWith("@")) {
      place.refuse(
          Reason.NOT_SUPPORTED,
          shown + ", which is no macro that is supported",
          "Write five fields or one of " + String.join(", ", MACROS.stream().sorted().toList()));
    } else {
      refuseField(place, shown, fields(line));
    }
    return Optional.empty();
  }

  /** A zone of the IANA database; offsets, which Kubernetes does not load, are refused. */
  static ZoneId zone(Place place, @Nullable String value) {
    var absent = ZoneId.of("Etc/UTC");
    if (value == null) {
      return absent;
    }
    var name = place.required(value, "timeZone", 64);
    if (name.isEmpty() || ZoneId.getAvailableZoneIds().contains(name)) {
      return name.isEmpty() ? absent : ZoneId.of(name);
    }
    place.refuse(
        Reason.INVALID,
        "has the timeZone %s, which the IANA database does not have".formatted(Shown.of(name)),
        "Write a name as Europe/Berlin or Etc/UTC");
    return absent;
  }

  private static void refuseField(Place place, String shown, List<String> fields) {
    if (fields.size() != FIELDS.size()) {
      place.refuse(
          Reason.INVALID,
          "%s of %d fields".formatted(shown, fields.size()),
          "Write five fields: minute, hour, day of month, month, day of week");
      return;
    }
    for (int i = 0; i < fields.size(); i++) {
      var alone = new ArrayList<>(List.of("*", "*", "*", "*", "*"));
      alone.set(i, fields.get(i));
      if (parse(String.join(" ", alone)).isEmpty()) {
        place.refuse(
            Reason.INVALID,
            "%s, whose %s %s is not valid"
                .formatted(shown, FIELDS.get(i).name(), Shown.of(fields.get(i))),
            "Write " + FIELDS.get(i).bounds() + ", a list, a range, or * with a step");
        return;
      }
    }
    place.refuse(
        Reason.INVALID, shown + ", which is no cron line", "Write a line as \"15 * * * *\"");
  }

  private static List<String> fields(String line) {
    return List.of(line.strip().split("\\s+"));
  }

  /** Only the characters of plain cron: no L, W or #, which the controller refuses. */
  private static boolean plain(String line) {
    var fields = fields(line);
    return fields.size() == FIELDS.size()
        && fields.stream().allMatch(field -> field.matches("[0-9A-Za-z*,/-]+"))
        && !line.contains(",,")
        && fields.stream().noneMatch(field -> field.startsWith(",") || field.endsWith(","));
  }

  private static CronDefinition definition() {
    return CronDefinitionBuilder.defineCron()
        .withMinutes()
        .withStrictRange()
        .and()
        .withHours()
        .withStrictRange()
        .and()
        .withDayOfMonth()
        .withStrictRange()
        .and()
        .withMonth()
        .withStrictRange()
        .and()
        .withDayOfWeek()
        .withValidRange(0, 6)
        .withMondayDoWValue(1)
        .withStrictRange()
        .and()
        .withSupportedNicknameYearly()
        .withSupportedNicknameAnnually()
        .withSupportedNicknameMonthly()
        .withSupportedNicknameWeekly()
        .withSupportedNicknameDaily()
        .withSupportedNicknameMidnight()
        .withSupportedNicknameHourly()
        .instance();
  }

  private record Field(String name, String bounds) {}
}
