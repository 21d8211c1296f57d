package dev.penstock.runner.cli;

import dev.penstock.api.runner.ExitCode;
import dev.penstock.api.runner.TerminationMessage;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.report.TerminationFile;
import dev.penstock.runner.run.Outcome;
import dev.penstock.runner.run.PipelineRun;
import dev.penstock.runner.run.Request;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one pipeline in this process: what the pod's container does, and what a person types. */
@Command(
    name = "run",
    description = "Runs one pipeline's manifests in this process.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 78,
    exitCodeOnExecutionException = 70,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:committed and published, now or by an earlier attempt",
      "65:the data was refused",
      "70:a bug of Penstock",
      "75:something outside failed for now: run it again",
      "78:a manifest or a connection is wrong"
    })
final class RunCommand implements Callable<Integer> {
  // Picocli puts the real ones in.
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PipelineFiles files = new PipelineFiles();

  @Option(
      names = "--run-id",
      paramLabel = "UID",
      description =
          "Identity of the run: it counts once however often it is repeated (PENSTOCK_RUN_ID, else"
              + " a new one).")
  private @Nullable String runId;

  private final Environment environment = new Environment(System.getenv());

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    long start = System.nanoTime();
    var ending = new Ending();
    String hash = null;
    try {
      var chosen = files.read(environment, spec.commandLine().getErr());
      hash = chosen.pipeline().hash().hex();
      try (var scratch = Scratch.below(environment.scratch())) {
        var outcome = execute(chosen, scratch, ending);
        out.println(Summary.of(chosen.pipeline(), outcome));
        out.flush();
        tell(success(outcome));
        return ending.at(ExitCode.DONE);
      }
    } catch (PenstockException e) {
      failed(e, hash, start);
      return ending.at(Main.exitCode(e));
    } catch (Throwable e) {
      e.printStackTrace(spec.commandLine().getErr());
      spec.commandLine().getErr().flush();
      tell(
          new TerminationMessage(
              Reason.INTERNAL_ERROR.toString(),
              e.toString(),
              "Report this with the log of the run",
              hash,
              null,
              null,
              millis(start)));
      return ending.at(ExitCode.INTERNAL);
    }
  }

  private Outcome execute(PipelineFiles.Chosen chosen, Scratch scratch, Ending ending) {
    var pipeline = chosen.pipeline();
    var id = Optional.ofNullable(runId).or(environment::runId);
    id.filter(text -> !Run.isId(text))
        .ifPresent(text -> {
          throw new ConfigurationException(
              Reason.INVALID_SPEC,
              "Run id %s is no UID".formatted(text),
              "Give --run-id or PENSTOCK_RUN_ID 1 to 64 letters, digits and hyphens");
        });
    var run =
        new Run(
            id.orElseGet(() -> UUID.randomUUID().toString()),
            pipeline.id(),
            pipeline.hash(),
            // A run with an identity and no time may be as old as the log; a new one is of now.
            environment.scheduled().orElse(id.isPresent() ? Instant.EPOCH : Instant.now()));
    System.setProperty("penstock.run", run.id());
    var attempt =
        new PipelineRun(
            new Request(
                pipeline,
                chosen.connections(),
                chosen.secrets(scratch),
                run,
                environment.attempt(),
                scratch.path()),
            Pause.of(environment.pauseAt()),
            Clock.systemUTC());
    ending.onSignal(attempt::cancel);
    return attempt.execute();
  }

  private void failed(PenstockException e, @Nullable String hash, long start) {
    var err = spec.commandLine().getErr();
    err.println(e.line());
    if (e.getCause() != null && Main.exitCode(e) == ExitCode.INTERNAL) {
      e.printStackTrace(err);
    }
    err.flush();
    tell(
        new TerminationMessage(
            e.reason().toString(), e.message(), e.nextStep(), hash, null, null, millis(start)));
  }

  private static TerminationMessage success(Outcome outcome) {
    return new TerminationMessage(
        outcome.byThisAttempt() ? "Committed" : "AlreadyCommitted",
        outcome.byThisAttempt()
            ? "The run is committed as entry " + outcome.entry().number()
            : "An earlier attempt had committed entry " + outcome.entry().number(),
        null,
        outcome.entry().spec(),
        outcome.entry().number(),
        outcome.targets(),
        outcome.millis());
  }

  private void tell(TerminationMessage message) {
    environment.terminationMessage().ifPresent(file -> TerminationFile.write(file, message));
  }

  private static long millis(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
