package dev.penstock.runner.change;

import dev.penstock.api.model.ColumnPolicy;
import dev.penstock.api.model.Dataset;
import dev.penstock.api.model.Deletes;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Table;
import dev.penstock.api.model.Target;
import dev.penstock.runner.change.Effect.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What changes of targets mean for their histories, as docs/commit-protocol.md has it. */
final class TargetEffects {
  private final List<Effect> effects = new ArrayList<>();

  private TargetEffects() {}

  static List<Effect> between(Pipeline before, Pipeline after) {
    var effects = new TargetEffects();
    for (var was : before.targets()) {
      if (after.target(was.name()).isEmpty()) {
        effects.add(
            Code.TARGET_ABANDONED,
            was,
            "Target %s is recorded as abandoned; its rows stay where they are"
                .formatted(was.name()),
            "Delete them yourself if nobody needs them");
      }
    }
    for (var now : after.targets()) {
      var was = before.target(now.name());
      if (was.isPresent()) {
        effects.changed(was.get(), now);
      } else {
        effects.begins(now, "Target %s is new".formatted(now.name()));
      }
    }
    return List.copyOf(effects.effects);
  }

  private void begins(Target target, String why) {
    boolean fromLog = target.redshift().filter(Table::fromLog).isPresent();
    add(
        Code.TARGET_BEGINS,
        target,
        "%s: %s"
            .formatted(
                why,
                fromLog
                    ? "an empty table gets what the log names for the target, then what runs bring"
                    : "it gets what runs bring from now on"),
        fromLog
            ? "See that the log names this target"
            : "Ask for a run with fullRefresh if it is to have all rows of the sources");
  }

  private void changed(Target was, Target now) {
    was.redshift().ifPresent(before -> table(was, before, now));
    if (was.redshift().isEmpty() && now.redshift().isPresent()) {
      begins(now, "Target %s gets a table".formatted(now.name()));
    }
    dataset(was, now);
    mode(was, now);
    values(was, now);
  }

  private void table(Target was, Table before, Target now) {
    if (now.redshift().isEmpty()) {
      add(
          Code.TARGET_ABANDONED,
          now,
          "Target %s loses its table %s, which keeps its rows"
              .formatted(now.name(), before.qualified()),
          "Let a run end well before the connection goes, too");
      return;
    }
    var after = now.redshift().get();
    if (!before.connection().equals(after.connection())) {
      begins(
          now,
          "Target %s moves from warehouse %s to %s"
              .formatted(now.name(), before.connection(), after.connection()));
    } else if (!before.qualified().equals(after.qualified())) {
      add(
          Code.HISTORY_MISMATCH,
          now,
          "Target %s has filled table %s of warehouse %s, the spec names %s: the next run is refused"
              .formatted(now.name(), before.qualified(), before.connection(), after.qualified()),
          "Give the target a new name, or ask for one run with fullRefresh after the merge");
    } else if (!before.distKey().equals(after.distKey())
        || !before.sortKey().equals(after.sortKey())) {
      add(
          Code.TABLE_KEEPS_KEYS,
          was,
          "Table %s keeps the distKey and sortKey that it was made with"
              .formatted(after.qualified()),
          "Use ALTER TABLE to change them");
    }
  }

  private void dataset(Target was, Target now) {
    if (was.mode() instanceof Mode.Window(var before, var emptied)
        && now.mode() instanceof Mode.Window(var column, var allowEmpty)
        && before.equals(column)
        && !where(was).equals(where(now))) {
      add(
          Code.HISTORY_MISMATCH,
          now,
          "Target %s replaces whole days, and its parts lie in another dataset, where those days would stay: the next run is refused"
              .formatted(now.name()),
          "Ask for one run with fullRefresh after the merge, or name the dataset that it had");
    } else if (was.s3().isPresent() && now.s3().isEmpty()) {
      add(
          Code.TARGET_ABANDONED,
          now,
          "Target %s loses its dataset %s, which keeps its parts"
              .formatted(now.name(), was.s3().get().path()),
          "Delete them yourself if nobody needs them");
    } else if (was.s3().isEmpty() && now.s3().isPresent()) {
      begins(now, "Target %s gets a dataset".formatted(now.name()));
    } else if (was.s3().isPresent()) {
      dataset(now, was.s3().get(), now.s3().orElseThrow());
    }
  }

  private static Optional<String> where(Target target) {
    return target.s3().map(dataset -> dataset.connection() + "/" + dataset.path());
  }

