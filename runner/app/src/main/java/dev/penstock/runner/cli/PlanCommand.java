package dev.penstock.runner.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.penstock.api.runner.ExitCode;
import dev.penstock.runner.run.Rehearsal;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what a run would do; asks sources for their columns and touches nothing. */
@Command(
    name = "plan",
    description =
        "Says what a run would do: relations and their columns, waves or why not, splits, the SQL"
            + " that a warehouse would be sent, size and memory. Asks the sources for their"
            + " columns and, with --connect, the warehouses for their tables; opens no store and"
            + " writes nothing, so an incremental source is planned as for a first run. With --from and --to: what a change of manifests"
            + " means, as docs/plan.md tells.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 78,
    exitCodeOnExecutionException = 70,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:planned; a change breaks nothing",
      "65:a change breaks a reader or a run (--fail-on)",
      "75:a source does not answer for now",
      "78:a manifest, a step or a connection is wrong"
    })
final class PlanCommand implements Callable<Integer> {
  /**
   * Lets files be left out, which two states replace; {@link #call} demands the one or the other.
   */
  static void withoutFiles(CommandSpec command) {
    var demanded = requireNonNull(command.findOption("-f"));
    command.remove(demanded);
    command.addOption(OptionSpec.builder(demanded).required(false).build());
  }

  // Picocli puts the real ones in.
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PipelineFiles files = new PipelineFiles();
  @Mixin private Between between = new Between();
  @Mixin private ParameterValues parameters = new ParameterValues();

  @Option(
      names = "--memory",
      paramLabel = "AMOUNT",
      converter = Memory.Converter.class,
      description = "As if the container had that much, as 1Gi.")
  private @Nullable Memory memory;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    var environment = new Environment(System.getenv());
    if (between.asked()) {
      return between(environment, out);
    }
    files.demand(spec.commandLine());
    var chosen = files.read(environment, spec.commandLine().getErr()).with(parameters);
    try (var scratch = Scratch.below(environment.scratch());
        var rehearsal = Rehearsal.open(chosen.rehearsal(scratch, memory))) {
      var view =
          PlanView.of(
              rehearsal,
              chosen.connections(),
              between.connects() ? rehearsal.tables(Clock.systemUTC()) : Map.of());
      if (json) {
        out.println(json(view));
      } else {
        PlanText.of(view).forEach(out::println);
      }
      out.flush();
      return ExitCode.DONE.code();
    }
  }

  private int between(Environment environment, PrintWriter out) throws InterruptedException {
    files.refuse(spec.commandLine());
    return between.report(
        files.namespaceOr(environment),
        files.mounted(),
        environment.scratch(),
        environment.programs(),
        out);
  }

  private static String json(PlanView view) {
    try {
      return JsonMapper.builder()
          .addModule(new Jdk8Module())
          .build()
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(view);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A plan can not be written", e);
    }
  }
}
