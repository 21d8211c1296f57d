package dev.penstock.cli;

import dev.penstock.cli.cluster.Exit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a backfill go on that is held. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Lets a backfill go on that is held.")
final class Resume implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final Where where = new Where();

  // Picocli puts the real one in.
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "BACKFILL", description = "The backfill, by the name of its run.")
  private String backfill = "";

  Resume(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (var space = where.open(shell.connector())) {
      new Holding(space, where).resume(backfill);
      command
          .commandLine()
          .getOut()
          .printf(
              "backfill %s goes on; `%s` says how far it is%n",
              backfill, where.command("why " + backfill));
      return Exit.DONE.code();
    }
  }
}
