package dev.penstock.runner.commit.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What connects one attempt to the world, replayed: every request that was answered before gets the
 * same answer again; the first new one of each lane parks. A lane is one of the acts that the
 * protocol lets run at the same time; the others go on while one waits.
 */
final class Link {
  /** Unwinds a lane that waits for an answer. */
  static final class Parked extends Error {
    Parked() {
      super("parked", null, false, false);
    }
  }

  /** A request and its answer. */
  record Told(Call call, Object reply) {}

  private final Map<String, List<Told>> history;
  private final Map<String, Integer> replayed = new HashMap<>();
  private final Map<String, Integer> forks = new HashMap<>();
  private final SortedMap<String, Call> parked = new TreeMap<>();
  private String lane = "";

  /**
   * @param history answers per lane; the first lane is the empty name
   */
  Link(Map<String, List<Told>> history) {
    this.history = history;
  }

  /** {@return the answer to a request} */
  Object call(Call call) {
    // Whoever waits for an act that waits does not go on, whatever the other acts have thrown.
    if (parked.keySet().stream().anyMatch(other -> other.startsWith(lane + "."))) {
      throw new Parked();
    }
    int at = replayed.merge(lane, 1, Integer::sum) - 1;
    var told = history.getOrDefault(lane, List.of());
    if (at >= told.size()) {
      parked.put(lane, call);
      throw new Parked();
    }
    if (!told.get(at).call().equals(call)) {
      throw new IllegalStateException(
          "Asked %s, now %s: an attempt is not determined by its answers"
              .formatted(told.get(at).call(), call));
    }
    return told.get(at).reply();
  }

  /** Runs an act in a lane of its own: the executor of the protocol. */
  void fork(Runnable act) {
    var waiting = lane;
    lane = waiting + "." + (forks.merge(waiting, 1, Integer::sum) - 1);
    try {
      act.run();
    } finally {
      lane = waiting;
    }
  }

  /** {@return what each lane asks, the lanes that wait for others excepted} */
  SortedMap<String, Call> parked() {
    return parked;
  }

  /** {@return the answers with one more} */
  static Map<String, List<Told>> with(
      Map<String, List<Told>> history, String lane, Call call, Object reply) {
    Map<String, List<Told>> longer = new HashMap<>(history);
    List<Told> told = new ArrayList<>(history.getOrDefault(lane, List.of()));
    told.add(new Told(call, reply));
    longer.put(lane, List.copyOf(told));
    return longer;
  }
}
