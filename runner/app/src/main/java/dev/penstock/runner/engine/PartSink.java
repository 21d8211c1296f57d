package dev.penstock.runner.engine;

/** Takes sealed parts as they come. */
@FunctionalInterface
public interface PartSink {
  /**
   * Takes one part. May block: the engine seals no further part before this returns, which bounds
   * what lies on scratch.
   */
  void accept(SealedPart part) throws InterruptedException;
}
