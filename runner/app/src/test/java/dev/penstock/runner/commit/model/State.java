package dev.penstock.runner.commit.model;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Everything at one moment: the world, what each living attempt knows, and what the bound has left.
 *
 * @param world by its number
 * @param living attempts by their number in the book, in the order in which they began
 * @param started per run, how many attempts it had
 * @param ended per run: 0 not yet, 1 committed, 2 refused
 * @param deaths that may still happen
 * @param lost replies that may still get lost
 * @param last whether the run after all others has begun
 */
record State(
    int world, int[] living, int[] started, int[] ended, int deaths, int lost, boolean last) {
  boolean ended(int run) {
    return ended[run] != 0;
  }

  State in(int other) {
    return new State(other, living, started, ended, deaths, lost, last);
  }

  State with(int index, int attempt) {
    var copy = living.clone();
    copy[index] = attempt;
    return new State(world, copy, started, ended, deaths, lost, last);
  }

  State without(int index) {
    var fewer = IntStream.range(0, living.length).filter(i -> i != index).map(i -> living[i]);
    return new State(world, fewer.toArray(), started, ended, deaths, lost, last);
  }

  State begun(int run, int attempt) {
    var more = Arrays.copyOf(living, living.length + 1);
    more[living.length] = attempt;
    var counts = started.clone();
    counts[run]++;
    return new State(world, more, counts, ended, deaths, lost, last);
  }

  State ended(int run, int how) {
    var copy = ended.clone();
    copy[run] = how;
    return new State(world, living, started, copy, deaths, lost, last);
  }

  State bound(int fewerDeaths, int fewerLost) {
    return new State(world, living, started, ended, fewerDeaths, fewerLost, last);
  }

  /** {@return the same with the run after all others to come, which nothing disturbs} */
  State atLast() {
    return new State(world, living, started, ended, 0, 0, true);
  }

  /** {@return half of its fingerprint} */
  long fingerprint(long seed) {
    long hash = mix(seed, world);
    for (var part : new int[][] {living, started, ended}) {
      hash = mix(hash, part.length);
      for (int value : part) {
        hash = mix(hash, value);
      }
    }
    return mix(mix(mix(hash, deaths), lost), last ? 1 : 0);
  }

  // The finaliser of SplitMix64.
  private static long mix(long hash, long value) {
    long z = (hash ^ value) + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
