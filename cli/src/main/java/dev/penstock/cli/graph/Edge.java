package dev.penstock.cli.graph;

import java.util.Comparator;

/** Rows go from one box to another. Dependencies between pipelines will be a second kind. */
record Edge(Node from, Node to) implements Comparable<Edge> {
  private static final Comparator<Edge> ORDER =
      Comparator.comparing(Edge::from).thenComparing(Edge::to);

  @Override
  public int compareTo(Edge other) {
    return ORDER.compare(this, other);
  }
}
