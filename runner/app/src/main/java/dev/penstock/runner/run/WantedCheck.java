package dev.penstock.runner.run;

import dev.penstock.api.model.Incremental;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.Source;
import dev.penstock.api.model.Target;
import dev.penstock.api.model.Wanted;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What a pipeline must be for a run to do what it is asked. */
final class WantedCheck {
  private WantedCheck() {}

  /** Refuses what can not be done, before anything is connected to. */
  static void check(Pipeline pipeline, Wanted wanted) {
    switch (wanted) {
      case Wanted.Increment increment -> {}
      case Wanted.FullRefresh refresh -> {}
      case Wanted.Window window -> {
        window(pipeline);
        days(pipeline, window);
      }
      case Wanted.Adopt(var watermark) -> {
        refuseToldDays(pipeline);
        refuseVersions(pipeline);
        adopt(pipeline, watermark.isPresent());
      }
    }
  }

  private static void window(Pipeline pipeline) {
    if (!incremental(pipeline) && ofDays(pipeline).isEmpty()) {
      throw refused(
          "Pipeline %s has no incremental source, so a window says nothing"
              .formatted(pipeline.id().name()),
          "Write incremental on a source, or run it without a window");
    }
    pipeline.targets().stream()
        .filter(WantedCheck::adds)
        .findFirst()
        .ifPresent(target -> {
          throw refused(
              "Target %s adds rows, so the rows of the window would be there twice"
                  .formatted(target.name()),
              "Give it mode: Upsert and a key, or run it with fullRefresh");
        });
  }

  private static Optional<Target> ofDays(Pipeline pipeline) {
    return pipeline.targets().stream()
        .filter(target -> DaysReplaced.column(target).isPresent())
        .findFirst();
  }

  // A day begins at midnight UTC in what is asked; in which time zone it is one, a step has said.
  private static void days(Pipeline pipeline, Wanted.Window window) {
    var target = ofDays(pipeline);
    if (target.isPresent() && !(isDay(window.start()) && isDay(window.end()))) {
      throw refused(
          "Target %s replaces whole days, and the window is from %s to %s"
              .formatted(target.get().name(), window.start(), window.end()),
          "Ask for a window that begins and ends at midnight UTC");
    }
  }

  private static boolean isDay(Instant time) {
    return time.equals(time.truncatedTo(ChronoUnit.DAYS));
  }

  // Of rows that are in no part nobody could delete a day from the dataset.
  private static void refuseToldDays(Pipeline pipeline) {
    ofDays(pipeline)
        .ifPresent(target -> {
          throw refused(
              "Target %s replaces days, and those of the rows that adopt keeps are not told"
                  .formatted(target.name()),
              "Run it with fullRefresh in place of adopt");
        });
  }

  // Of rows that were there before nobody knows from when they were valid.
  private static void refuseVersions(Pipeline pipeline) {
    pipeline.targets().stream()
        .filter(target -> target.mode() instanceof Mode.Scd2)
        .findFirst()
        .ifPresent(target -> {
          throw refused(
              "Target %s keeps versions, and of the rows that adopt keeps nobody knows which they are"
                  .formatted(target.name()),
              "Run it with fullRefresh in place of adopt");
        });
  }

  private static boolean adds(Target target) {
    return switch (target.mode()) {
      case Mode.Append append -> true;
      case Mode.Upsert upsert -> false;
      case Mode.Scd2 history -> false;
      case Mode.Replace replace -> false;
      case Mode.Window window -> false;
    };
  }

  private static void adopt(Pipeline pipeline, boolean watermark) {
    if (incremental(pipeline) && !watermark) {
      throw refused(
          "Pipeline %s has an incremental source, and adopt has no watermark"
              .formatted(pipeline.id().name()),
          "Write the time up to which its targets hold every row");
    }
    pipeline.sources().stream()
        .filter(WantedCheck::readsRowsWithoutCursorAgain)
        .findFirst()
        .ifPresent(source -> refuseAgain(pipeline, source));
    if (!incremental(pipeline) && watermark) {
      throw refused(
          "Pipeline %s has no incremental source, and adopt has a watermark"
              .formatted(pipeline.id().name()),
          "Leave the watermark out: the next run reads everything");
    }
  }

  private static boolean readsRowsWithoutCursorAgain(Source source) {
    return source.read() instanceof Read.Table table
        && table.incremental().filter(how -> how.nulls() == Incremental.Nulls.INCLUDE).isPresent();
  }

  // No tail says which of them the targets hold already: the next run would deliver all of them.
  private static void refuseAgain(Pipeline pipeline, Source source) {
    pipeline.targets().stream()
        .filter(WantedCheck::adds)
        .findFirst()
        .ifPresent(target -> {
          throw refused(
              "Source %s reads rows without a cursor in every run and target %s adds rows, so after"
                      .formatted(source.name(), target.name())
                  + " adopt those rows would be there twice",
              "Give the target mode: Upsert and a key, or run it with fullRefresh in place of"
                  + " adopt");
        });
  }

  private static boolean incremental(Pipeline pipeline) {
    return pipeline.sources().stream()
        .anyMatch(
            source -> source.read() instanceof Read.Table table && table.incremental().isPresent());
  }

  private static ConfigurationException refused(String message, String nextStep) {
    return new ConfigurationException(Reason.INVALID_SPEC, message, nextStep);
  }
}
