package dev.penstock.operator.admission;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * The decision over all waiting Jobs of a namespace.
 *
 * <p>A Job that waits for a connection keeps its place at each of its connections, so younger Jobs
 * can not pass it for ever; one that waits for its own pipeline keeps none, so it holds up nobody
 * else.
 */
public final class Admission {
  private static final Comparator<Candidate> OLDEST_FIRST =
      Comparator.comparing(Candidate::created).thenComparing(Candidate::job);

  private final Map<String, Integer> limits;
  private final Map<String, Integer> taken = new HashMap<>();
  private final Map<String, String> running = new HashMap<>();

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
    candidates.stream()
        .filter(candidate -> !candidate.active())
        .sorted(OLDEST_FIRST)
        .forEach(candidate -> decisions.put(candidate.uid(), admission.next(candidate)));
    return Map.copyOf(decisions);
  }

  private Decision next(Candidate candidate) {
    var busy = running.get(candidate.pipeline());
    if (busy != null) {
      return new Decision.Wait(
          "PipelineBusy",
          "Pipeline %s has another run, Job %s. This one starts when that has ended."
              .formatted(candidate.pipeline(), busy));
    }
    var full = candidate.connections().stream().filter(this::full).findFirst();
    var decision =
        full.<Decision>map(connection ->
                new Decision.Wait(
                    "ConnectionBusy",
                    "Connection %s has all of its %d runs. Wait, or raise limits.runs of that EtlConnection."
                        .formatted(connection, limits.get(connection))))
            .orElseGet(Decision.Admit::new);
    take(candidate);
    return decision;
  }

  private boolean full(String connection) {
    var limit = limits.get(connection);
    return limit != null && taken.getOrDefault(connection, 0) >= limit;
  }

  private void take(Candidate candidate) {
    running.putIfAbsent(candidate.pipeline(), candidate.job());
    candidate.connections().forEach(connection -> taken.merge(connection, 1, Integer::sum));
  }
}
