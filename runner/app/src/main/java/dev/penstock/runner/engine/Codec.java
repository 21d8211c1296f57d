package dev.penstock.runner.engine;

/** How the pages of a part are compressed. */
public enum Codec {
  /** What AWS documents for COPY: parts that a warehouse loads. */
  SNAPPY,
  /** Smaller: parts that only S3 holds. */
  ZSTD
}
