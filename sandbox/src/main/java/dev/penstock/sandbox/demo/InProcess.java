package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Without a cluster: the same manifests, run by the runner as a local process. */
record InProcess(
    Sandbox sandbox,
    StateDirectory state,
    Product product,
    List<Example> examples,
    Phases phases,
    PrintStream out) {
  Outcome run() throws IOException, InterruptedException {
    List<Outcome.Line> lines = new ArrayList<>(phases.time("Examples run", this::runExamples));
    lines.addAll(phases.time("Rows counted", this::count));
    Outcome outcome = new Outcome(lines);
    outcome.print(out);
    return outcome;
  }

  private List<Outcome.Line> runExamples() throws InterruptedException {
    List<Outcome.Line> lines = new ArrayList<>();
    for (Example example : examples) {
      boolean ended = ends(example);
      lines.add(
          new Outcome.Line(
              example.name(),
              "in a local process",
              example.wrong() ? "refused" : "done",
              ended ? "done" : "refused"));
    }
    return lines;
  }

  private boolean ends(Example example) throws InterruptedException {
    try {
      String said =
          Command.of(Path.of(System.getProperty("java.home"), "bin", "java").toString())
              .and("--enable-native-access=ALL-UNNAMED")
              .and("-cp", product.home().resolve("runner/app/target/dist/lib") + "/*")
              .and("dev.penstock.runner.cli.Main", "run")
              .and("-f", example.file().toString(), "-f", state.connectionsFile().toString())
              .and("-f", state.secretsFile().toString())
              .within(Duration.ofMinutes(10))
              .run();
      out.println(said.indent(2).stripTrailing());
      return true;
    } catch (IOException e) {
      out.println(String.valueOf(e.getMessage()).indent(2).stripTrailing());
      return false;
    }
  }

  private List<Outcome.Line> count() throws IOException {
    Counts counts = new Counts(sandbox);
    List<Outcome.Line> lines = new ArrayList<>();
    for (Example example : examples) {
      if (!example.wrong()) {
        lines.addAll(counts.compare(example, 1));
      }
    }
    return lines;
  }
}
