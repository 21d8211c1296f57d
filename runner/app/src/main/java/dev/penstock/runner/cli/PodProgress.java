package dev.penstock.runner.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.runner.ProgressLine;
import dev.penstock.runner.report.ProgressSum;
import dev.penstock.runner.report.RunProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/**
 * One line of JSON every few seconds and at each new phase, for the operator, which reads the end
 * of the pod's log.
 */
final class PodProgress implements ProgressView {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter log;
  private final Duration every;
  private Optional<RunProgress> before = Optional.empty();

  /**
   * @param every the least time from one line to the next of the same phase
   */
  PodProgress(PrintWriter log, Duration every) {
    this.log = log;
    this.every = every;
  }

  @Override
  public void show(RunProgress now) {
    var said = before.filter(last -> last.phase() == now.phase());
    if (said.isPresent() && now.millis() - said.get().millis() < every.toMillis()) {
      return;
    }
    ProgressSum.line(now).ifPresent(this::print);
    before = Optional.of(now);
  }

  @Override
  public void end() {
    // Every line stands by itself.
  }

  private void print(ProgressLine line) {
    try {
      log.println(JSON.writeValueAsString(line));
      log.flush();
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
