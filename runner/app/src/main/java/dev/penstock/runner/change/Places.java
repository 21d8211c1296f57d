package dev.penstock.runner.change;

import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.runner.change.Effect.Code;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Who fills which place, before and after. */
final class Places {
  /** Targets by the place that they fill, as {@code pipeline/target}. */
  private final Map<Place, TreeSet<String>> fillers = new LinkedHashMap<>();

  private Places(Environment environment) {
    environment.valid().forEach(pipeline -> add(environment, pipeline));
  }

  /** {@return targets by the place that they fill} */
  static Map<Place, TreeSet<String>> of(Environment environment) {
    return new Places(environment).fillers;
  }

  private void add(Environment environment, Pipeline pipeline) {
    for (var target : pipeline.targets()) {
      for (var place : TargetEffects.places(environment, pipeline, target)) {
        fillers
            .computeIfAbsent(place, key -> new TreeSet<>())
            .add(filler(pipeline.id(), target.name()));
      }
    }
  }

  private static String filler(ResourceName pipeline, String target) {
    return "target %s of pipeline %s".formatted(target, pipeline.name());
  }

  /** {@return places that nobody fills any more though they are read, and those that two fill} */
  static List<Effect> between(Environment before, Environment after, List<Reader> readers) {
    var was = new Places(before);
    var is = new Places(after);
    // With the spec of a pipeline wrong, the operator goes on with the last good one.
    for (var pipeline : before.valid()) {
      var now = after.pipelines().get(pipeline.id());
      if (now != null && now.valid().isEmpty()) {
        is.add(before, pipeline);
      }
    }
    List<Effect> effects = new ArrayList<>();
    was.fillers.forEach((place, by) -> {
      if (!is.fillers.containsKey(place)) {
        readers.stream()
            .filter(reader -> reader.place().equals(place))
            .forEach(reader ->
                effects.add(
                    new Effect(
                        Code.READER_LOSES_TABLE,
                        by.first(),
                        "Nobody fills %s any more, and %s".formatted(place, reader.words()),
                        "Keep %s, or change pipeline %s first"
                            .formatted(by.first(), reader.pipeline().id().name()))));
      }
    });
    is.fillers.forEach((place, by) -> {
      if (by.size() > 1 && !by.equals(was.fillers.get(place))) {
        effects.add(
            new Effect(
                Code.PLACE_TAKEN_TWICE,
                by.last(),
                "%s is filled by %s: the one whose run comes later is refused"
                    .formatted(place, String.join(" and ", by)),
                "Give each a place of its own"));
      }
    });
    return effects;
  }
}
