package dev.penstock.runner.change;

import dev.penstock.runner.change.Effect.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Places that two environments fill: one whose connections lead into another. */
final class Across {
  private final Map<Place, TreeMap<String, String>> fillers = new LinkedHashMap<>();

  private Across(List<Environment> environments) {
    for (var environment : environments) {
      Places.of(environment)
          .forEach((place, by) ->
              fillers
                  .computeIfAbsent(place, key -> new TreeMap<>())
                  .put(environment.name(), by.first().words()));
    }
  }

  /** {@return what is new of it, by the name of the environment that comes last} */
  static Map<String, List<Effect>> between(List<Environment> before, List<Environment> after) {
    var was = new Across(before);
    var is = new Across(after);
    Map<String, List<Effect>> effects = new HashMap<>();
    is.fillers.forEach((place, by) -> {
      var known = was.fillers.getOrDefault(place, new TreeMap<>());
      if (by.size() > 1 && !known.keySet().containsAll(by.keySet())) {
        effects
            .computeIfAbsent(by.lastKey(), key -> new ArrayList<>())
            .add(
                new Effect(
                    Code.PLACE_SHARED,
                    by.lastEntry().getValue(),
                    "%s is filled by environments %s: the one whose run comes later is refused"
                        .formatted(place, String.join(" and ", by.keySet())),
                    "Let the connections of each environment lead to places of its own"));
      }
    });
    return effects;
  }
}
