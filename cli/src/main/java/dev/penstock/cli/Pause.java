package dev.penstock.cli;

import dev.penstock.cli.cluster.Exit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds a backfill before its next window; the run under way goes on. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = "Holds a backfill before its next window; the run under way goes on.")
final class Pause implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final Where where = new Where();

  // Picocli puts the real one in.
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "BACKFILL", description = "The backfill, by the name of its run.")
  private String backfill = "";

  Pause(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (var space = where.open(shell.connector())) {
      new Holding(space, where).pause(backfill);
      command
          .commandLine()
          .getOut()
          .printf(
              "backfill %s waits before its next window; `%s` lets it go on%n",
              backfill, where.command("resume " + backfill));
      return Exit.DONE.code();
    }
  }
}
