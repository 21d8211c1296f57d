package dev.penstock.runner.cli;

import dev.penstock.runner.report.RunProgress;

/** Where the progress of a run is told. Called by one thread at a time. */
interface ProgressView {
  /** Shows where the run is. */
  void show(RunProgress now);

  /** Leaves the place free for what is said at the end. */
  void end();
}
