package dev.penstock.runner.cli;

import dev.penstock.runner.run.RunObserver;
import dev.penstock.runner.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;

/**
 * Other systems that are told of a run, if the environment names one. If not, nothing that would
 * tell them is loaded.
 */
final class Observed implements AutoCloseable {
  /** What a run waits for them after its end, when its outcome is written. */
  private static final Duration AT_THE_END = Duration.ofSeconds(5);

  private final RunObserver observer;
  private final Runnable closing;

  private Observed(RunObserver observer, Runnable closing) {
    this.observer = observer;
    this.closing = closing;
  }

  /** {@return by nobody} */
  static Observed byNobody() {
    return new Observed(RunObserver.NONE, () -> {});
  }

  /** {@return by whom the environment names} */
  static Observed by(Environment environment) {
    return environment.isObserved() ? told(environment) : byNobody();
  }

  private static Observed told(Environment environment) {
    var telemetry = Telemetry.start(environment.variables(), AT_THE_END, Clock.systemUTC());
    return new Observed(telemetry, telemetry::close);
  }

  RunObserver observer() {
    return observer;
  }

  @Override
  public void close() {
    closing.run();
  }
}
