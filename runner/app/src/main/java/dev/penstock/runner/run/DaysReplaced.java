package dev.penstock.runner.run;

import dev.penstock.api.model.Dataset;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Target;
import dev.penstock.api.model.Wanted;
import dev.penstock.runner.commit.CommitLog;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Days;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.TargetHistory;
import dev.penstock.runner.engine.Shaping;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Part;
import dev.penstock.runner.spi.PartSchema;
import dev.penstock.runner.spi.Reason;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Targets of {@code mode: Window}: what lies by day, and the days that a run replaces. */
final class DaysReplaced {
  private DaysReplaced() {}

  /** {@return the column whose days the runs of a target replace; empty: none do} */
  static Optional<String> column(Target target) {
    return target.mode() instanceof Mode.Window(var column, var allowEmpty)
        ? Optional.of(column)
        : Optional.empty();
  }

  /** {@return the columns by whose values the parts of a target lie in directories} */
  static List<String> partitions(Target target) {
    return column(target)
        .map(List::of)
        .orElseGet(() -> target.s3().map(Dataset::partitionBy).orElse(List.of()));
  }

  /** {@return the day of a part; empty: the target's are not told} */
  static Optional<LocalDate> day(Target target, Part part) {
    return column(target).map(column -> day(target, column, part));
  }

  private static LocalDate day(Target target, String column, Part part) {
    var prefix = PartSchema.directory(column) + "=";
    var value =
        part.directory().startsWith(prefix)
            ? part.directory().substring(prefix.length())
            : part.directory();
    // As the engine writes a date, which the warehouse reads too.
    if (value.matches("\\d{4}-\\d{2}-\\d{2}")) {
      try {
        return LocalDate.parse(value);
      } catch (DateTimeParseException e) {
        throw notADay(target, column);
      }
    }
    throw notADay(target, column);
  }

  private static DataException notADay(Target target, String column) {
    return new DataException(
        Reason.VALUE_NOT_SUPPORTED,
        "Column %s of relation %s holds a value that is no day from 0001 to 9999, which target %s could replace"
            .formatted(column, target.from(), target.name()),
        "Leave such rows out, or correct them; nothing was committed");
  }

  /**
   * {@return the days that a run replaces: those that were asked for, else those of its rows}
   *
   * @throws DataException when a row is of another day than was asked for
   */
  static Optional<Days> of(Target target, Wanted wanted, List<Part> parts) {
    return column(target).map(column -> of(target, column, wanted, parts));
  }

  private static Days of(Target target, String column, Wanted wanted, List<Part> parts) {
    Set<LocalDate> days = new HashSet<>();
    parts.forEach(part -> days.add(day(target, column, part)));
    if (!(wanted instanceof Wanted.Window(var start, var end))) {
      return Days.of(column, days);
    }
    var asked = new Days.Stretch(day(start), day(end));
    var window = new Days(column, List.of(asked));
    var outside = parts.stream().filter(part -> !window.covers(day(target, column, part))).toList();
    if (!outside.isEmpty()) {
      throw new DataException(
          Reason.VALUE_NOT_SUPPORTED,
          "%d rows of relation %s are of other days by %s than from %s to before %s"
              .formatted(
                  outside.stream().mapToLong(Part::rows).sum(),
                  target.from(),
                  column,
                  asked.from(),
                  asked.to()),
          "Ask for a window that holds them, or read only its rows; nothing was committed");
    }
    return window;
  }

  private static LocalDate day(Instant midnight) {
    return LocalDate.ofInstant(midnight, ZoneOffset.UTC);
  }

  /** {@return what is sealed of a target: of a window that was asked for its days alone} */
  static Plan.Load within(Plan.Load load, Wanted wanted) {
    var column = column(load.target());
    if (column.isEmpty() || !(wanted instanceof Wanted.Window(var start, var end))) {
      return load;
    }
    return new Plan.Load(
        load.target(),
        load.parts(),
        load.waves(),
        load.shaping().within(new Shaping.Within(column.get(), day(start), day(end))));
  }

  /** Refuses rows that are of no day, or of another one than was asked for. */
  static void refuseOtherDays(Pipeline pipeline, Wanted wanted, Map<String, List<Part>> parts) {
    for (var target : pipeline.targets()) {
      of(target, wanted, parts.getOrDefault(target.name(), List.of()));
    }
  }

  /** Refuses tables that go without the days. */
  static void refuseWithoutDays(Pipeline pipeline, Map<String, CommittedTarget.Adapted> adapted) {
    for (var target : pipeline.targets()) {
      Optional.ofNullable(adapted.get(target.name()))
          .flatMap(how -> withoutDays(target, how))
          .ifPresent(refusal -> {
            throw refusal;
          });
    }
  }

  /** {@return why a table that is fitted so can not be replaced by day; empty: it can} */
  static Optional<ConfigurationException> withoutDays(
      Target target, CommittedTarget.Adapted adapted) {
    return column(target)
        .filter(column -> adapted.ignored().stream().anyMatch(column::equalsIgnoreCase))
        .map(column ->
            new ConfigurationException(
                Reason.TABLE_MISMATCH,
                "The table of target %s goes without column %s, by which its days are told"
                    .formatted(target.name(), column),
                "Remove schema.newColumn: Ignore, or add the column to the table"));
  }

  /** Refuses targets whose earlier parts do not tell their days: they could not be replaced. */
  static void refuseOtherHistory(Pipeline pipeline, CommitLog log, long base) {
    for (var target : pipeline.targets()) {
      var column = column(target);
      if (column.isEmpty()) {
        continue;
      }
      new TargetHistory(log, target.name())
          .newest(base)
          .ifPresent(entry -> refuseOther(target, column.get(), entry));
    }
  }

  private static void refuseOther(Target target, String column, Entry newest) {
    var before = newest.target(target.name());
    if (!before.flatMap(CommittedTarget::days).map(Days::column).equals(Optional.of(column))) {
      throw new ConfigurationException(
          Reason.HISTORY_MISMATCH,
          "Entry %d of target %s does not tell its days by column %s, so they can not be replaced"
              .formatted(newest.number(), target.name(), column),
          "Run it once with fullRefresh, or give the target a new name");
    }
    if (!liesWhereItLay(target, before)) {
      throw new ConfigurationException(
          Reason.HISTORY_MISMATCH,
          "Entry %d of target %s has its parts in another dataset, in which replaced days would stay"
              .formatted(newest.number(), target.name()),
          "Run it once with fullRefresh, or name the dataset that it had");
    }
  }

  private static boolean liesWhereItLay(Target target, Optional<CommittedTarget> before) {
    return before
        .filter(entry -> entry.dataset().equals(target.s3().map(Dataset::path)))
        .filter(entry ->
            target
                .s3()
                .map(Dataset::connection)
                .filter(connection -> !connection.equals(entry.bucket().connection()))
                .isEmpty())
        .isPresent();
  }
}
