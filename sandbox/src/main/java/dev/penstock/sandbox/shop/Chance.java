package dev.penstock.sandbox.shop;

/** Draws that depend on a table's seed and a row's key alone (SplitMix64). */
final class Chance {
  private long state;

  Chance(long table, long key) {
    state = table * 0x9E3779B97F4A7C15L + key * 0xD1B54A32D192ED03L;
  }

  long below(int bound) {
    return Math.floorMod(next(), (long) bound);
  }

  boolean oneIn(int n) {
    return below(n) == 0;
  }

  String one(String[] of) {
    return of[(int) below(of.length)];
  }

  private long next() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
