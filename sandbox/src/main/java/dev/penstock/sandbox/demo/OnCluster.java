package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plays the data engineer on a cluster that has the product. */
final class OnCluster {
  static final String NAMESPACE = "shop";

  private final Sandbox sandbox;
  private final Installation installation;
  private final List<Example> examples;
  private final Phases phases;
  private final PrintStream out;
  private final Kubectl kubectl;
  private final Resources resources;

  OnCluster(
      Sandbox sandbox,
      Installation installation,
      List<Example> examples,
      Phases phases,
      PrintStream out) {
    this.sandbox = sandbox;
    this.installation = installation;
    this.examples = examples;
    this.phases = phases;
    this.out = out;
    this.kubectl = installation.kubectl();
    this.resources = new Resources(sandbox.cluster().orElseThrow().client(), NAMESPACE, out);
  }

  Outcome run() throws IOException, InterruptedException {
    phases.act("Runner and operator to the node", installation::importImages);
    try {
      phases.act("CRDs and operator", installation::installOperator);
      phases.act("Examples applied", this::apply);
      List<Outcome.Line> lines = new ArrayList<>(phases.time("Examples run", this::runExamples));
      kubectl.show(out, "-n", NAMESPACE, "get", "etlpipelines");
      phases.firstTableShown();
      for (Example wrong : examples.stream().filter(Example::wrong).toList()) {
        kubectl.showFrom("Status:", out, "-n", NAMESPACE, "describe", "etlpipeline", wrong.name());
      }
      lines.addAll(phases.time("Rows counted", this::count));
      Optional<Example> second = LivingOn.of(examples);
      if (second.isPresent()) {
        LivingOn livingOn = new LivingOn(sandbox, second.get(), NAMESPACE, out);
        phases.act("The shop lives on", livingOn::live);
        lines.add(phases.time("Second run", () -> runAgain(second.get())));
        lines.addAll(phases.time("Rows counted again", () -> countAgain(livingOn)));
      }
      kubectl.show(out, "-n", NAMESPACE, "get", "etlruns");
      if (second.isPresent()) {
        installation.verbs().show(out, "why", second.get().name() + "-second", "-n", NAMESPACE);
        new Counts(sandbox).rows(second.get()).ifPresent(rows -> rows.print(out));
      }
      Outcome outcome = new Outcome(lines);
      outcome.print(out);
      if (!outcome.asExpected()) {
        installation.showEvidence(NAMESPACE);
      }
      return outcome;
    } catch (IOException | RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        installation.showEvidence(NAMESPACE);
      }
      throw e;
    }
  }

  private void apply() throws IOException, InterruptedException {
    installation.makeNamespace(NAMESPACE);
    for (Example example : examples) {
      out.println(
          Installation.indented(
              kubectl.run(
                  "-n", NAMESPACE, "apply", "--server-side", "-f", example.file().toString())));
    }
  }

  private List<Outcome.Line> runExamples() throws IOException, InterruptedException {
    for (Example example : examples) {
      if (!example.wrong()) {
        resources.awaitReady(example.name());
        request(example, example.name() + "-first");
      }
    }
    List<Outcome.Line> lines = new ArrayList<>();
    for (Example example : examples) {
      if (example.wrong()) {
        lines.add(
            Outcome.Line.equal(
                example.name(),
                "refused as",
                "InvalidSpec",
                resources.awaitRefusal(example.name())));
      } else {
        lines.add(ended(example, example.name() + "-first"));
      }
    }
    return lines;
  }

  private Outcome.Line runAgain(Example example) throws IOException, InterruptedException {
    String run = example.name() + "-second";
    request(example, run);
    return ended(example, run);
  }

  private void request(Example example, String run) throws IOException, InterruptedException {
    kubectl.with(
        "create",
        NAMESPACE,
        """
        apiVersion: penstock.dev/v1alpha1
        kind: EtlRun
        metadata: {name: %s}
        spec: {pipeline: %s}
        """
            .formatted(run, example.name()));
  }

  private Outcome.Line ended(Example example, String run) throws IOException {
    return Outcome.Line.equal(
        example.name(), "run " + run, "Succeeded", resources.awaitEnd(run, Duration.ofMinutes(10)));
  }

  private List<Outcome.Line> countAgain(LivingOn livingOn) throws IOException {
    resources.awaitQuiet(livingOn.example().name());
    return livingOn.compare();
  }

  /** A scheduled run may have come in between: where runs add their rows, each has added them. */
  private List<Outcome.Line> count() throws IOException {
    Counts counts = new Counts(sandbox);
    List<Outcome.Line> lines = new ArrayList<>();
    for (Example example : examples) {
      if (example.wrong()) {
        continue;
      }
      long runs = resources.awaitQuiet(example.name());
      lines.addAll(counts.compare(example, runs, ""));
    }
    return lines;
  }
}
