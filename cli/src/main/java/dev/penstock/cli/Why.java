package dev.penstock.cli;

import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.table.Cells;
import dev.penstock.cli.why.Inquiry;
import dev.penstock.cli.why.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says on one screen how a pipeline or a run stands, and why. */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description =
        "One screen: state, the last failure, what changed since the last success, the receipt, the"
            + " log's last lines, the next command.")
final class Why implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final Where where = new Where();

  // Picocli puts the real one in.
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      paramLabel = "NAME",
      description = "A pipeline or a run; run/NAME where both have the name.")
  private String name = "";

  Why(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (var space = where.open(shell.connector())) {
      var evidence = new Inquiry(space).about(space.named(name));
      var screen = new Screen(new Cells(shell.clock()), where::command);
      command.commandLine().getOut().println(screen.text(evidence));
      return Exit.DONE.code();
    }
  }
}
