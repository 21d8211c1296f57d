package dev.penstock.runner.cli;

/** Where the progress of a run is told. Called by one thread at a time. */
interface ProgressView {
  /** Shows where the run is. */
  void show(Snapshot now);

  /** Leaves the place free for what is said at the end. */
  void end();
}
