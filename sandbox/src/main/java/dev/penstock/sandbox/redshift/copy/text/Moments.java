package dev.penstock.sandbox.redshift.copy.text;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Dates and times as COPY reads them, by DATEFORMAT and TIMEFORMAT. */
final class Moments {
  private static final List<String> DAYS =
      List.of(
          "YYYY-MM-DD",
          "YYYY/MM/DD",
          "YYYYMMDD",
          "YYYY.DDD",
          "MM/DD/YYYY",
          "MM-DD-YYYY",
          "MON-DD-YYYY",
          "DD-MON-YYYY",
          "DD MON YYYY",
          "MON DD, YYYY",
          "YYYY-MON-DD",
          "YYMMDD");
  private static final List<String> CLOCKS = List.of("HH:MI:SS", "HHMISS", "HH:MI");

  private static final List<DateTimeFormatter> AUTO_DAYS =
      DAYS.stream().map(TimePattern::of).toList();
  private static final List<DateTimeFormatter> AUTO_MOMENTS =
      DAYS.stream()
          .flatMap(day ->
              CLOCKS.stream()
                  .flatMap(clock ->
                      List.of(" ", "T").stream()
                          .map(gap ->
                              new DateTimeFormatterBuilder()
                                  .append(TimePattern.of(day))
                                  .appendLiteral(gap)
                                  .append(TimePattern.of(clock))
                                  .appendPattern("[ ][XXX][X]")
                                  .toFormatter(Locale.ENGLISH)
                                  .withResolverStyle(ResolverStyle.STRICT))))
          .toList();

  private static final DateTimeFormatter DAY = TimePattern.of("YYYY-MM-DD");
  private static final DateTimeFormatter MOMENT = TimePattern.of("YYYY-MM-DD HH:MI:SS");
  private static final DateTimeFormatter ZONED = TimePattern.of("YYYY-MM-DD HH:MI:SSOF");
  private static final DateTimeFormatter CLOCK = TimePattern.of("HH:MI:SS");
  private static final int DAY_LENGTH = 10;

  private final Optional<String> dateFormat;
  private final Optional<String> timeFormat;
  private final List<DateTimeFormatter> days;
  private final List<DateTimeFormatter> moments;

  Moments(Optional<String> dateFormat, Optional<String> timeFormat) {
    this.dateFormat = dateFormat;
    this.timeFormat = timeFormat;
    this.days = formatters(dateFormat, AUTO_DAYS, List.of(DAY));
    this.moments = formatters(timeFormat, AUTO_MOMENTS, List.of(MOMENT, ZONED));
  }

  private static List<DateTimeFormatter> formatters(
      Optional<String> format, List<DateTimeFormatter> auto, List<DateTimeFormatter> otherwise) {
    if (format.isEmpty()) {
      return otherwise;
    }
    return switch (format.get()) {
      case "auto" -> auto;
      case "epochsecs", "epochmillisecs" -> List.of();
      default -> List.of(TimePattern.of(format.get()));
    };
  }

  String day(String text) throws FieldProblem {
    if (dateFormat.isEmpty() && text.length() < DAY_LENGTH) {
      throw new FieldProblem(1205, "Invalid Date Format - length must be 10 or more");
    }
    // A time behind the date is cut off.
    String read = dateFormat.isEmpty() && isDayAndTime(text) ? text.substring(0, DAY_LENGTH) : text;
    Optional<TemporalAccessor> found = first(days, read);
    if (found.isEmpty() && dateFormat.filter("auto"::equals).isPresent()) {
      found = first(AUTO_MOMENTS, read);
    }
    return found
        .map(moment -> printed(moment.query(TemporalQueries.localDate())))
        .orElseThrow(() ->
            new FieldProblem(
                1205,
                "Invalid Date Format%s"
                    .formatted(dateFormat.map(format -> " [" + format + "]").orElse(""))));
  }

  String moment(String text, boolean zoned) throws FieldProblem {
    Optional<LocalDateTime> epoch = epoch(text);
    if (epoch.isPresent()) {
      return printed(epoch.get()) + (zoned ? "+00" : "");
    }
    Optional<TemporalAccessor> found = first(moments, text);
    if (found.isEmpty() && timeFormat.filter("auto"::equals).isPresent()) {
      found = first(AUTO_DAYS, text);
    }
    // Without a zone in the column, an offset in the text has no place.
    TemporalAccessor moment =
        found
            .filter(read -> zoned || timeFormat.isPresent() || !hasOffset(read))
            .orElseThrow(this::invalid);
    LocalDateTime local = local(moment);
    if (zoned && hasOffset(moment)) {
      local = LocalDateTime.ofInstant(local.toInstant(ZoneOffset.from(moment)), ZoneOffset.UTC);
    }
    return printed(local) + (zoned ? "+00" : "");
  }

  String clock(String text) throws FieldProblem {
    return first(List.of(CLOCK), text)
        .map(read -> LocalTime.from(read).toString())
        .orElseThrow(() -> new FieldProblem(1206, "Invalid time format or value"));
  }

  private FieldProblem invalid() {
    return new FieldProblem(
        1206,
        "Invalid timestamp format or value [%s]"
            .formatted(timeFormat.orElse("YYYY-MM-DD HH24:MI:SS")));
  }

  private Optional<LocalDateTime> epoch(String text) throws FieldProblem {
    long unit =
        switch (timeFormat.orElse("")) {
          case "epochsecs" -> 1;
          case "epochmillisecs" -> 1000;
          default -> 0;
        };
    if (unit == 0) {
      return Optional.empty();
    }
    if (!text.matches("-?\\d{1,15}(\\.\\d{1,6})?")) {
      throw invalid();
    }
    long micros = new BigDecimal(text).movePointRight(unit == 1 ? 6 : 3).longValue();
    Instant instant =
        Instant.EPOCH
            .plusSeconds(Math.floorDiv(micros, 1_000_000))
            .plusNanos(Math.floorMod(micros, 1_000_000) * 1000L);
    return Optional.of(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  private static boolean isDayAndTime(String text) {
    return first(List.of(MOMENT), text).isPresent();
  }

  private static boolean hasOffset(TemporalAccessor moment) {
    return moment.isSupported(ChronoField.OFFSET_SECONDS);
  }

  private static LocalDateTime local(TemporalAccessor moment) {
    LocalDate day = LocalDate.from(moment);
    LocalTime time = moment.query(TemporalQueries.localTime());
    return day.atTime(time == null ? LocalTime.MIDNIGHT : time);
  }

  private static Optional<TemporalAccessor> first(List<DateTimeFormatter> formats, String text) {
    for (DateTimeFormatter format : formats) {
      try {
        TemporalAccessor read = format.parse(text);
        if (read.query(TemporalQueries.localDate()) != null
            || read.query(TemporalQueries.localTime()) != null) {
          return Optional.of(read);
        }
      } catch (DateTimeException e) {
        // The next format may fit.
      }
    }
    return Optional.empty();
  }

  private static String printed(LocalDate day) {
    return DateTimeFormatter.ISO_LOCAL_DATE.format(day);
  }

  /** Digits behind the microsecond are cut off. */
  private static String printed(LocalDateTime moment) {
    LocalDateTime cut = moment.withNano(moment.getNano() / 1000 * 1000);
    return printed(cut.toLocalDate())
        + " "
        + DateTimeFormatter.ISO_LOCAL_TIME.format(cut.toLocalTime());
  }
}
