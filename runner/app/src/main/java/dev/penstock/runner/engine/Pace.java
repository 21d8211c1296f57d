package dev.penstock.runner.engine;

/**
 * How large the pieces of a run are.
 *
 * @param splitBytes about how much of a source one split holds, as on the wire
 * @param waveBytes about how much of a source the first wave reads; the next ones read as much as
 *     makes one part, by what the first one made of it, at least a quarter and at most four times
 *     this
 * @param partBytes a part is ended soon after it has reached this size
 * @param waitingBytes how much of a target's sealed parts may wait on scratch before the next wave
 */
public record Pace(long splitBytes, long waveBytes, long partBytes, long waitingBytes) {
  private static final long MIB = 1024 * 1024;

  /** Parts between 64 and 128 MiB. */
  public static final Pace DEFAULT = new Pace(16 * MIB, 256 * MIB, 96 * MIB, 512 * MIB);

  /** More splits are not worth their planning. */
  private static final long MOST_SPLITS = 4096;

  public Pace {
    if (splitBytes < 1 || waveBytes < 1 || partBytes < 1 || waitingBytes < 1) {
      throw new IllegalArgumentException("Pieces without a size");
    }
  }

  /** {@return into how many splits a source of about that size is cut, for that many threads} */
  int splits(long bytes, int threads) {
    return (int) Math.max(threads, Math.min(MOST_SPLITS, Math.ceilDiv(bytes, splitBytes)));
  }

  /**
   * {@return about how much the next wave reads}
   *
   * @param read bytes of the source so far
   * @param sealed bytes of the parts made of them; 0: nothing is known
   */
  long next(long read, long sealed) {
    if (read == 0 || sealed == 0) {
      return waveBytes;
    }
    // A little less than a part, so that no second one with the rest is made.
    double bytes = 0.9 * partBytes * read / sealed;
    return (long) Math.clamp(bytes, Math.max(1, waveBytes / 4.0), 4.0 * waveBytes);
  }
}
