package dev.penstock.operator.backfill;

import dev.penstock.api.RunState;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What a backfill does next. It is a function of what stands on the API server alone: how many
 * windows its status has counted, and the run of the window behind them. Whenever an operator ends,
 * the next one therefore goes on where it was, and makes no window twice.
 *
 * @see #next
 */
sealed interface Step {
  /**
   * The run of a window.
   *
   * @param ended whether nothing more follows
   * @param cancelled whether it is told to end
   */
  record Child(String run, RunState state, boolean ended, boolean cancelled) {}

  /** {@return how many windows are done} */
  int done();

  /** The next window gets its run. */
  record Make(int done) implements Step {}

  /** A run is under way. */
  record Follow(int done, Child child) implements Step {}

  /** A run is under way and has to be told to end. */
  record Stop(int done, Child child) implements Step {}

  /** Nothing is under way, and nothing is to be. */
  record Pause(int done) implements Step {}

  /** All windows are done. */
  record Succeed(int done) implements Step {}

  /** A window was not done. */
  record Fail(int done, Child child) implements Step {}

  /** It is cancelled, and nothing is under way. */
  record Cancel(int done) implements Step {}

  /**
   * {@return what is next}
   *
   * @param windows how many there are
   * @param counted how many were done when the status was written
   * @param children the run of a window, by its number from 0; asked only from {@code counted} on
   */
  static Step next(
      int windows,
      int counted,
      IntFunction<Optional<Child>> children,
      boolean cancelled,
      boolean paused) {
    for (int done = counted; done < windows; done++) {
      var child = children.apply(done);
      if (child.isEmpty()) {
        return cancelled ? new Cancel(done) : paused ? new Pause(done) : new Make(done);
      }
      var run = child.get();
      if (!run.ended()) {
        return cancelled && !run.cancelled() ? new Stop(done, run) : new Follow(done, run);
      }
      if (run.state() != RunState.SUCCEEDED) {
        return cancelled ? new Cancel(done) : new Fail(done, run);
      }
    }
    return new Succeed(windows);
  }
}
