package dev.penstock.cli.graph;

import java.util.Comparator;

/** A line from one box to another. */
record Edge(Node from, Node to, Kind kind) implements Comparable<Edge> {
  private static final Comparator<Edge> ORDER =
      Comparator.comparing(Edge::from).thenComparing(Edge::to).thenComparing(Edge::kind);

  /** What it says. */
  enum Kind {
    /** Rows go there. */
    ROWS,
    /** The second pipeline runs after the first has committed. */
    AFTER
  }

  @Override
  public int compareTo(Edge other) {
    return ORDER.compare(this, other);
  }
}
