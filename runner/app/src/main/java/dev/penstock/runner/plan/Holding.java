package dev.penstock.runner.plan;

import dev.penstock.runner.plan.QueryShape.Fewer;
import dev.penstock.runner.plan.QueryShape.Obstacle;
import dev.penstock.runner.spi.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the rows that steps hold. Only what is certain counts: where a condition, a group or a
 * limit may have left rows out before, nobody knows how many there are.
 */
final class Holding {
  private final StepGraph graph;
  private final Map<String, Size> sizes;
  private final Map<String, Schema> relations;

  /**
   * @param sizes of sources, where they are known
   */
  Holding(StepGraph graph, Map<String, Size> sizes, Map<String, Schema> relations) {
    this.graph = graph;
    this.sizes = sizes;
    this.relations = relations;
  }

  /**
   * All rows of a source that certainly reach a relation.
   *
   * @param columns how many of each row reach it, at least one
   * @param size of the rows in these columns
   */
  private record Rows(String source, int columns, Size size) {
    /** In so many columns, as if all were as wide. */
    Rows in(int wanted) {
      int some = Math.min(columns, wanted);
      return new Rows(source, some, new Size(size.rows(), size.bytes() / columns * some));
    }
  }

  /** {@return what the steps below these relations hold, in the order of the steps} */
  List<Held> below(List<String> wanted) {
    Set<String> needed = new LinkedHashSet<>();
    wanted.forEach(relation -> need(relation, needed));
    List<Held> held = new ArrayList<>();
    for (var step : graph.steps().keySet()) {
      if (needed.contains(step)) {
        sorted(step, wanted.contains(step)).or(() -> joined(step)).ifPresent(held::add);
      }
    }
    return held;
  }

  /** {@return whether these relations follow from single rows of a source alone} */
  boolean none(List<String> wanted) {
    Set<String> needed = new LinkedHashSet<>();
    wanted.forEach(relation -> need(relation, needed));
    return needed.stream()
        .map(graph::shape)
        .allMatch(shape ->
            shape.obstacles().isEmpty()
                && shape.uses().values().stream().mapToInt(times -> times).sum() <= 1);
  }

  private void need(String relation, Set<String> needed) {
    if (needed.add(relation)) {
      graph
          .shape(relation)
          .uses()
          .forEach((used, times) -> {
            if (times > 0) {
              need(used, needed);
            }
          });
    }
  }

  /** Where another step reads it, the engine may leave out columns. */
  private Optional<Held> sorted(String step, boolean whole) {
    var shape = graph.shape(step);
    if (!shape.fewer().isEmpty()) {
      return Optional.empty();
    }
    return shape.obstacles().stream()
        .filter(Obstacle::holds)
        .findFirst()
        .flatMap(obstacle ->
            largest(shape)
                .map(rows -> held(step, obstacle.what(), rows, whole ? columns(step) : 1)));
  }

  /** A join holds at least the keys of all of its sides but the largest. */
  private Optional<Held> joined(String step) {
    var shape = graph.shape(step);
    if (shape.fewer().contains(Fewer.CHOSEN) || !shape.obstacles().isEmpty()) {
      return Optional.empty();
    }
    List<Rows> sides = new ArrayList<>();
    for (var used : shape.uses().entrySet()) {
      var rows = rows(used.getKey());
      for (int i = 0; i < used.getValue(); i++) {
        if (rows.isEmpty()) {
          return Optional.empty();
        }
        sides.add(rows.get());
      }
    }
    sides.sort(Comparator.comparingLong(rows -> -rows.size().bytes()));
    return sides.stream().skip(1).findFirst().map(rows -> held(step, "joins its rows", rows, 1));
  }

  private Optional<Rows> largest(QueryShape shape) {
    return shape.preserved().stream()
        .filter(used -> shape.times(used) == 1)
        .flatMap(used -> rows(used).stream())
        .max(Comparator.comparingLong(rows -> rows.size().bytes()));
  }

  private Optional<Rows> rows(String relation) {
    if (!graph.contains(relation)) {
      return Optional.ofNullable(sizes.get(relation))
          .map(size -> new Rows(relation, columns(relation), size));
    }
    var shape = graph.shape(relation);
    return shape.obstacles().isEmpty() && shape.fewer().isEmpty()
        ? largest(shape).map(rows -> rows.in(columns(relation)))
        : Optional.empty();
  }

  private Held held(String step, String why, Rows rows, int columns) {
    return new Held(step, why, rows.source(), rows.in(columns).size());
  }

  private int columns(String relation) {
    var schema = relations.get(relation);
    return schema == null ? 1 : Math.max(1, schema.columns().size());
  }
}
