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
 * @param fewer what may keep rows from where they would be held
 */
record QueryShape(
    Map<String, Integer> uses, Set<String> preserved, List<Obstacle> obstacles, Set<Fewer> fewer) {
  static final QueryShape EMPTY = new QueryShape(Map.of(), Set.of(), List.of(), Set.of());

  /** Why fewer rows than are read may go on. */
  enum Fewer {
    /** Something other than a join: a condition, a group, a limit. */
    CHOSEN,
    /** Rows without a match in a join. */
    MATCHED
  }

  /**
   * Something that forbids waves.
   *
   * @param what as {@code uses DISTINCT}
   * @param varying whether it is only that another statement may get another value
   * @param holds whether every row is held until the last one has come
   */
  record Obstacle(String what, boolean varying, boolean holds) {}

  QueryShape {
    uses = Collections.unmodifiableMap(new LinkedHashMap<>(uses));
    preserved = Set.copyOf(preserved);
    obstacles = List.copyOf(obstacles);
    fewer = Set.copyOf(fewer);
  }

  static QueryShape of(String relation) {
    return new QueryShape(Map.of(relation, 1), Set.of(relation), List.of(), Set.of());
  }

  static QueryShape obstacle(String what) {
    return of(new Obstacle(what, false, false), Set.of(Fewer.CHOSEN));
  }

  /** An obstacle that holds every row. */
  static QueryShape holding(String what) {
    return of(new Obstacle(what, false, true), Set.of());
  }

  static QueryShape fewer(Fewer fewer) {
    return new QueryShape(Map.of(), Set.of(), List.of(), Set.of(fewer));
  }

  private static QueryShape of(Obstacle obstacle, Set<Fewer> fewer) {
    return new QueryShape(Map.of(), Set.of(), List.of(obstacle), fewer);
  }

  static QueryShape varying(String what) {
    return of(new Obstacle(what, true, false), Set.of());
  }

  /** {@return both, each preserving what it preserves} */
  QueryShape with(QueryShape other) {
    var all = new LinkedHashMap<>(uses);
    other.uses.forEach((name, times) -> all.merge(name, times, Integer::sum));
    var kept = new LinkedHashSet<>(preserved);
    kept.addAll(other.preserved);
    var found = new ArrayList<>(obstacles);
    found.addAll(other.obstacles);
    var less = new LinkedHashSet<>(fewer);
    less.addAll(other.fewer);
    return new QueryShape(all, kept, found, less);
  }

  /** {@return the same, where the rows of no relation are preserved} */
  QueryShape aside() {
    return new QueryShape(uses, Set.of(), obstacles, fewer);
  }

  /** {@return the same, which also names these without reading them} */
  QueryShape naming(Set<String> relations) {
    var all = new LinkedHashMap<>(uses);
    relations.forEach(name -> all.putIfAbsent(name, 0));
    return new QueryShape(all, preserved, obstacles, fewer);
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
