package dev.penstock.runner.commit.model;

/**
 * States by their fingerprint of 128 bits, each with the number of schedules from there on: exact
 * but for a chance of less than one in 10^20 at a hundred million states.
 */
final class Seen {
  private static final double ABSENT = -1;

  private long[] high = new long[1 << 16];
  private long[] low = new long[1 << 16];
  private double[] schedules = new double[1 << 16];
  private int size;

  int size() {
    return size;
  }

  /** {@return how many schedules begin there, or a negative number if it was not seen} */
  double schedules(long a, long b) {
    int at = slot(high, low, a, b);
    return isFree(high, low, at) ? ABSENT : schedules[at];
  }

  void put(long a, long b, double count) {
    if (size * 2 >= high.length) {
      grow();
    }
    int at = slot(high, low, a, b);
    if (isFree(high, low, at)) {
      size++;
    }
    high[at] = a;
    low[at] = b;
    schedules[at] = count;
  }

  private static boolean isFree(long[] high, long[] low, int at) {
    return high[at] == 0 && low[at] == 0;
  }

  private static int slot(long[] high, long[] low, long a, long b) {
    int mask = high.length - 1;
    int at = (int) (a ^ (a >>> 32)) & mask;
    while (!isFree(high, low, at) && (high[at] != a || low[at] != b)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    var oldHigh = high;
    var oldLow = low;
    var old = schedules;
    high = new long[oldHigh.length * 2];
    low = new long[oldHigh.length * 2];
    schedules = new double[oldHigh.length * 2];
    for (int i = 0; i < oldHigh.length; i++) {
      if (!isFree(oldHigh, oldLow, i)) {
        int at = slot(high, low, oldHigh[i], oldLow[i]);
        high[at] = oldHigh[i];
        low[at] = oldLow[i];
        schedules[at] = old[i];
      }
    }
  }
}
