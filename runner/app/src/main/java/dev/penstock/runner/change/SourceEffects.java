package dev.penstock.runner.change;

import dev.penstock.api.model.Incremental;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.Source;
import dev.penstock.runner.change.Effect.Code;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What changes of sources mean for watermarks, as the run would judge them. */
final class SourceEffects {
  private static final String NEW_NAME =
      "Give the source a new name, which is read from the beginning, or restore it";

  private SourceEffects() {}

  static List<Effect> between(Pipeline before, Pipeline after) {
    List<Effect> effects = new ArrayList<>();
    for (var now : after.sources()) {
      var was = before.sources().stream().filter(one -> one.name().equals(now.name())).findFirst();
      if (was.isPresent()) {
        changed(was.get(), now, effects);
      } else if (incremental(now).isPresent()) {
        effects.add(
            new Effect(
                Code.READ_FROM_THE_BEGINNING,
                "source " + now.name(),
                "Source %s is new: the next run reads all of it".formatted(now.name()),
                "Choose a quiet hour if it is large"));
      }
    }
    return effects;
  }

  private static void changed(Source was, Source now, List<Effect> effects) {
    var before = incremental(was);
    var after = incremental(now);
    var object = "source " + now.name();
    if (!words(was).equals(words(now))) {
      effects.add(
          new Effect(
              Code.VALUES_CHANGE,
              object,
              "Source %s from the next run on: %s; until then: %s"
                  .formatted(now.name(), words(now), words(was)),
              "Ask for one run with fullRefresh if older rows are to follow"));
    }
    if (before.isPresent() && after.isEmpty()) {
      effects.add(
          new Effect(
              Code.READ_WHOLE,
              object,
              "Source %s is no longer incremental: every run reads all of it".formatted(now.name()),
              "See that no target of mode Append gets its rows again and again"));
    } else if (before.isEmpty() && after.isPresent()) {
      effects.add(
          new Effect(
              Code.READ_FROM_THE_BEGINNING,
              object,
              "Source %s becomes incremental: the next run reads all of it once more"
                  .formatted(now.name()),
              "See that a target of mode Append may get those rows twice"));
    } else if (before.isPresent() && after.isPresent()) {
      incremental(was, before.get(), now, after.get(), effects);
    }
  }

  private static void incremental(
      Source was, Incremental before, Source now, Incremental after, List<Effect> effects) {
    var object = "source " + now.name();
    var tableBefore = table(was);
    var tableAfter = table(now);
    if (!tableBefore.equals(tableAfter) || !before.column().equals(after.column())) {
      effects.add(
          new Effect(
              Code.HISTORY_MISMATCH,
              object,
              "Source %s has read table %s by %s, and is now to read table %s by %s: the next run is refused"
                  .formatted(now.name(), tableBefore, before.column(), tableAfter, after.column()),
              NEW_NAME));
    } else if (readsAgain(after) && readsAgain(before) && !tail(before).equals(tail(after))) {
      effects.add(
          new Effect(
              Code.HISTORY_MISMATCH,
              object,
              "Source %s has told rows apart by %s, and is now to tell them apart by %s: the next run is refused"
                  .formatted(
                      now.name(), String.join(", ", tail(before)), String.join(", ", tail(after))),
              NEW_NAME));
    }
    if (!was.connection().equals(now.connection())) {
      effects.add(
          new Effect(
              Code.SOURCE_MOVES,
              object,
              "Source %s moves from connection %s to %s and keeps its watermark"
                  .formatted(now.name(), was.connection(), now.connection()),
              "See that the new database has all rows up to it, or give the source a new name"));
    }
  }

  private static String words(Source source) {
    return source.invalidTexts().isEmpty()
        ? "texts that are not UTF-8 are refused"
        : source.invalidTexts().stream()
            .map(policy -> "of column %s %s".formatted(policy.column(), policy.words()))
            .sorted()
            .collect(Collectors.joining(", "));
  }

  private static boolean readsAgain(Incremental how) {
    return !how.overlap().isZero() || how.nulls() == Incremental.Nulls.INCLUDE;
  }

  private static List<String> tail(Incremental how) {
    var key = new LinkedHashSet<>(how.key());
    key.add(how.column());
    return List.copyOf(key);
  }

  private static String table(Source source) {
    return switch (source.read()) {
      case Read.Table table -> table.qualified();
      case Read.Query query -> "";
    };
  }

  private static Optional<Incremental> incremental(Source source) {
    return switch (source.read()) {
      case Read.Table table -> table.incremental();
      case Read.Query query -> Optional.empty();
    };
  }
}
