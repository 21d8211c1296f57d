package dev.penstock.cli;

import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.graph.Graph;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws the pipelines of a namespace. */
@Command(
    name = "graph",
    mixinStandardHelpOptions = true,
    description =
        "The pipelines of a namespace with what they read and write, as a picture. A table that one"
            + " writes and another reads joins them; a dashed line goes from a pipeline to one that"
            + " runs after it.")
final class DrawGraph implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final Where where = new Where();

  // Picocli puts the real one in.
  @Spec private CommandSpec command = CommandSpec.create();

  /** How it is drawn. */
  enum Drawing {
    /** Text for Markdown pages. */
    mermaid,
    /** A picture. */
    svg
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "mermaid|svg",
      description = "mermaid: text that Markdown pages draw (the default). svg: a picture.")
  private Drawing output = Drawing.mermaid;

  DrawGraph(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (var space = where.open(shell.connector())) {
      var graph = Graph.of(space.pipelines(), space.connections());
      command
          .commandLine()
          .getOut()
          .println(
              switch (output) {
                case mermaid -> graph.mermaid();
                case svg -> graph.svg();
              });
      return Exit.DONE.code();
    }
  }
}
