package dev.penstock.cli;

import dev.penstock.api.EtlRunSpec;
import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.cluster.Found;
import dev.penstock.cli.cluster.Namespace;
import dev.penstock.cli.cluster.Refusal;
import dev.penstock.cli.cluster.SeenPipeline;
import java.util.Objects;
import picocli.CommandLine;

/** Asks a cluster for a run, prints its name, and follows it to its end where that is wished. */
record Requesting(Shell shell, Where where, CommandLine line) {
  /** {@return how the process ends} */
  int run(EtlRunSpec spec, boolean wait) throws InterruptedException {
    try (var space = where.open(shell.connector())) {
      demand(space, Objects.requireNonNull(spec.pipeline()));
      var run = space.create(spec).name();
      line.getOut().println(run);
      line.getOut().flush();
      if (!wait) {
        line.getErr()
            .printf("penstock: asked for; `%s` says how it stands%n", where.command("why " + run));
        return Exit.DONE.code();
      }
      return new Following(space, where, line.getErr()).untilTheEndOf(run).code();
    }
  }

  private void demand(Namespace space, String pipeline) {
    if (space.pipeline(pipeline) instanceof Found.Absent<SeenPipeline>) {
      throw new Refusal(
          Exit.NOT_FOUND,
          "Namespace %s has no pipeline %s.".formatted(space.name(), pipeline),
          "`%s` lists them.".formatted(where.command("get")));
    }
  }
}
