package dev.penstock.runner.plan;

/** Whether the rows of a relation are computed and sealed wave by wave. */
public sealed interface Waves {
  /** Wave by wave: each row of the result follows from one row of this source. */
  record Streamed(String source) implements Waves {}

  /**
   * All at once.
   *
   * @param reason a sentence without a full stop
   */
  record Whole(String reason) implements Waves {}
}
