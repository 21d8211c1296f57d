package dev.penstock.chaos;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a campaign did and found.
 *
 * @param kinds kills by what was killed
 * @param points kills by the point of the protocol
 * @param modes kills by load mode
 * @param retries attempts beyond the first one of each run
 */
record Report(
    long seed,
    int rounds,
    Map<String, Integer> kinds,
    Map<String, Integer> points,
    Map<String, Integer> modes,
    int runs,
    int retries,
    Verdict verdict) {
  Report {
    kinds = Map.copyOf(kinds);
    points = Map.copyOf(points);
    modes = Map.copyOf(modes);
  }

  int kills() {
    return kinds.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** {@return everything on one line} */
  String line() {
    return "%d kills in %d rounds, seed %d; what: %s; where: %s; modes: %s; %d runs, %d retries; %d lost, %d doubled%s"
        .formatted(
            kills(),
            rounds,
            seed,
            counts(kinds),
            counts(points),
            counts(modes),
            runs,
            retries,
            verdict.lost(),
            verdict.doubled(),
            verdict.clean() ? "" : ", %d findings".formatted(verdict.findings().size()));
  }

  private static String counts(Map<String, Integer> counts) {
    return new TreeMap<>(counts)
        .entrySet().stream()
            .map(count -> count.getKey() + " " + count.getValue())
            .collect(Collectors.joining(", "));
  }
}
