package dev.penstock.operator.notify;

import dev.penstock.api.NotificationStep;
import dev.penstock.operator.notify.channel.Letter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What people read: what failed, since when, the likely cause, the next command. */
final class Wording {
  private static final int NAMES = 13;
  private static final int SENTENCE = 1_200;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z", Locale.ENGLISH);

  private Wording() {}

  static Letter letter(Batch batch, Instant now) {
    var first = batch.first();
    var pipelines =
        batch.notices().stream().map(n -> n.key().pipeline()).sorted().distinct().toList();
    var since = batch.notices().stream().map(Notice::since).min(Comparator.naturalOrder());
    var lasted =
        batch.notices().stream()
            .flatMap(notice ->
                notice.until().map(until -> Duration.between(notice.since(), until)).stream())
            .max(Comparator.naturalOrder());
    return new Letter(
        id(batch),
        kind(first.step()),
        first.key().namespace(),
        first.key().event().word(),
        first.reason(),
        title(batch, pipelines, lasted),
        lines(batch, pipelines),
        pipelines,
        since.orElseThrow(),
        lasted,
        first.thread(),
        first.address().channel(),
        batch.last(),
        now.truncatedTo(ChronoUnit.SECONDS));
  }

  static Letter test(String namespace, String connection, String id, Instant now) {
    return new Letter(
        id,
        Letter.Kind.TEST,
        namespace,
        "Test",
        "Test",
        "Test message of Penstock by connection %s of namespace %s"
            .formatted(connection, namespace),
        List.of("Nothing is wrong. Somebody has called `penstock notify --test`."),
        List.of(),
        now.truncatedTo(ChronoUnit.SECONDS),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        now.truncatedTo(ChronoUnit.SECONDS));
  }

  private static Letter.Kind kind(NotificationStep step) {
    return switch (step) {
      case OPENING -> Letter.Kind.OPENED;
      case REMINDER -> Letter.Kind.REMINDED;
      case RECOVERY -> Letter.Kind.RECOVERED;
      case BRIEF -> Letter.Kind.BRIEF;
      case UNKNOWN -> throw new IllegalArgumentException("No message");
    };
  }

  private static String title(Batch batch, List<String> pipelines, Optional<Duration> lasted) {
    var first = batch.first();
    boolean many = pipelines.size() > 1;
    var who =
        many
            ? "%d pipelines of namespace %s".formatted(pipelines.size(), first.key().namespace())
            : "Pipeline %s of namespace %s"
                .formatted(pipelines.getFirst(), first.key().namespace());
    var what = what(first, many);
    var time = lasted.map(Wording::words).orElse("0 min");
    return switch (first.step()) {
      case REMINDER -> "%s %s: %s".formatted(who, what, first.reason());
      case RECOVERY -> "%s %s recovered after %s".formatted(who, many ? "have" : "has", time);
      case BRIEF -> "%s %s and recovered after %s: %s".formatted(who, what, time, first.reason());
      case OPENING, UNKNOWN -> "%s %s: %s".formatted(who, what, first.reason());
    };
  }

  private static String what(Notice first, boolean many) {
    var still = first.step() == NotificationStep.REMINDER ? " still" : "";
    return switch (first.key().event()) {
      case STALE -> (many ? "are" : "is") + still + " stale";
      case NOT_READY -> (many ? "are" : "is") + still + " not ready";
      case FAILED, RECOVERED, UNKNOWN ->
          still.isEmpty()
              ? (many ? "have failed" : "has failed")
              : many ? "still fail" : "still fails";
    };
  }

  private static List<String> lines(Batch batch, List<String> pipelines) {
    var lines = new ArrayList<String>();
    var first = batch.first();
    boolean many = pipelines.size() > 1;
    if (many) {
      lines.add(names(pipelines));
      if (!batch.shared().isEmpty()) {
        lines.add(
            "All of them use: "
                + batch.shared().stream().sorted().collect(Collectors.joining(", "))
                + ".");
      }
    }
    if (first.step() == NotificationStep.RECOVERY || first.step() == NotificationStep.BRIEF) {
      lines.add(
          "It was: %s, since %s.".formatted(first.reason(), time(first.since(), first.zone())));
    } else {
      if (!first.sentence().isEmpty()) {
        lines.add((many ? first.key().pipeline() + ": " : "") + cut(first.sentence()));
      }
      lines.add("Since %s.".formatted(time(first.since(), first.zone())));
    }
    lines.add(
        "Next: penstock %s -n %s"
            .formatted(many ? "get" : "why " + pipelines.getFirst(), first.key().namespace()));
    return lines;
  }

  static String names(List<String> pipelines) {
    var shown = Stream.of(pipelines).flatMap(List::stream).limit(NAMES);
    var text = shown.collect(Collectors.joining(", "));
    int more = pipelines.size() - NAMES;
    return more > 0 ? "%s and %d more".formatted(text, more) : text;
  }

  static String time(Instant time, ZoneId zone) {
    return TIME.format(time.atZone(zone));
  }

  /** {@return as {@code 2 h 5 min}} */
  static String words(Duration time) {
    if (time.toDays() > 0) {
      return "%d d %d h".formatted(time.toDays(), time.toHoursPart());
    }
    if (time.toHours() > 0) {
      return "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
    }
    return "%d min".formatted(Math.max(0, time.toMinutes()));
  }

  private static String cut(String sentence) {
    var line = sentence.strip();
    return line.length() <= SENTENCE ? line : line.substring(0, SENTENCE) + "...";
  }

  /** The same for each try of the same message. */
  private static String id(Batch batch) {
    var text =
        batch.notices().stream()
            .map(n -> "%s/%s/%d".formatted(n.incident(), n.step(), n.number()))
            .sorted()
            .collect(Collectors.joining(","));
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
