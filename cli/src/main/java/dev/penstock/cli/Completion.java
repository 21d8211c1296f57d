package dev.penstock.cli;

import dev.penstock.cli.cluster.Exit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that completes words of the launcher. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "A script that completes verbs and options: `source <(./penstock completion bash)`,",
      "in zsh `source <(./penstock completion zsh)`."
    })
final class Completion implements Callable<Integer> {
  /** Verbs of other programs behind the launcher, whose options only they know. */
  static final List<String> ELSEWHERE =
      List.of(
          "chaos",
          "demo",
          "doctor",
          "fmt",
          "images",
          "init",
          "log",
          "plan",
          "preview",
          "receipt",
          "sandbox",
          "schema",
          "smoke",
          "sweep",
          "validate",
          "verify");

  // Picocli puts the real one in.
  @Spec private CommandSpec command = CommandSpec.create();

  /** The shells that are served: by one script, which finds out where it is. */
  enum Dialect {
    /** GNU Bash. */
    bash,
    /** Z shell, by its own emulation of Bash's completion. */
    zsh
  }

  // Picocli refuses what is none; Bash's script serves Z shell, too.
  @SuppressWarnings("UnusedVariable")
  @Parameters(paramLabel = "bash|zsh", description = "The shell that is to read it.")
  private Dialect dialect = Dialect.bash;

  @Override
  public Integer call() {
    var root = command.commandLine().getParent();
    for (var verb : ELSEWHERE) {
      root.addSubcommand(verb, new CommandLine(CommandSpec.create().name(verb)));
    }
    // One script for both: it finds out where it is read.
    command.commandLine().getOut().println(AutoComplete.bash("penstock", root));
    return Exit.DONE.code();
  }
}
