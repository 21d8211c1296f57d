package dev.penstock.api.validation;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.UpstreamSpec;
import dev.penstock.api.validation.Finding.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pipelines that wait for each other in a circle, which none of them could leave. */
final class Cycles {
  /** Names that a message has room for; a longer way is cut in its middle. */
  private static final int SHOWN = 12;

  private Cycles() {}

  /** {@return the shortest way from the pipeline back to itself over at least one other} */
  static Optional<Finding> through(String name, Map<String, EtlPipelineSpec> pipelines) {
    var before = new HashMap<String, String>();
    var open = new ArrayDeque<String>(List.of(name));
    while (!open.isEmpty()) {
      var at = open.remove();
      for (var next : upstreams(pipelines.get(at))) {
        if (next.equals(name) && !at.equals(name)) {
          return Optional.of(finding(name, way(name, at, before), pipelines));
        }
        if (!next.equals(name) && before.putIfAbsent(next, at) == null) {
          open.add(next);
        }
      }
    }
    return Optional.empty();
  }

  /** From the pipeline to the one that waits for it, and the pipeline again. */
  private static List<String> way(String name, String last, Map<String, String> before) {
    var way = new ArrayList<String>(List.of(name));
    for (@Nullable String at = last; at != null && !at.equals(name); at = before.get(at)) {
      way.add(at);
    }
    way.add(name);
    return way.reversed();
  }

  private static Finding finding(
      String name, List<String> way, Map<String, EtlPipelineSpec> pipelines) {
    var index = upstreams(pipelines.get(name)).indexOf(way.get(1));
    return new Finding(
        "spec.after.pipelines[%d].name".formatted(index),
        Reason.INVALID,
        "Pipeline %s waits for itself: %s".formatted(Shown.of(name), shown(way)),
        "Remove one of these from the after of the one before it");
  }

  private static String shown(List<String> way) {
    var names = new ArrayList<String>(way.stream().map(Shown::of).toList());
    if (names.size() > SHOWN) {
      names.subList(SHOWN / 2, names.size() - SHOWN / 2).clear();
      names.add(SHOWN / 2, "%d more".formatted(way.size() - SHOWN));
    }
    return String.join(" -> ", names);
  }

  private static List<String> upstreams(@Nullable EtlPipelineSpec spec) {
    if (spec == null || spec.after() == null || spec.after().pipelines() == null) {
      return List.of();
    }
    var names = new ArrayList<String>();
    for (@Nullable UpstreamSpec upstream : spec.after().pipelines()) {
      names.add(upstream == null || upstream.name() == null ? "" : upstream.name());
    }
    return names;
  }
}
