package dev.penstock.cli.graph;

import java.util.Comparator;

/**
 * A box of the picture.
 *
 * @param id the same for the same thing, whoever names it
 * @param title the first line
 * @param note the second line
 */
record Node(Kind kind, String id, String title, String note) implements Comparable<Node> {
  private static final Comparator<Node> ORDER =
      Comparator.comparing(Node::kind).thenComparing(Node::id);

  /** What a box stands for. */
  enum Kind {
    /** A pipeline whose last run succeeded. */
    SUCCEEDED,
    /** A pipeline whose last run did not. */
    FAILED,
    /** A pipeline that has not run yet, or nobody knows how. */
    PIPELINE,
    /** A table. */
    TABLE,
    /** The rows of a query, whose tables only the database knows. */
    QUERY,
    /** A dataset in a bucket. */
    DATASET
  }

  boolean isPipeline() {
    return switch (kind) {
      case SUCCEEDED, FAILED, PIPELINE -> true;
      case TABLE, QUERY, DATASET -> false;
    };
  }

  @Override
  public int compareTo(Node other) {
    return ORDER.compare(this, other);
  }
}