  private void dataset(Target target, Dataset before, Dataset after) {
    if (!before.path().equals(after.path()) || !before.connection().equals(after.connection())) {
      add(
          Code.DATASET_MOVES,
          target,
          "Target %s moves from %s of %s to %s of %s; its older parts stay where they are"
              .formatted(
                  target.name(),
                  before.path(),
                  before.connection(),
                  after.path(),
                  after.connection()),
          "Name a path that is empty; readers need both, or one run with fullRefresh");
    } else if (!before.partitionBy().equals(after.partitionBy())) {
      add(
          Code.DIRECTORIES_CHANGE,
          target,
          "Parts of target %s lie in other directories from the next run on; older ones stay"
              .formatted(target.name()),
          "See that readers do not take directories for columns");
    }
  }

  private void mode(Target was, Target now) {
    if (deletes(now.mode()) instanceof Deletes.Absence absence) {
      absence(was, now, absence);
      return;
    }
    if (now.mode() instanceof Mode.Scd2 after) {
      versions(was, now, after);
      return;
    }
    if (was.mode() instanceof Mode.Scd2) {
      add(
          Code.MODE_CHANGED,
          now,
          "Target %s no longer keeps versions: those that its table holds stay among the rows that come from now on, without the instants between which they are valid"
              .formatted(now.name()),
          "Ask for one run with fullRefresh, or name another table");
      return;
    }
    if (now.mode() instanceof Mode.Window(var column, var allowEmpty)
        && !(was.mode() instanceof Mode.Window(var before, var emptied) && before.equals(column))) {
      add(
          Code.HISTORY_MISMATCH,
          now,
          "Target %s replaces days by %s, which its older rows are not told by: the next run is refused"
              .formatted(now.name(), column),
          "Ask for one run with fullRefresh after the merge");
    } else if (was.mode() instanceof Mode.Window
        && !(now.mode() instanceof Mode.Window)
        && !(now.mode() instanceof Mode.Replace)) {
      add(
          Code.MODE_CHANGED,
          now,
          "Target %s no longer replaces days: it keeps what it holds, beside what comes from now on"
              .formatted(now.name()),
          "See that its sources do not bring a row twice");
    } else if (now.mode() instanceof Mode.Replace && !(was.mode() instanceof Mode.Replace)) {
      add(
          Code.MODE_CHANGED,
          now,
          "Target %s holds what the newest run brings and nothing else: the next one replaces all its rows"
              .formatted(now.name()),
          "See that each run brings all of them");
    } else if (was.mode() instanceof Mode.Replace && !(now.mode() instanceof Mode.Replace)) {
      add(
          Code.MODE_CHANGED,
          now,
          "Target %s no longer replaces all its rows: it keeps what the last run brought, beside what comes from now on"
              .formatted(now.name()),
          "See that its sources do not bring a row twice");
    } else if (was.mode() instanceof Mode.Append && now.mode() instanceof Mode.Upsert) {
      add(
          Code.MODE_CHANGED,
          now,
          "Target %s becomes an upsert: rows of a key that comes replace all older rows of it, keys that never come again keep all of theirs"
              .formatted(now.name()),
          "Ask for one run with fullRefresh if every key is to have one row");
    } else if (was.mode() instanceof Mode.Upsert && now.mode() instanceof Mode.Append) {
      add(
          Code.MODE_CHANGED,
          now,
          "Target %s no longer replaces rows: it keeps what the last upsert left, plus every row since"
              .formatted(now.name()),
          "See that its sources do not bring a row twice");
    } else if (was.mode() instanceof Mode.Upsert before
        && now.mode() instanceof Mode.Upsert after
        && !before.key().equals(after.key())) {
      add(
          Code.KEY_CHANGED,
          now,
          "Target %s tells rows apart by %s instead of %s from the next run on; older rows stay as the old key left them"
              .formatted(
                  now.name(), String.join(", ", after.key()), String.join(", ", before.key())),
          "Ask for one run with fullRefresh if every key is to have one row");
    }
    deletes(now, deletes(was.mode()), deletes(now.mode()));
  }

  private void versions(Target was, Target now, Mode.Scd2 after) {
    if (!(was.mode() instanceof Mode.Scd2 before)
        || !before.key().equals(after.key())
        || !before.orderBy().getFirst().equals(after.orderBy().getFirst())) {
      add(
          Code.HISTORY_MISMATCH,
          now,
          "Target %s keeps versions by %s, valid from %s, which its older rows are not: the next run is refused"
              .formatted(now.name(), String.join(", ", after.key()), after.orderBy().getFirst()),
          "Ask for one run with fullRefresh after the merge");
      return;
    }
    if (!before.track().equals(after.track())) {
      add(
          Code.VALUES_CHANGE,
          now,
          "Target %s tells versions by other columns: each key gets a new one when it comes again, whether or not it has changed"
              .formatted(now.name()),
          "See that readers do not count versions");
    }
    if (!before.deleted().equals(after.deleted())) {
      add(
          Code.MODE_CHANGED,
          now,
          "Target %s %s; versions that its table holds stay until their key comes again"
              .formatted(
                  now.name(),
                  after
                      .deleted()
                      .map(name -> "closes versions by " + name)
                      .orElse("no longer closes versions where a row is deleted")),
          "Ask for one run with fullRefresh if older ones are to follow");
    }
  }

