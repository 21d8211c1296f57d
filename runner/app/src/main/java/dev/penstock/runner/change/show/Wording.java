package dev.penstock.runner.change.show;

import dev.penstock.runner.change.ColumnChange;
import dev.penstock.runner.change.EnvironmentChange;
import dev.penstock.runner.change.FieldChange;
import dev.penstock.runner.change.Kind;
import dev.penstock.runner.change.PipelineChange;
import dev.penstock.runner.change.Report;
import dev.penstock.runner.change.ScheduleChange;
import dev.penstock.runner.change.TargetChange;
import dev.penstock.runner.change.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The sentences that text and Markdown share. */
final class Wording {
  private static final Set<String> TIME = Set.of("spec.schedule", "spec.timeZone", "spec.suspend");

  private Wording() {}

  /** {@return how much of everything there is, as one line} */
  static String counts(Report report) {
    var changed = report.environments().stream().filter(one -> one.kind() != Kind.SAME).count();
    List<String> parts = new ArrayList<>();
    parts.add("%d of %d environments change".formatted(changed, report.environments().size()));
    for (var weight : List.of(Weight.INVALID, Weight.BREAKING, Weight.NOTICE)) {
      long effects = report.environments().stream().mapToLong(one -> one.effects(weight)).sum();
      if (effects > 0) {
        parts.add(effects + " " + weight);
      }
    }
    return String.join(", ", parts);
  }

  /** {@return pipelines of an environment as {@code 1 added, 2 changed}} */
  static String pipelines(EnvironmentChange environment) {
    var parts =
        List.of(Kind.ADDED, Kind.CHANGED, Kind.REMOVED).stream()
            .filter(kind -> environment.pipelines(kind) > 0)
            .map(kind -> environment.pipelines(kind) + " " + kind)
            .collect(Collectors.joining(", "));
    return parts.isEmpty() ? "none" : parts;
  }

  /** {@return what the change makes happen} */
  static String run(PipelineChange pipeline) {
    return switch (pipeline.run()) {
      case MADE -> "the change makes a run (runOnChange)";
      case WAITS -> "the change makes a run once the pipeline is resumed (runOnChange)";
      case REFUSED -> "no run, the manifest is wrong: the last good one stays";
      case NONE ->
          pipeline.kind() == Kind.REMOVED
              ? "no further run"
              : pipeline.specHashBefore().equals(pipeline.specHashAfter())
                  ? "what a run does stays the same"
                  : "counts from the next run on";
    };
  }

  /** {@return both hashes where they differ} */
  static String hashes(PipelineChange pipeline) {
    var before = pipeline.specHashBefore().orElse("none");
    var after = pipeline.specHashAfter().orElse("none");
    return before.equals(after) ? "spec " + after : "spec %s -> %s".formatted(before, after);
  }

  /** {@return the fields that are not told by the change of time already} */
  static List<FieldChange> fields(PipelineChange pipeline) {
    return pipeline.schedule().isEmpty()
        ? pipeline.fields()
        : pipeline.fields().stream().filter(field -> !TIME.contains(field.path())).toList();
  }

  /** {@return the change of time} */
  static String schedule(ScheduleChange schedule) {
    var before = schedule.before().map(ScheduleChange.Timing::words).orElse("none");
    var after = schedule.after().map(ScheduleChange.Timing::words).orElse("none");
    var next =
        schedule
            .after()
            .filter(timing -> !timing.next().isEmpty())
            .map(timing -> "; next " + String.join(", ", timing.next()))
            .orElse("");
    return "%s -> %s%s".formatted(before, after, next);
  }

  /** {@return the columns of a target that change, as {@code + a BIGINT, - b}} */
  static String columns(TargetChange target) {
    var parts = target.columns().stream().map(Wording::column).collect(Collectors.toList());
    if (!target.unknown().isEmpty()) {
      parts.add("unknown offline: columns of " + String.join("; ", target.unknown()));
    }
    return String.join(", ", parts);
  }

  private static String column(ColumnChange column) {
    var perhaps = column.certain() ? "" : " (perhaps)";
    return switch (column.kind()) {
      case ADDED ->
          "+ " + column.name() + column.after().map(type -> " " + type).orElse("") + perhaps;
      case DROPPED ->
          "- " + column.name() + column.before().map(type -> " " + type).orElse("") + perhaps;
      case NARROWED, WIDENED, RETYPED ->
          "%s %s -> %s (%s)"
              .formatted(
                  column.name(),
                  column.before().orElse("?"),
                  column.after().orElse("?"),
                  column.kind());
    };
  }
}
