package dev.penstock.runner.cli;

import dev.penstock.api.runner.ExitCode;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.spi.ConfigurationException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says everything that is wrong in manifests; opens no connection. */
@Command(
    name = "validate",
    description =
        "Says everything that is wrong in manifests, without opening a connection: the SQL of steps"
            + " is parsed; its columns are checked by plan, which asks the sources.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 78,
    exitCodeOnExecutionException = 70,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all are valid", "78:something is wrong"})
final class ValidateCommand implements Callable<Integer> {
  // Picocli puts the real one in.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-f", "--file"},
      required = true,
      arity = "1..*",
      paramLabel = "FILE_OR_DIR",
      description = "Manifests: YAML, JSON or a List.")
  private List<Path> files = List.of();

  @Option(
      names = "--namespace",
      defaultValue = "default",
      description = "Of resources that name none (${DEFAULT-VALUE}).")
  private String namespace = "default";

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    var checked = CheckedManifests.of(Manifests.read(files, namespace));
    checked.connections().keySet().forEach(name -> out.println("valid EtlConnection/" + name));
    boolean parses = parse(checked, out);
    checked.findings().forEach(finding -> out.println(finding.line()));
    out.flush();
    if (checked.findings().isEmpty()
        && checked.pipelines().isEmpty()
        && checked.connections().isEmpty()) {
      out.println("There is no EtlPipeline and no EtlConnection in these files.");
      return ExitCode.CONFIGURATION.code();
    }
    return (checked.findings().isEmpty() && parses ? ExitCode.DONE : ExitCode.CONFIGURATION).code();
  }

  /** Columns are known to the sources alone: `plan` asks them. */
  private static boolean parse(CheckedManifests checked, PrintWriter out) {
    boolean all = true;
    try (var scratch = Scratch.below(Optional.empty())) {
      for (var pipeline : checked.pipelines()) {
        try {
          Plan.parse(pipeline, EngineSettings.smallest(scratch.path()));
          out.println("valid EtlPipeline/" + pipeline.id().name());
        } catch (ConfigurationException e) {
          all = false;
          out.println("EtlPipeline/%s: %s".formatted(pipeline.id().name(), e.line()));
          Caret.under(e.getCause()).forEach(out::println);
        }
      }
    }
    return all;
  }
}
