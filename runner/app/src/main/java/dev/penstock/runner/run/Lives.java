package dev.penstock.runner.run;

import dev.penstock.runner.commit.CommittedPart;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has become of each entry's targets by later entries. */
final class Lives {
  /** What an entry says of a target, at the head. */
  sealed interface Life {
    /** It counts. */
    record Current() implements Life {}

    /** It counts no more: another entry replaced it, or the target came back as a new one. */
    record Replaced() implements Life {}

    /**
     * The target was abandoned.
     *
     * @param taken paths and tables that targets have filled since
     */
    record Ended(Set<Place> taken) implements Life {
      public Ended {
        taken = Set.copyOf(taken);
      }
    }
  }

  /** Where a target's rows are. */
  sealed interface Place {
    record Path(String connection, String path) implements Place {}

    record Table(String connection, String table) implements Place {}
  }

  private record Of(long number, String target) {}

  private final Map<Of, Life> lives = new HashMap<>();
  private final Set<String> overtaken = new HashSet<>();

  /**
   * @param history the oldest first
   */
  Lives(List<Entry> history) {
    Map<String, Life> sofar = new HashMap<>();
    Set<String> named = new HashSet<>();
    Set<Place> places = new HashSet<>();
    Map<String, List<CommittedTarget>> later = new HashMap<>();
    for (var entry : history.reversed()) {
      for (var target : entry.targets()) {
        lives.put(
            new Of(entry.number(), target.name()),
            sofar.getOrDefault(target.name(), new Life.Current()));
        var over = later.computeIfAbsent(target.name(), key -> new ArrayList<>());
        target.parts().stream()
            .filter(part -> over.stream().anyMatch(one -> one.overtakes(part)))
            .forEach(part -> overtaken.add(part.staged()));
        if (target.days().isPresent()) {
          over.add(target);
        }
        named.add(target.name());
        places.addAll(places(target));
        if (entry.replacesAll(target)) {
          sofar.put(target.name(), new Life.Replaced());
        }
      }
      for (var name : entry.abandoned()) {
        later.remove(name);
        sofar.put(name, named.contains(name) ? new Life.Replaced() : new Life.Ended(places));
      }
    }
  }

  private static Set<Place> places(CommittedTarget target) {
    Set<Place> places = new HashSet<>();
    target
        .dataset()
        .ifPresent(path -> places.add(new Place.Path(target.bucket().connection(), path)));
    target
        .warehouse()
        .ifPresent(side -> places.add(new Place.Table(side.connection(), side.table())));
    return places;
  }

  /** {@return whether a later entry has replaced the day of a part} */
  boolean overtaken(CommittedPart part) {
    return overtaken.contains(part.staged());
  }

  /** {@return what has become of what an entry of the history says of one of its targets} */
  Life of(Entry entry, CommittedTarget target) {
    return lives.getOrDefault(new Of(entry.number(), target.name()), new Life.Current());
  }
}
