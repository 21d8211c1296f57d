package dev.penstock.runner.change;

import dev.penstock.api.model.Pipeline;
import dev.penstock.runner.change.Effect.Code;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Who fills which place, before and after. */
final class Places {
  private final Map<Place, TreeSet<Filler>> fillers = new LinkedHashMap<>();

  private Places(Environment environment) {
    environment.valid().forEach(pipeline -> add(environment, pipeline));
  }

  /** {@return targets by the place that they fill} */
  static Map<Place, TreeSet<Filler>> of(Environment environment) {
    return new Places(environment).fillers;
  }

  /** {@return targets by the place that they fill after a change} */
  static Map<Place, TreeSet<Filler>> of(Environment before, Environment after) {
    var places = new Places(after);
    // With the spec of a pipeline wrong, the operator goes on with the last good one.
    for (var pipeline : before.valid()) {
      var now = after.pipelines().get(pipeline.id());
      if (now != null && now.valid().isEmpty()) {
        places.add(before, pipeline);
      }
    }
    return places.fillers;
  }

  private void add(Environment environment, Pipeline pipeline) {
    for (var target : pipeline.targets()) {
      for (var place : TargetEffects.places(environment, pipeline, target)) {
        fillers
            .computeIfAbsent(place, key -> new TreeSet<>())
            .add(new Filler(pipeline.id(), target.name()));
      }
    }
  }

  /** {@return places that nobody fills any more though they are read, and those that two fill} */
  static List<Effect> between(Environment before, Environment after, List<Reader> readers) {
    var was = of(before);
    var is = of(before, after);
    List<Effect> effects = new ArrayList<>();
    was.forEach((place, by) -> {
      if (!is.containsKey(place)) {
        readers.stream()
            .filter(reader -> reader.place().equals(place))
            .forEach(reader ->
                effects.add(
                    new Effect(
                        Code.READER_LOSES_TABLE,
                        by.first().words(),
                        "Nobody fills %s any more, and %s".formatted(place, reader.words()),
                        "Keep %s, or change pipeline %s first"
                            .formatted(by.first().words(), reader.pipeline().id().name()))));
      }
    });
    is.forEach((place, by) -> {
      if (by.size() > 1 && !by.equals(was.get(place))) {
        effects.add(
            new Effect(
                Code.PLACE_TAKEN_TWICE,
                by.last().words(),
                "%s is filled by %s: the one whose run comes later is refused"
                    .formatted(place, Filler.words(by)),
                "Give each a place of its own"));
      }
    });
    return effects;
  }
}
