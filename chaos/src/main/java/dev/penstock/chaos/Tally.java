package dev.penstock.chaos;

import java.util.Map;
import java.util.TreeMap;

/** What a campaign has done so far; threads share it. */
final class Tally {
  private final Map<String, Integer> kinds = new TreeMap<>();
  private final Map<String, Integer> points = new TreeMap<>();
  private final Map<String, Integer> modes = new TreeMap<>();
  private int runs;
  private int attempts;

  /** A kill has happened. */
  synchronized void killed(Kill kill, Mode mode) {
    kinds.merge(kill.kind(), 1, Integer::sum);
    points.merge(kill.point(), 1, Integer::sum);
    modes.merge(mode.toString(), 1, Integer::sum);
  }

  /** A run begins. */
  synchronized void ran() {
    runs++;
  }

  /** An attempt begins. */
  synchronized void tried() {
    attempts++;
  }

  synchronized int kills() {
    return kinds.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** {@return everything so far, with what the comparisons found} */
  synchronized Report report(long seed, int rounds, Verdict verdict) {
    return new Report(seed, rounds, kinds, points, modes, runs, attempts - runs, verdict);
  }
}
