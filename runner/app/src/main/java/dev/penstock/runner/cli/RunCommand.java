package dev.penstock.runner.cli;

import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.runner.ExitCode;
import dev.penstock.api.runner.TerminationMessage;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.report.TerminationFile;
import dev.penstock.runner.run.Outcome;
import dev.penstock.runner.run.PipelineRun;
import dev.penstock.runner.run.Request;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
  // Picocli puts the real one in.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-f", "--file"},
      required = true,
      arity = "1..*",
      paramLabel = "FILE_OR_DIR",
      description = "Manifests: a pipeline, its connections, Secrets; YAML, JSON or a List.")
  private List<Path> files = List.of();

  @Option(
      names = "--secrets",
      paramLabel = "DIR",
      description = "Secrets as a pod sees them: DIR/<secret>/<key>.")
  private @Nullable Path secrets;

  @Option(
      names = "--pipeline",
      paramLabel = "NAME",
      description = "Which pipeline, if the files have several.")
  private @Nullable String pipeline;

  @Option(
      names = "--namespace",
      description = "Of resources that name none (PENSTOCK_NAMESPACE, else default).")
  private @Nullable String namespace;

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
      var manifests =
          Manifests.read(
              files, Optional.ofNullable(namespace).or(environment::namespace).orElse("default"));
      var checked = CheckedManifests.of(manifests);
      var chosen = chosen(checked);
      hash = chosen.hash().hex();
      var scratch = scratch();
      try {
        var outcome = execute(chosen, checked, manifests.secrets, scratch, ending);
        out.println(Summary.of(chosen, outcome));
        out.flush();
        tell(success(outcome));
        return ending.at(ExitCode.DONE);
      } finally {
        delete(scratch);
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

  /** One pipeline without a finding; a finding elsewhere in the files refuses the run as well. */
  private Pipeline chosen(CheckedManifests checked) {
    if (!checked.findings().isEmpty()) {
      var lines = checked.findings().stream().map(Manifests.Located::line).toList();
      lines.stream().skip(1).forEach(spec.commandLine().getErr()::println);
      spec.commandLine().getErr().flush();
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          lines.getFirst().replaceFirst("\\.$", ""),
          "Correct the manifests; ./penstock validate -f says everything");
    }
    var candidates =
        checked.pipelines().stream()
            .filter(candidate -> pipeline == null || candidate.id().name().equals(pipeline))
            .toList();
    if (candidates.size() != 1) {
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          "The files have %d pipelines to run: %s"
              .formatted(
                  candidates.size(),
                  candidates.stream().map(Pipeline::id).map(ResourceName::toString).toList()),
          "Name one with --pipeline");
    }
    return candidates.getFirst();
  }

  private Outcome execute(
      Pipeline chosen,
      CheckedManifests checked,
      Map<String, Map<String, byte[]>> inline,
      Path scratch,
      Ending ending)
      throws IOException {
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
            chosen.id(),
            chosen.hash(),
            // A run with an identity and no time may be as old as the log; a new one is of now.
            environment.scheduled().orElse(id.isPresent() ? Instant.EPOCH : Instant.now()));
    System.setProperty("penstock.run", run.id());
    var laidOut = SecretFiles.layOut(scratch, inline, Optional.ofNullable(secrets));
    var attempt =
        new PipelineRun(
            new Request(
                chosen,
                checked.connections(),
                new Secrets(laidOut),
                run,
                environment.attempt(),
                scratch),
            Pause.of(environment.pauseAt()),
            Clock.systemUTC());
    ending.onSignal(attempt::cancel);
    return attempt.execute();
  }

  private Path scratch() throws IOException {
    var parent = environment.scratch();
    if (parent.isPresent()) {
      Files.createDirectories(parent.get());
      return Files.createTempDirectory(parent.get(), "penstock-");
    }
    return Files.createTempDirectory("penstock-");
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

  private static void delete(Path tree) {
    try (var files = Files.walk(tree)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // A temporary directory that stays is no reason to fail a run.
    }
  }
}
