package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.StateDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Without a cluster: the same manifests, run by the runner as a local process. */
record InProcess(
    Sandbox sandbox,
    StateDirectory state,
    Product product,
    List<Example> examples,
    Phases phases,
    PrintStream out) {
  private static final String NAMESPACE = "default";
  private static final String RUNNER = "runner";
  private static final String DONE = "0";
  private static final String CONFIGURATION = "78";

  Outcome run() throws IOException, InterruptedException {
    List<Outcome.Line> lines = new ArrayList<>(phases.time("Examples run", this::runExamples));
    lines.addAll(phases.time("Rows counted", this::count));
    new Outcome(lines).print(out);
    phases.firstTableShown();
    Optional<Example> second = LivingOn.of(examples);
    if (second.isPresent()) {
      LivingOn livingOn = new LivingOn(sandbox, second.get(), NAMESPACE, out);
      phases.act("The shop lives on", livingOn::live);
      lines.add(phases.time("Second run", () -> runAgain(second.get())));
      lines.addAll(phases.time("Rows counted again", livingOn::compare));
      new Counts(sandbox).rows(second.get()).ifPresent(rows -> rows.print(out));
    }
    Outcome outcome = new Outcome(lines);
    outcome.print(out);
    return outcome;
  }

  private List<Outcome.Line> runExamples() throws IOException, InterruptedException {
    List<Outcome.Line> lines = new ArrayList<>();
    for (Example example : examples) {
      lines.add(
          Outcome.Line.equal(
              example.name(),
              "exit code",
              example.wrong() ? CONFIGURATION : DONE,
              "" + exitCode(example)));
    }
    return lines;
  }

  private Outcome.Line runAgain(Example example) throws IOException, InterruptedException {
    return Outcome.Line.equal(example.name(), "exit code, run 2", DONE, "" + exitCode(example));
  }

  /** The runner's exit code; what it says goes straight to the person. */
  private int exitCode(Example example) throws IOException, InterruptedException {
    out.flush();
    Process runner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                product.home().resolve("runner/app/target/dist/lib") + "/*",
                "dev.penstock.runner.cli.Main",
                "run",
                "-f",
                example.file().toString(),
                "-f",
                state.connectionsFile().toString(),
                "-f",
                state.secretsFile().toString())
            .inheritIO()
            .start();
    // On record, so that a demo that is killed leaves nobody running whom the next can't end.
    state.processes().record(RUNNER, runner.toHandle());
    try {
      if (!runner.waitFor(10, TimeUnit.MINUTES)) {
        throw new IOException("The runner didn't end within 10 minutes");
      }
      return runner.exitValue();
    } finally {
      runner.destroyForcibly();
      runner.onExit().join();
      state.processes().end(RUNNER, Duration.ZERO);
    }
  }

  private List<Outcome.Line> count() throws IOException {
    Counts counts = new Counts(sandbox);
    List<Outcome.Line> lines = new ArrayList<>();
    for (Example example : examples) {
      if (!example.wrong()) {
        lines.addAll(counts.compare(example, 1, ""));
      }
    }
    return lines;
  }
}
