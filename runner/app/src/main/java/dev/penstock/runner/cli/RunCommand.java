package dev.penstock.runner.cli;

import dev.penstock.api.Rejects;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.runner.ExitCode;
import dev.penstock.api.runner.TerminationMessage;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.report.TerminationFile;
import dev.penstock.runner.run.Outcome;
import dev.penstock.runner.run.PipelineRun;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
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
      "0:committed and published, now or by an earlier attempt; of a dry run: it could be",
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

  @Mixin private Asked asked = new Asked();
  @Mixin private ParameterValues parameters = new ParameterValues();

  @Option(
      names = "--memory",
      paramLabel = "AMOUNT",
      converter = Memory.Converter.class,
      description =
          "As if the container had that much, as 1Gi; the launcher sizes Java's heap too.")
  private @Nullable Memory memory;

  @Option(
      names = "--json",
      description =
          "One JSON object on each line of stdout: progress, and at the end the receipt or the"
              + " failure.")
  private boolean json;

  private final Environment environment = new Environment(System.getenv());
  private Optional<PipelineRun> attempt = Optional.empty();
  private Observed observed = Observed.byNobody();

  /** How to keep the log, once it is known what runs. */
  private Optional<Keeping> keeping = Optional.empty();

  @Override
  public Integer call() {
    long start = System.nanoTime();
    var ending = new Ending();
    try (var recording =
        Recording.begin(spec.commandLine().getOut(), spec.commandLine().getErr())) {
      var code = run(recording, ending, start);
      keeping.flatMap(how -> how.keep(recording.text())).ifPresent(this::notKept);
      // They are waited for when all is said that counts.
      observed.close();
      return ending.at(code);
    }
  }

  private void notKept(String why) {
    var err = spec.commandLine().getErr();
    err.println("The log of this attempt is not kept beside its receipt: " + why + ".");
    err.flush();
  }

  private ExitCode run(Recording said, Ending ending, long start) {
    String hash = null;
    try {
      var chosen =
          files.read(environment, said.err()).with(parameters, asked.parameters(environment));
      hash = chosen.pipeline().hash().hex();
      try (var scratch = Scratch.below(environment.scratch())) {
        if (asked.dryRun(environment)) {
          var dry = DrySummary.of(attempt(chosen, scratch, said, ending, PipelineRun::rehearse));
          dry.lines(json).forEach(said.out()::println);
          said.out().flush();
          tell(dry.message());
          return ExitCode.DONE;
        }
        var outcome = attempt(chosen, scratch, said, ending, PipelineRun::execute);
        Summary.lines(chosen.pipeline(), outcome, json).forEach(said.out()::println);
        said.out().flush();
        tell(success(outcome));
        return ExitCode.DONE;
      }
    } catch (PenstockException e) {
      failed(e, hash, said, start);
      return Main.exitCode(e);
    } catch (Throwable e) {
      e.printStackTrace(said.err());
      said.err().flush();
      tell(
          new TerminationMessage(
              Reason.INTERNAL_ERROR.toString(),
              e.toString(),
              "Report this with the log of the run",
              hash,
              committed().map(Entry::number).orElse(null),
              committed().map(Outcome::unpublished).orElse(null),
              millis(start)));
      return ExitCode.INTERNAL;
    }
  }

  private <T> T attempt(
      PipelineFiles.Chosen chosen,
      Scratch scratch,
      Recording said,
      Ending ending,
      Function<PipelineRun, T> act) {
    var run = run(chosen.pipeline());
    var id = environment.attempt();
    if (!asked.dryRun(environment)) {
      // A dry run leaves nothing, so its log neither.
      keeping = Optional.of(new Keeping(chosen, environment, run, id, Instant.now()));
    }
    LogLines.name(run.id());
    // What a dry run does is told to nobody: nothing comes of it.
    observed = asked.dryRun(environment) ? Observed.byNobody() : Observed.by(environment);
    var working =
        new PipelineRun(
            chosen.request(run, id, scratch, memory).wanting(asked.wanted(environment)),
            Pause.of(environment.pauseAt()),
            Clock.systemUTC(),
            observed.observer());
    attempt = Optional.of(working);
    ending.onSignal(working::cancel);
    try (var watching = Watching.start(working::progress, view(chosen.pipeline(), said))) {
      return act.apply(working);
    }
  }

  /** Where the progress is told: to a program, the operator, a person who looks on, or a log. */
  private ProgressView view(Pipeline pipeline, Recording said) {
    if (json) {
      return new ProgressEvents(said.out());
    }
    if (environment.isPod()) {
      return new PodProgress(said.err(), Duration.ofSeconds(10));
    }
    if (Terminal.redraws(System.getenv())) {
      Terminal.onlyWarnings();
      // A block that is drawn over is nothing to be kept.
      return new ProgressBlock(
          pipeline.id().name(), spec.commandLine().getErr(), Terminal.columns(System.getenv()));
    }
    return new ProgressLines(said.err(), Duration.ofSeconds(5));
  }

  private Run run(Pipeline pipeline) {
    var id = Optional.ofNullable(runId).or(environment::runId);
    id.filter(text -> !Run.isId(text))
        .ifPresent(text -> {
          throw new ConfigurationException(
              Reason.INVALID_SPEC,
              "Run id %s is no UID".formatted(text),
              "Give --run-id or PENSTOCK_RUN_ID 1 to 64 letters, digits and hyphens");
        });
    return new Run(
        id.orElseGet(() -> UUID.randomUUID().toString()),
        pipeline.id(),
        pipeline.hash(),
        // A run with an identity and no time may be as old as the log; a new one is of now.
        environment.scheduled().orElse(id.isPresent() ? Instant.EPOCH : Instant.now()));
  }

  private void failed(PenstockException e, @Nullable String hash, Recording said, long start) {
    var err = said.err();
    if (json) {
      said.out().println(Summary.failure(e, Main.exitCode(e)));
      said.out().flush();
    }
    err.println(e.line());
    Caret.under(e.getCause()).forEach(err::println);
    if (e.getCause() != null && Main.exitCode(e) == ExitCode.INTERNAL) {
      e.printStackTrace(err);
    }
    err.flush();
    tell(
        new TerminationMessage(
                e.reason().toString(),
                e.message(),
                e.nextStep(),
                hash,
                committed().map(Entry::number).orElse(null),
                committed().map(Outcome::unpublished).orElse(null),
                millis(start))
            .withRejects(refused(e)));
  }

  private static @Nullable Rejects refused(PenstockException e) {
    return e instanceof DataException data && data.rows().isPresent()
        ? Rejects.refusedRows(data.rows().getAsLong())
        : null;
  }

  /** {@return what counts already, although the attempt failed} */
  private Optional<Entry> committed() {
    return attempt.flatMap(PipelineRun::committed);
  }

  private static TerminationMessage success(Outcome outcome) {
    return new TerminationMessage(
            outcome.byThisAttempt() ? "Committed" : "AlreadyCommitted",
            outcome.byThisAttempt()
                ? "The run is committed as entry %d%s%s%s"
                    .formatted(
                        outcome.entry().number(),
                        abandoned(outcome),
                        adapted(outcome),
                        reconciled(outcome))
                : "An earlier attempt had committed entry " + outcome.entry().number(),
            null,
            outcome.entry().spec(),
            outcome.entry().number(),
            outcome.targets(),
            outcome.millis())
        .withRejects(outcome.rejects().orElse(null));
  }

  private static String reconciled(Outcome outcome) {
    long columns =
        outcome.receipt().stream()
            .flatMap(receipt -> receipt.reconciled().stream())
            .filter(Receipt.OfRows::staged)
            .mapToLong(rows -> rows.columns().size())
            .sum();
    return columns == 0
        ? ""
        : "; %d columns hold the same in parts and staging tables".formatted(columns);
  }

  /** The operator tells it as an event, and with it what became of a table. */
  private static String adapted(Outcome outcome) {
    return outcome.entry().targets().stream()
        .flatMap(target ->
            target.adapted().stream()
                .map(how ->
                    "; table %s: %s"
                        .formatted(
                            target.warehouse().map(side -> side.table()).orElse(target.name()),
                            String.join(", ", how.words()))))
        .collect(Collectors.joining());
  }

  private static String abandoned(Outcome outcome) {
    var names = outcome.entry().abandoned();
    return names.isEmpty() ? "" : ", which abandons " + String.join(", ", names);
  }

  private void tell(TerminationMessage message) {
    environment.terminationMessage().ifPresent(file -> TerminationFile.write(file, message));
  }

  private static long millis(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
