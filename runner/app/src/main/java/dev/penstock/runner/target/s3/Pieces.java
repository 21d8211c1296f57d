package dev.penstock.runner.target.s3;

import java.nio.file.Path;

/**
 * How a file is cut for its upload. All pieces have one size but the last, which may be shorter.
 *
 * @param bytes of the file
 * @param size of a piece
 */
record Pieces(long bytes, long size) {
  /** S3 takes no more of one object. */
  static final int MOST = 10_000;

  private static final long USUAL = 8L << 20;
  private static final long STEP = 1L << 20;

  /** {@return pieces of 8 MiB; larger ones, in whole MiB, where there would be too many} */
  static Pieces of(long bytes) {
    long least = Math.ceilDiv(bytes, MOST);
    return new Pieces(bytes, Math.max(USUAL, Math.ceilDiv(least, STEP) * STEP));
  }

  /** {@return how many there are; an empty file is one piece} */
  int count() {
    return (int) Math.max(1, Math.ceilDiv(bytes, size));
  }

  /** {@return a piece of that file, counted from 0} */
  FileRange of(Path file, int index) {
    long from = index * size;
    return new FileRange(file, from, Math.min(size, bytes - from));
  }
}
