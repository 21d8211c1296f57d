package dev.penstock.runner.plan;

import dev.penstock.runner.engine.RowCheck;
import dev.penstock.runner.plan.Work.Consumer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out which relations are kept, streamed or computed as a whole. */
final class WorkOrder {
  private final List<String> sources;
  private final StepGraph graph;
  private final WavesRule rule;
  private final Map<String, Size> sizes;
  private final List<String> sealed;

  /** By relation that somebody needs. */
  private final Map<String, Waves> decisions = new LinkedHashMap<>();

  /** Relations that are only checked. */
  private final Set<String> judged = new LinkedHashSet<>();

  /** How many statements read a relation as a whole, and which ones must find it on scratch. */
  private record Demand(Map<String, Integer> times, Set<String> forced) {
    int of(String relation) {
      return times.getOrDefault(relation, 0);
    }

    boolean kept(String relation) {
      return of(relation) > 1 || of(relation) > 0 && forced.contains(relation);
    }
  }

  /**
   * @param sealed relations that targets are from, once per target, twice for one that counts rows
   *     before they are sealed
   * @param checked relations that have a check
   */
  WorkOrder(
      List<String> sources,
      StepGraph graph,
      Map<String, Size> sizes,
      List<String> sealed,
      Set<String> checked) {
    this.sources = sources;
    this.graph = graph;
    this.sizes = sizes;
    this.sealed = List.copyOf(sealed);
    this.rule = new WavesRule(graph, sizes);
    sealed.forEach(relation -> decisions.computeIfAbsent(relation, rule::of));
    for (var relation : checked) {
      if (!decisions.containsKey(relation)) {
        judged.add(relation);
        decisions.put(relation, rule.of(relation));
      }
    }
    settle(sealed);
  }

  /** A source can not be read in waves and as a whole: then it is kept, and nothing streams it. */
  private void settle(List<String> sealed) {
    while (true) {
      var demand = demand(sealed);
      boolean changed = false;
      for (var entry : decisions.entrySet()) {
        if (entry.getValue() instanceof Waves.Streamed(var source) && demand.of(source) > 0) {
          entry.setValue(new Waves.Whole("source %s is also needed as a whole".formatted(source)));
          changed = true;
        }
      }
      if (!changed) {
        return;
      }
    }
  }

  /** {@return the decision for a relation that somebody needs} */
  Waves waves(String relation) {
    var decision = decisions.get(relation);
    if (decision == null) {
      throw new IllegalArgumentException("Nobody needs " + relation);
    }
    return decision;
  }

  private Demand demand(List<String> sealed) {
    Map<String, Integer> times = new LinkedHashMap<>();
    Set<String> forced = new HashSet<>();
    decisions.forEach((relation, decision) -> {
      switch (decision) {
        case Waves.Streamed(var source) -> aside(relation, source, times, forced);
        case Waves.Whole(var reason) -> {
          long targets = sealed.stream().filter(relation::equals).count();
          times.merge(relation, (int) Math.max(1, targets), Integer::sum);
          if (judged.contains(relation)) {
            forced.add(relation);
          }
        }
      }
    });
    var steps = new ArrayList<>(graph.steps().keySet());
    for (var step : steps.reversed()) {
      if (times.getOrDefault(step, 0) > 0) {
        graph.shape(step).uses().forEach((used, n) -> times.merge(used, n, Integer::sum));
      }
    }
    return new Demand(times, forced);
  }

  /** What the waves of a source are joined with is read by every wave. */
  private void aside(
      String relation, String source, Map<String, Integer> times, Set<String> forced) {
    var way = rule.way(relation, source);
    for (int i = 0; i < way.size(); i++) {
      var next = i + 1 < way.size() ? way.get(i + 1) : source;
      graph
          .shape(way.get(i))
          .uses()
          .forEach((used, n) -> {
            if (n > 0 && !used.equals(next)) {
              times.merge(used, 1, Integer::sum);
              forced.add(used);
            }
          });
    }
  }

  /** {@return the work for these loads and checks} */
  Work work(List<Plan.Load> loads, List<RowCheck> checks) {
    List<Consumer> consumers = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (var load : loads) {
      var from = load.target().from();
      consumers.add(new Consumer.Seal(load, taken.add(from) ? on(from, checks) : List.of()));
    }
    judged.forEach(relation -> consumers.add(new Consumer.Judge(relation, on(relation, checks))));
    Map<String, List<Consumer>> streams = new LinkedHashMap<>();
    List<Consumer> whole = new ArrayList<>();
    for (var consumer : consumers) {
      switch (waves(consumer.relation())) {
        case Waves.Streamed(var source) ->
            streams.computeIfAbsent(source, s -> new ArrayList<>()).add(consumer);
        case Waves.Whole(var reason) -> whole.add(consumer);
      }
    }
    var demand = demand(sealed);
    return new Work(
        sources.stream()
            .filter(source -> demand.of(source) > 0 || streams.containsKey(source))
            .toList(),
        kept(demand),
        streams.entrySet().stream()
            .map(entry -> new Work.Stream(entry.getKey(), entry.getValue()))
            .toList(),
        whole);
  }

  private static List<RowCheck> on(String relation, List<RowCheck> checks) {
    return checks.stream().filter(check -> check.relation().equals(relation)).toList();
  }

  private List<String> kept(Demand demand) {
    Set<String> kept = new HashSet<>();
    sources.stream().filter(demand::kept).forEach(kept::add);
    graph.steps().keySet().stream().filter(demand::kept).forEach(kept::add);
    // One statement reads one source at most, so that its connections can be counted.
    for (var step : graph.steps().keySet()) {
      if (demand.of(step) > 0 && (kept.contains(step) || decisions.containsKey(step))) {
        var direct = new ArrayList<String>();
        direct(step, kept, direct);
        direct.sort(Comparator.comparingLong(this::bytes).reversed());
        direct.stream().skip(1).forEach(kept::add);
      }
    }
    List<String> ordered = new ArrayList<>();
    sources.stream().filter(kept::contains).forEach(ordered::add);
    graph.steps().keySet().stream().filter(kept::contains).forEach(ordered::add);
    return ordered;
  }

  private long bytes(String source) {
    var size = sizes.get(source);
    return size == null ? 0 : size.bytes();
  }

  /** Sources that the statement of a step reads itself, through steps that are not kept. */
  private void direct(String step, Set<String> kept, List<String> found) {
    graph
        .shape(step)
        .uses()
        .forEach((used, n) -> {
          if (n > 0 && !kept.contains(used)) {
            if (graph.contains(used)) {
              direct(used, kept, found);
            } else if (!found.contains(used)) {
              found.add(used);
            }
          }
        });
  }
}
