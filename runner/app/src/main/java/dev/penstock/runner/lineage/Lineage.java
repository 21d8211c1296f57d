package dev.penstock.runner.lineage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where a relation comes from.
 *
 * @param columns by name, in order; one of which nothing is known has no origin
 * @param rows what decides which rows there are, and in which order
 */
public record Lineage(Map<String, Set<Origin>> columns, Set<Origin> rows) {
  public Lineage {
    Map<String, Set<Origin>> copy = new LinkedHashMap<>();
    columns.forEach((name, origins) -> copy.put(name, unmodifiable(origins)));
    columns = Collections.unmodifiableMap(copy);
    rows = unmodifiable(rows);
  }

  private static Set<Origin> unmodifiable(Set<Origin> origins) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(origins));
  }
}
