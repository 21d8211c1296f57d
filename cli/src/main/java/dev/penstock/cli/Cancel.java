package dev.penstock.cli;

import dev.penstock.api.RunState;
import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.cluster.Refusal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks for the end of a run. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description =
        "Ends a run: one that waits never starts, one that runs is told to stop. What it has"
            + " committed by then stays.")
final class Cancel implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final Where where = new Where();

  // Picocli puts the real one in.
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "The run to end.")
  private String run = "";

  Cancel(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (var space = where.open(shell.connector())) {
      var seen =
          space
              .run(run)
              .orElseThrow(() ->
                  new Refusal(
                      Exit.NOT_FOUND,
                      "Namespace %s has no run %s.".formatted(space.name(), run),
                      "`%s` lists them.".formatted(where.command("runs"))));
      if (seen.ended() && seen.state() != RunState.CANCELLED) {
        throw new Refusal(
            Exit.REFUSED,
            "Run %s has ended already: it %s.".formatted(run, Following.words(seen)),
            "There is nothing to cancel.");
      }
      space.cancel(run);
      command
          .commandLine()
          .getOut()
          .printf(
              "run %s is cancelled; `%s` tells how it ends%n", run, where.command("why " + run));
      return Exit.DONE.code();
    }
  }
}
