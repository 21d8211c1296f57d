package dev.penstock.runner.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides whether a relation can be computed in waves: one source whose rows stand, used once, on
 * the preserved side of every join between it and the relation, while each query on that way works
 * row by row.
 */
final class WavesRule {
  private final StepGraph graph;
  private final Map<String, Size> sizes;

  /**
   * @param sizes of sources, where they are known
   */
  WavesRule(StepGraph graph, Map<String, Size> sizes) {
    this.graph = graph;
    this.sizes = sizes;
  }

  /** {@return the decision for a relation} */
  Waves of(String relation) {
    if (!graph.contains(relation)) {
      return new Waves.Streamed(relation);
    }
    var reasons = new ArrayList<String>();
    String driving = null;
    for (var source : candidates(relation, reasons)) {
      if (once(relation, source, reasons) && (driving == null || bytes(source) > bytes(driving))) {
        driving = source;
      }
    }
    if (driving != null) {
      return new Waves.Streamed(driving);
    }
    return new Waves.Whole(
        reasons.isEmpty() ? "step %s reads no source".formatted(relation) : reasons.getFirst());
  }

  private long bytes(String source) {
    var size = sizes.get(source);
    return size == null ? 0 : size.bytes();
  }

  /** {@return the steps from a relation down to the source that drives it, itself included} */
  List<String> way(String relation, String source) {
    var way = new ArrayList<String>();
    var at = relation;
    while (!at.equals(source)) {
      way.add(at);
      at =
          graph.shape(at).uses().entrySet().stream()
              .filter(next -> next.getValue() > 0)
              .map(Map.Entry::getKey)
              .filter(next -> next.equals(source) || uses(next, source) > 0)
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("No way to " + source));
    }
    return way;
  }

  /** Sources that stand on the preserved side all the way down, in the order of the text. */
  private List<String> candidates(String relation, List<String> reasons) {
    if (!graph.contains(relation)) {
      return List.of(relation);
    }
    var shape = graph.shape(relation);
    if (!shape.obstacles().isEmpty()) {
      reasons.add("step %s %s".formatted(relation, shape.obstacles().getFirst().what()));
      return List.of();
    }
    var found = new ArrayList<String>();
    for (var next : shape.uses().keySet()) {
      if (shape.streams(next)) {
        candidates(next, reasons).stream().filter(s -> !found.contains(s)).forEach(found::add);
      } else if (shape.times(next) > 1) {
        reasons.add("step %s reads %s %d times".formatted(relation, next, shape.times(next)));
      } else if (shape.times(next) == 1) {
        reasons.add(
            "step %s reads %s in a subquery or on the side of a join that may have no match"
                .formatted(relation, next));
      }
    }
    return found;
  }

  private boolean once(String relation, String source, List<String> reasons) {
    int times = uses(relation, source);
    if (times > 1) {
      reasons.addFirst(
          "step %s reads source %s %d times, through other steps"
              .formatted(relation, source, times));
    }
    return times == 1;
  }

  /** {@return how often a relation reads a source, over all steps between} */
  int uses(String relation, String source) {
    return uses(relation, source, new LinkedHashMap<>());
  }

  private int uses(String relation, String source, Map<String, Integer> known) {
    var before = known.get(relation);
    if (before != null) {
      return before;
    }
    int times = 0;
    for (var use : graph.shape(relation).uses().entrySet()) {
      times +=
          use.getValue() * (use.getKey().equals(source) ? 1 : uses(use.getKey(), source, known));
    }
    known.put(relation, times);
    return times;
  }
}