  private void absence(Target was, Target now, Deletes.Absence after) {
    if (!(deletes(was.mode()) instanceof Deletes.Absence before)) {
      add(
          Code.MODE_CHANGED,
          now,
          "The table of target %s holds the keys that the newest run brings and no others: what else it holds is deleted, up to %d percent of its rows in one run"
              .formatted(now.name(), after.maxPercent()),
          "See that each run brings all of them");
      return;
    }
    if (was.mode() instanceof Mode.Upsert old
        && now.mode() instanceof Mode.Upsert fresh
        && !old.key().equals(fresh.key())) {
      add(
          Code.KEY_CHANGED,
          now,
          "Target %s tells rows apart by %s instead of %s: the next run makes its table anew by them"
              .formatted(now.name(), String.join(", ", fresh.key()), String.join(", ", old.key())),
          "See that these columns tell all rows apart");
    }
    if (after.maxPercent() > before.maxPercent() || (after.allowEmpty() && !before.allowEmpty())) {
      add(
          Code.MODE_CHANGED,
          now,
          "A run may delete up to %d percent of the rows of target %s%s; until now %d%s"
              .formatted(
                  after.maxPercent(),
                  now.name(),
                  byNoRows(after),
                  before.maxPercent(),
                  byNoRows(before)),
          "Lower it again after the run that needs it");
    }
  }

  private static String byNoRows(Deletes.Absence absence) {
    return absence.allowEmpty() ? ", also by no rows" : "";
  }

  private static Deletes deletes(Mode mode) {
    return mode instanceof Mode.Upsert upsert ? upsert.deletes() : new Deletes.Unseen();
  }

  private void deletes(Target target, Deletes before, Deletes after) {
    switch (after) {
      case Deletes.Absence absence ->
          throw new IllegalStateException("It is told by itself: " + target.name());
      case Deletes.Column(var name) -> {
        if (!after.equals(before)) {
          add(
              Code.MODE_CHANGED,
              target,
              "Target %s deletes the keys whose newest row says so by %s; those that the table holds stay until they come again"
                  .formatted(target.name(), name),
              "Ask for one run with fullRefresh if they are to go now");
        }
      }
      case Deletes.Unseen unseen -> {
        if (target.mode() instanceof Mode.Upsert && !after.equals(before)) {
          add(
              Code.MODE_CHANGED,
              target,
              "Target %s no longer deletes: its table keeps every key that comes from now on"
                  .formatted(target.name()),
              "Ask for one run with fullRefresh if keys that were deleted are to be there again");
        }
      }
    }
  }

  private void values(Target was, Target now) {
    var before = policies(was);
    var after = policies(now);
    var names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (var name : names) {
      var old = Optional.ofNullable(before.get(name));
      var fresh = Optional.ofNullable(after.get(name));
      if (!words(old).equals(words(fresh))) {
        add(
            Code.VALUES_CHANGE,
            now,
            "Column %s of target %s from the next run on: %s; until then: %s"
                .formatted(name, now.name(), words(fresh), words(old)),
            old.flatMap(ColumnPolicy::zone).isPresent()
                    == fresh.flatMap(ColumnPolicy::zone).isPresent()
                ? "Ask for one run with fullRefresh if older rows are to follow"
                : "See that the table has the column as %s, or name another table: the warehouse alters no such type"
                    .formatted(
                        fresh.flatMap(ColumnPolicy::zone).isPresent()
                            ? "TIMESTAMPTZ"
                            : "TIMESTAMP"));
      }
    }
  }

  private static Map<String, ColumnPolicy> policies(Target target) {
    return target.columns().stream()
        .collect(
            Collectors.toMap(policy -> policy.name().toLowerCase(Locale.ROOT), policy -> policy));
  }

  private static String words(Optional<ColumnPolicy> policy) {
    return policy.map(said -> String.join("; ", said.words())).orElse("values stay as they are");
  }

  private void add(Code code, Target target, String message, String nextStep) {
    effects.add(new Effect(code, "target " + target.name(), message, nextStep));
  }

  /** {@return the places that a target fills, the table first} */
  static List<Place> places(Environment environment, Pipeline pipeline, Target target) {
    List<Place> places = new ArrayList<>();
    target
        .redshift()
        .flatMap(table ->
            environment
                .connection(pipeline, table.connection())
                .flatMap(connection -> Place.table(connection, table.qualified())))
        .ifPresent(places::add);
    target
        .s3()
        .flatMap(dataset ->
            environment
                .connection(pipeline, dataset.connection())
                .flatMap(connection -> Place.folder(connection, dataset)))
        .ifPresent(places::add);
    return places;
  }
}
