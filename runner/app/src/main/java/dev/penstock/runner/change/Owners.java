package dev.penstock.runner.change;

import dev.penstock.api.model.ResourceName;
import dev.penstock.runner.change.Effect.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Places that none of their former pipelines fills any more, but another one: a pipeline by another
 * name or in another namespace has another log, and a place belongs to one log. Told over all
 * environments, as a namespace may be one.
 */
final class Owners {
  private final Map<Place, TreeSet<Filler>> was = new LinkedHashMap<>();
  private final Map<Place, TreeMap<String, TreeSet<Filler>>> is = new LinkedHashMap<>();

  private Owners(List<Environment> before, List<Environment> after) {
    Map<String, Environment> earlier = new HashMap<>();
    for (var environment : before) {
      earlier.put(environment.name(), environment);
      Places.of(environment)
          .forEach((place, by) -> was.computeIfAbsent(place, key -> new TreeSet<>()).addAll(by));
    }
    for (var environment : after) {
      var name = environment.name();
      Places.of(earlier.getOrDefault(name, Environment.empty(name)), environment)
          .forEach((place, by) -> is.computeIfAbsent(place, key -> new TreeMap<>()).put(name, by));
    }
  }

  /** {@return the refusals, by the name of the environment whose pipeline is refused} */
  static Map<String, List<Effect>> between(List<Environment> before, List<Environment> after) {
    var owners = new Owners(before, after);
    Map<String, List<Effect>> effects = new HashMap<>();
    owners.is.forEach((place, environments) -> {
      var former = owners.was.getOrDefault(place, new TreeSet<>());
      var pipelines = pipelines(former);
      boolean kept =
          environments.values().stream()
              .flatMap(by -> by.stream())
              .anyMatch(filler -> pipelines.contains(filler.pipeline()));
      if (!former.isEmpty() && !kept) {
        environments.forEach((name, by) ->
            effects
                .computeIfAbsent(name, key -> new ArrayList<>())
                .add(refused(place, former, by)));
      }
    });
    return effects;
  }

  private static Set<ResourceName> pipelines(Set<Filler> fillers) {
    return fillers.stream().map(Filler::pipeline).collect(Collectors.toSet());
  }

  private static Effect refused(Place place, TreeSet<Filler> former, TreeSet<Filler> by) {
    var all = new TreeSet<>(former);
    all.addAll(by);
    boolean moved = pipelines(all).stream().map(ResourceName::namespace).distinct().count() > 1;
    var owner = former.first();
    var now = by.first();
    return new Effect(
        Code.HISTORY_MISMATCH,
        now.words(),
        "%s has been filled by %s, and is now to be filled by %s: it belongs to the log of the former, and the next run is refused"
            .formatted(
                place, moved ? owner.full() : owner.words(), moved ? now.full() : now.words()),
        nextStep(place));
  }

  // What a run that is refused advises, too.
  private static String nextStep(Place place) {
    var keep = "Keep name and namespace of the pipeline, or ";
    return keep
        + switch (place) {
          case Place.Relation table ->
              "ask for one run with fullRefresh, which replaces what is there, or with adopt, which keeps it, if the pipeline has committed nothing yet";
          case Place.Folder folder ->
              "give the target a path of its own; neither fullRefresh nor adopt takes one from another log";
        };
  }
}
