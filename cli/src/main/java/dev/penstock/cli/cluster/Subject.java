package dev.penstock.cli.cluster;

/** What a NAME on the command line stands for. */
public sealed interface Subject {
  /** A pipeline. */
  record OfPipeline(SeenPipeline pipeline) implements Subject {}

  /** A run. */
  record OfRun(SeenRun run) implements Subject {}
}
