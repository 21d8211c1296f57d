package dev.penstock.cli;

import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.cluster.Found;
import dev.penstock.cli.cluster.Namespace;
import dev.penstock.cli.cluster.Refusal;
import dev.penstock.cli.cluster.SeenPipeline;
import dev.penstock.cli.cluster.SeenRun;
import dev.penstock.cli.table.Cells;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints runs, the newest first. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "Runs, the newest first: what asked for them, how they ended, how long it took.")
final class Runs implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final Where where = new Where();

  // Picocli puts the real one in.
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final Printing printing = new Printing();

  @Parameters(arity = "0..1", paramLabel = "PIPELINE", description = "Only runs of that pipeline.")
  private @Nullable String pipeline;

  Runs(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (var space = where.open(shell.connector())) {
      var runs =
          space.runs().stream()
              .filter(run -> pipeline == null || run.isOf(pipeline))
              .map(SeenRun::resource)
              .toList();
      if (pipeline != null && runs.isEmpty()) {
        demand(pipeline, space);
      }
      command.commandLine().getOut().println(text(runs));
      return Exit.DONE.code();
    }
  }

  /** Runs outlive their pipeline, so it is asked for only where there are none. */
  private void demand(String name, Namespace space) {
    if (space.pipeline(name) instanceof Found.Absent<SeenPipeline>) {
      throw new Refusal(
          Exit.NOT_FOUND,
          "Namespace %s has no pipeline %s, and no run of one.".formatted(space.name(), name),
          "`%s` lists them.".formatted(where.command("get")));
    }
  }

  private String text(List<GenericKubernetesResource> runs) {
    var columns = new RunColumns(new Cells(shell.clock())).history();
    return printing.text(runs, wide -> Column.table(columns, runs, wide));
  }
}
