package dev.penstock.runner.source.jdbc;

import dev.penstock.runner.spi.Batch;

/**
 * How many rows the server is asked for at once. A driver holds a whole fetch on the heap, and
 * nobody knows how wide rows will be: statistics count a value that is stored out of line as a few
 * bytes. So it begins small, grows step by step, and shrinks at once to what the widest row of the
 * fetch before leaves room for.
 */
final class FetchSize {
  private static final int FIRST = 16;
  private static final int GROWTH = 4;

  private int rows;
  private int left;
  private long widest = 1;

  /**
   * Before the first fetch.
   *
   * @param rowBytes how wide a row is expected to be
   */
  FetchSize(long rowBytes) {
    this.rows = Math.min(FIRST, fitting(rowBytes));
    this.left = rows;
  }

  /** {@return rows of the fetch at hand} */
  int rows() {
    return rows;
  }

  /** Counts a row of it. */
  void took(long bytes) {
    left--;
    widest = Math.max(widest, bytes);
  }

  /** {@return whether all rows of the fetch at hand are taken} */
  boolean used() {
    return left == 0;
  }

  /** {@return rows of the next fetch, which is the one at hand from now on} */
  int next() {
    rows = Math.min(rows * GROWTH, fitting(widest));
    left = rows;
    widest = 1;
    return rows;
  }

  private static int fitting(long rowBytes) {
    return Math.clamp(Batch.BYTES / Math.max(1, rowBytes), 1, Batch.ROWS);
  }
}
