package dev.penstock.operator.admission;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The decision over all waiting Jobs of a namespace, in the order of {@link Candidate#TURN}.
 *
 * <p>A Job that waits for a connection keeps a place at each of its connections, so younger Jobs
 * can not pass it for ever; one that waits for its own pipeline keeps none, so it holds up nobody
 * else, and one that yields stands behind all others of its pipeline. A Job starts as soon as its
 * pipeline is idle and each of its connections has a place beyond those taken and kept.
 */
public final class Admission {
  private final Map<String, Integer> limits;
  private final Map<String, Integer> taken = new HashMap<>();
  private final Map<String, String> running = new HashMap<>();
  private final Map<String, Integer> behindPipeline = new HashMap<>();
  private final Map<String, Integer> behindConnection = new HashMap<>();
  private final List<Placed> waiting = new ArrayList<>();

  private Admission(Map<String, Integer> limits) {
    this.limits = limits;
  }

  /**
   * {@return a decision per UID of the waiting candidates}
   *
   * @param candidates the unfinished Jobs of the namespace
   * @param limits runs at once by connection; absent: unlimited
   */
  public static Map<String, Decision> decide(
      Collection<Candidate> candidates, Map<String, Integer> limits) {
    var admission = new Admission(limits);
    candidates.stream().filter(Candidate::active).forEach(admission::take);
    var decisions = new HashMap<String, Decision>();
    inTurn(candidates).stream()
        .filter(candidate -> admission.starts(candidate))
        .forEach(candidate -> decisions.put(candidate.uid(), new Decision.Admit()));
    admission.waiting.forEach(placed -> decisions.put(placed.uid(), admission.words(placed)));
    return Map.copyOf(decisions);
  }

  /** One that yields comes right behind the last of its pipeline that does not. */
  private static List<Candidate> inTurn(Collection<Candidate> candidates) {
    var waiting =
        candidates.stream()
            .filter(candidate -> !candidate.active())
            .sorted(Candidate.TURN)
            .toList();
    var last = new HashMap<String, Candidate>();
    waiting.stream()
        .filter(candidate -> !candidate.yields())
        .forEach(candidate -> last.put(candidate.pipeline(), candidate));
    var held = new HashMap<Candidate, List<Candidate>>();
    var order = new ArrayList<Candidate>();
    for (var candidate : waiting) {
      var before = last.get(candidate.pipeline());
      if (candidate.yields() && before != null && !order.contains(before)) {
        held.computeIfAbsent(before, any -> new ArrayList<>()).add(candidate);
      } else {
        order.add(candidate);
        order.addAll(held.getOrDefault(candidate, List.of()));
      }
    }
    return order;
  }

  /**
   * A Job that waits.
   *
   * @param connection that it waits for; empty: for its pipeline
   * @param before the Job that has the pipeline
   */
  private record Placed(
      String uid, String pipeline, Optional<String> connection, String before, int position) {}

  private boolean starts(Candidate candidate) {
    var pipeline = candidate.pipeline();
    var before = running.get(pipeline);
    if (before != null) {
      int position = behindPipeline.merge(pipeline, 1, Integer::sum);
      waiting.add(new Placed(candidate.uid(), pipeline, Optional.empty(), before, position));
      return false;
    }
    var full = candidate.connections().stream().filter(this::full).findFirst();
    take(candidate);
    if (full.isEmpty()) {
      return true;
    }
    candidate.connections().forEach(name -> behindConnection.merge(name, 1, Integer::sum));
    int position = behindConnection.getOrDefault(full.get(), 0);
    waiting.add(new Placed(candidate.uid(), pipeline, full, "", position));
    return false;
  }

  private boolean full(String connection) {
    var limit = limits.get(connection);
    return limit != null && taken.getOrDefault(connection, 0) >= limit;
  }

  private void take(Candidate candidate) {
    running.putIfAbsent(candidate.pipeline(), candidate.job());
    candidate.connections().forEach(connection -> taken.merge(connection, 1, Integer::sum));
  }

  private Decision words(Placed placed) {
    if (placed.connection().isEmpty()) {
      var pipeline = placed.pipeline();
      return new Decision.Wait(
          AdmissionReason.PIPELINE_BUSY,
          "Pipeline %s has another run, Job %s; this one is %s of %d waiting for it. It starts when that has ended."
              .formatted(
                  pipeline,
                  placed.before(),
                  Ordinal.of(placed.position()),
                  behindPipeline.getOrDefault(pipeline, 0)));
    }
    var connection = placed.connection().get();
    int limit = limits.getOrDefault(connection, 0);
    return new Decision.Wait(
        AdmissionReason.CONNECTION_BUSY,
        "Connection %s takes %s at once; this one is %s of %d waiting for it. Wait, or raise limits.runs of that EtlConnection."
            .formatted(
                connection,
                limit == 1 ? "1 run" : limit + " runs",
                Ordinal.of(placed.position()),
                behindConnection.getOrDefault(connection, 0)));
  }
}
