package dev.penstock.runner.run;

/** Told when an attempt has come to a point at which a test may want to interfere. */
@FunctionalInterface
public interface Checkpoints {
  /** All rows are uploaded and loaded; nothing of them is counted in the warehouse. */
  String LOADED = "loaded";

  /** All rows are uploaded, loaded and counted; nothing is committed. */
  String STAGED = "staged";

  /** The entry stands; nothing is published. */
  String COMMITTED = "committed";

  /** The attempt is at that point. */
  void reached(String point) throws InterruptedException;
}
