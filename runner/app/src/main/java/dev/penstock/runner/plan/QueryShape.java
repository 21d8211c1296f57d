package dev.penstock.runner.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the parse tree of one query says about the relations that it names.
 *
 * @param uses how often each is named, common table expressions counted in
 * @param preserved those of which the rows of the result are, bit by bit, the rows for each part of
 *     the relation: they stand in no subquery and on the preserved side of every join
 * @param obstacles what makes the result depend on more than one row at a time, as the end of a
 *     sentence that begins with the query
 */
record QueryShape(Map<String, Integer> uses, Set<String> preserved, List<Obstacle> obstacles) {
  static final QueryShape EMPTY = new QueryShape(Map.of(), Set.of(), List.of());

  /**
   * Something that forbids waves.
   *
   * @param what as {@code uses DISTINCT}
   * @param varying whether it is only that another statement may get another value
   */
  record Obstacle(String what, boolean varying) {}

  QueryShape {
    uses = Collections.unmodifiableMap(new LinkedHashMap<>(uses));
    preserved = Set.copyOf(preserved);
    obstacles = List.copyOf(obstacles);
  }

  static QueryShape of(String relation) {
    return new QueryShape(Map.of(relation, 1), Set.of(relation), List.of());
  }

  static QueryShape obstacle(String what) {
    return new QueryShape(Map.of(), Set.of(), List.of(new Obstacle(what, false)));
  }

  static QueryShape varying(String what) {
    return new QueryShape(Map.of(), Set.of(), List.of(new Obstacle(what, true)));
  }

  /** {@return both, each preserving what it preserves} */
  QueryShape with(QueryShape other) {
    var all = new LinkedHashMap<>(uses);
    other.uses.forEach((name, times) -> all.merge(name, times, Integer::sum));
    var kept = new LinkedHashSet<>(preserved);
    kept.addAll(other.preserved);
    var found = new ArrayList<>(obstacles);
    found.addAll(other.obstacles);
    return new QueryShape(all, kept, found);
  }

  /** {@return the same, where the rows of no relation are preserved} */
  QueryShape aside() {
    return new QueryShape(uses, Set.of(), obstacles);
  }

  /** {@return the same, which also names these without reading them} */
  QueryShape naming(Set<String> relations) {
    var all = new LinkedHashMap<>(uses);
    relations.forEach(name -> all.putIfAbsent(name, 0));
    return new QueryShape(all, preserved, obstacles);
  }

  /** {@return how often a relation is named} */
  int times(String relation) {
    return uses.getOrDefault(relation, 0);
  }

  /** {@return whether the query can be computed for parts of the relation, one after the other} */
  boolean streams(String relation) {
    return obstacles.isEmpty() && times(relation) == 1 && preserved.contains(relation);
  }
}
