package dev.penstock.runner.cli;

import dev.penstock.api.runner.LogFinding;
import dev.penstock.api.runner.TerminationMessage;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.report.TerminationFile;
import dev.penstock.runner.run.RunReport;
import dev.penstock.runner.spi.PenstockException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a report Job does: looks up one run and leaves a termination message in place of the one
 * that the run's own pods could not leave. That nothing was committed is an answer like any other.
 */
record Reporting(Environment environment, Optional<String> runId) {

  /**
   * {@return what the log says of the run}
   *
   * @param files reads the manifests
   * @throws PenstockException when the log can not be read, after leaving a message that says so
   */
  TerminationMessage on(Supplier<PipelineFiles.Chosen> files) {
    try (var scratch = Scratch.below(environment.scratch())) {
      var chosen = files.get();
      var run = run(chosen);
      var report =
          RunReport.of(
              run,
              chosen.pipeline(),
              chosen.connections(),
              chosen.secrets(scratch),
              Clock.systemUTC());
      var message = message(run, report);
      tell(message);
      return message;
    } catch (PenstockException e) {
      tell(
          new TerminationMessage(
              e.reason().toString(), e.message(), e.nextStep(), null, null, null, null));
      throw e;
    }
  }

  private Run run(PipelineFiles.Chosen chosen) {
    return new Run(
        environment.run("log --report", runId),
        chosen.pipeline().id(),
        chosen.pipeline().hash(),
        environment.scheduled().orElse(Instant.EPOCH));
  }

  static TerminationMessage message(Run run, RunReport report) {
    return report
        .entry()
        .map(entry ->
            new TerminationMessage(
                report.finding().toString(),
                report
                    .doubt()
                    .map(doubt -> "Entry %d is committed. %s".formatted(entry.number(), doubt))
                    .orElseGet(
                        () -> "Entry %d is committed and published".formatted(entry.number())),
                report.doubt().isEmpty() ? null : "The pipeline's next run publishes it first",
                entry.spec(),
                entry.number(),
                report.targets(),
                null))
        .orElseGet(() -> nothing(run));
  }

  private static TerminationMessage nothing(Run run) {
    return new TerminationMessage(
        LogFinding.NOTHING_COMMITTED.toString(),
        "The log of %s has no entry of run %s".formatted(run.pipeline(), run.id()),
        null,
        null,
        null,
        null,
        null);
  }

  private void tell(TerminationMessage message) {
    environment.terminationMessage().ifPresent(file -> TerminationFile.write(file, message));
  }
}
