package dev.penstock.runner.source.postgres;

import java.util.ArrayList;
import java.util.List;

/** How a selection can be cut into splits that together hold every row once. */
sealed interface Cut {
  /**
   * {@return the splits}
   *
   * @param wanted at least one
   */
  List<PostgresSplit> splits(String snapshot, Selection selection, int wanted);

  /** Not at all. */
  record None() implements Cut {
    @Override
    public List<PostgresSplit> splits(String snapshot, Selection selection, int wanted) {
      return List.of(new PostgresSplit.Whole(snapshot, selection));
    }
  }

  /**
   * By ranges of blocks.
   *
   * @param blocks of the largest partition
   * @param least how many blocks are worth a session of their own
   */
  record ByBlocks(long blocks, long least) implements Cut {
    /** 1 MiB: what a server sends in the time that a session takes to open. */
    static final long WORTH_A_SESSION = 128;

    @Override
    public List<PostgresSplit> splits(String snapshot, Selection selection, int wanted) {
      long pieces = Math.clamp(blocks / least, 1, wanted);
      List<PostgresSplit> splits = new ArrayList<>();
      for (long i = 0; i < pieces; i++) {
        long to = i + 1 == pieces ? PostgresSplit.Blocks.OPEN : blocks * (i + 1) / pieces;
        splits.add(new PostgresSplit.Blocks(snapshot, selection, blocks * i / pieces, to));
      }
      return splits;
    }
  }

  /**
   * By ranges of a key, open at both ends.
   *
   * @param key a quoted column; where it is NULL, the row belongs to the first range
   * @param bounds literals with their type, ascending and distinct
   */
  record ByKeys(String key, List<String> bounds) implements Cut {
    public ByKeys {
      bounds = List.copyOf(bounds);
    }

    @Override
    public List<PostgresSplit> splits(String snapshot, Selection selection, int wanted) {
      List<String> chosen = new ArrayList<>();
      int pieces = Math.min(wanted, bounds.size() + 1);
      for (int i = 1; i < pieces; i++) {
        chosen.add(bounds.get(Math.toIntExact((long) bounds.size() * i / pieces)));
      }
      if (chosen.isEmpty()) {
        return List.of(new PostgresSplit.Whole(snapshot, selection));
      }
      List<PostgresSplit> splits = new ArrayList<>();
      splits.add(keys(snapshot, selection, "%s < %s OR %1$s IS NULL", key, chosen.getFirst()));
      for (int i = 1; i < chosen.size(); i++) {
        splits.add(
            keys(
                snapshot,
                selection,
                "%s >= %s AND %1$s < %3$s",
                key,
                chosen.get(i - 1),
                chosen.get(i)));
      }
      splits.add(keys(snapshot, selection, "%s >= %s", key, chosen.getLast()));
      return splits;
    }

    private static PostgresSplit keys(
        String snapshot, Selection selection, String range, Object... parts) {
      return new PostgresSplit.Keys(snapshot, selection, String.format(range, parts));
    }
  }
}
