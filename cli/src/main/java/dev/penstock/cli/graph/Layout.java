package dev.penstock.cli.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where each box stands: in the column behind all that its rows come from, and in it near them.
 *
 * @param cells by node, in the order of columns
 */
record Layout(Map<Node, Cell> cells) {
  /** A place: both count from 0. */
  record Cell(int column, int row) {}

  static Layout of(Graph graph) {
    var columns = columns(graph);
    var byColumn = new TreeMap<Integer, List<Node>>();
    graph
        .nodes()
        .forEach(node ->
            byColumn
                .computeIfAbsent(
                    Objects.requireNonNull(columns.get(node)), column -> new ArrayList<>())
                .add(node));
    var cells = new LinkedHashMap<Node, Cell>();
    byColumn.forEach((column, nodes) -> {
      nodes.sort(
          Comparator.comparingDouble((Node node) -> middle(node, graph, cells))
              .thenComparing(Comparator.naturalOrder()));
      for (int row = 0; row < nodes.size(); row++) {
        cells.put(nodes.get(row), new Cell(column, row));
      }
    });
    return new Layout(cells);
  }

  /**
   * The longest way to a box. Rows can go in a circle, which has no longest way: there are no more
   * rounds than boxes, and no column beyond their number.
   */
  private static Map<Node, Integer> columns(Graph graph) {
    var columns = new HashMap<Node, Integer>();
    graph.nodes().forEach(node -> columns.put(node, 0));
    int last = graph.nodes().size() - 1;
    for (int round = 0; round < graph.nodes().size(); round++) {
      for (var edge : graph.edges()) {
        int behind = Objects.requireNonNull(columns.get(edge.from())) + 1;
        int now = Objects.requireNonNull(columns.get(edge.to()));
        if (behind > now && behind <= last) {
          columns.put(edge.to(), behind);
        }
      }
    }
    return packed(columns);
  }

  /** A circle leaves columns empty. */
  private static Map<Node, Integer> packed(Map<Node, Integer> columns) {
    var used = columns.values().stream().distinct().sorted().toList();
    var packed = new HashMap<Node, Integer>();
    columns.forEach((node, column) -> packed.put(node, used.indexOf(column)));
    return packed;
  }

  private static double middle(Node node, Graph graph, Map<Node, Cell> cells) {
    return graph.edges().stream()
        .filter(edge -> edge.to().equals(node))
        .map(edge -> cells.get(edge.from()))
        .filter(Objects::nonNull)
        .mapToInt(Cell::row)
        .average()
        .orElse(0);
  }
}
