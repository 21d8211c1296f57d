package dev.penstock.runner.source.postgres;

import dev.penstock.runner.spi.InOrder;
import dev.penstock.runner.spi.Split;

/** A piece of a selection as of a snapshot. */
public sealed interface PostgresSplit extends Split {
  /**
   * {@return the snapshot as the server names it} It lives as long as the session that exported it.
   */
  String snapshot();

  /** {@return what is selected, of which this is a piece} */
  Selection selection();

  /** {@return the rows of this piece} */
  Selection piece();

  /** {@return the statement that sends the rows} */
  default String copy() {
    return "COPY (%s) TO STDOUT (FORMAT binary)".formatted(piece().sql());
  }

  /** All of it, in whatever order the server finds it. */
  record Whole(String snapshot, Selection selection) implements PostgresSplit {
    @Override
    public Selection piece() {
      return selection;
    }
  }

  /**
   * A range of a table's blocks, of each of its partitions. A row version never moves while a
   * snapshot and its lock on the table last, so the physical order is the same each time.
   *
   * @param from the first block
   * @param to the first block that isn't part of it; {@link #OPEN}: it goes on to the end
   */
  record Blocks(String snapshot, Selection selection, long from, long to)
      implements PostgresSplit, InOrder {
    /** Also what the table grew by since it was cut. */
    public static final long OPEN = Long.MAX_VALUE;

    public Blocks {
      if (from < 0 || to <= from) {
        throw new IllegalArgumentException("No blocks from %d to %d".formatted(from, to));
      }
    }

    @Override
    public Selection piece() {
      Selection piece = selection;
      if (from > 0) {
        piece = piece.and("ctid >= '(%d,0)'::tid".formatted(from));
      }
      if (to != OPEN) {
        piece = piece.and("ctid < '(%d,0)'::tid".formatted(to));
      }
      return piece;
    }
  }

  /**
   * The rows whose key lies in a range.
   *
   * @param range a condition on the key
   */
  record Keys(String snapshot, Selection selection, String range) implements PostgresSplit {
    @Override
    public Selection piece() {
      return selection.and(range);
    }
  }
}
