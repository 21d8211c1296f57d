package dev.penstock.runner.engine;

/** How the pages of a part are compressed. */
public enum Codec {
  /** What AWS documents for COPY: parts that a warehouse loads. */
  SNAPPY("snappy"),
  /**
   * Smaller: parts that only S3 holds. Level 1: the next ones take a tenth more processor time of a
   * run, and make parts that are hardly smaller, if at all (decision record 0056).
   */
  ZSTD("zstd, COMPRESSION_LEVEL 1");

  private final String option;

  Codec(String option) {
    this.option = option;
  }

  /** {@return what follows COMPRESSION in a COPY of the engine} */
  String option() {
    return option;
  }
}
