package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.kubernetes.Cluster;
import dev.penstock.sandbox.kubernetes.image.Image;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Installs the product on the sandbox's cluster as a platform engineer would, then plays the data
 * engineer.
 */
final class OnCluster {
  static final String NAMESPACE = "shop";
  private static final String SYSTEM = "penstock-system";

  private final Sandbox sandbox;
  private final StateDirectory state;
  private final Product product;
  private final List<Example> examples;
  private final List<Image> images;
  private final Phases phases;
  private final PrintStream out;
  private final Cluster cluster;
  private final Kubectl kubectl;
  private final Resources resources;

  OnCluster(
      Sandbox sandbox,
      StateDirectory state,
      Product product,
      List<Example> examples,
      List<Image> images,
      Phases phases,
      PrintStream out) {
    this.sandbox = sandbox;
    this.state = state;
    this.product = product;
    this.examples = examples;
    this.images = images;
    this.phases = phases;
    this.out = out;
    this.cluster = sandbox.cluster().orElseThrow();
    this.kubectl = new Kubectl(cluster.kubectl(), cluster.kubeconfig());
    this.resources = new Resources(cluster.client(), NAMESPACE, out);
  }

  Outcome run() throws IOException, InterruptedException {
    try {
      phases.time("Images into the node", this::importImages);
      phases.time("CRDs and operator", this::install);
      phases.time("Examples applied", this::apply);
      List<Outcome.Line> lines = new ArrayList<>(phases.time("Examples run", this::runExamples));
      kubectl.show(out, "-n", NAMESPACE, "get", "etlpipelines");
      kubectl.show(out, "-n", NAMESPACE, "get", "etlruns");
      lines.addAll(phases.time("Rows counted", this::count));
      Outcome outcome = new Outcome(lines);
      outcome.print(out);
      if (!outcome.asExpected()) {
        evidence();
      }
      return outcome;
    } catch (IOException | RuntimeException e) {
      evidence();
      throw e;
    }
  }

  private Void importImages() throws IOException, InterruptedException {
    for (Image image : images) {
      cluster.importImage(image.tar());
      out.println("  " + image.reference());
    }
    return null;
  }

  private Void install() throws IOException, InterruptedException {
    kubectl.run("apply", "--server-side", "-f", product.crds().toString());
    Image runner = images.get(0);
    Image operator = images.get(1);
    Command.of(cluster.helm().toString())
        .with("KUBECONFIG", cluster.kubeconfig().toString())
        .and("upgrade", "--install", "penstock", product.chart().toString())
        .and("--namespace", SYSTEM, "--create-namespace", "--wait", "--timeout", "3m")
        .and("--set", "image.reference=" + operator.reference())
        .and("--set", "runner.image.reference=" + runner.reference())
        .within(Duration.ofMinutes(4))
        .run();
    out.println(indented(kubectl.run("-n", SYSTEM, "get", "pods")));
    return null;
  }

  private Void apply() throws IOException, InterruptedException {
    kubectl.run("create", "namespace", NAMESPACE);
    for (Path file : List.of(state.secretsFile(), state.connectionsFile())) {
      out.println(indented(kubectl.run("-n", NAMESPACE, "apply", "-f", file.toString())));
    }
    for (Example example : examples) {
      try {
        out.println(
            indented(
                kubectl.run(
                    "-n", NAMESPACE, "apply", "--server-side", "-f", example.file().toString())));
      } catch (IOException e) {
        if (!example.wrong()) {
          throw e;
        }
        out.println(indented(String.valueOf(e.getMessage())));
        resources.refusedAtApply(example.name());
      }
    }
    return null;
  }

  private List<Outcome.Line> runExamples() throws IOException, InterruptedException {
    for (Example example : examples) {
      if (!example.wrong()) {
        resources.awaitReady(example.name());
        kubectl.with(
            "create",
            NAMESPACE,
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlRun
            metadata: {name: %s-first}
            spec: {pipeline: %s}
            """
                .formatted(example.name(), example.name()));
      }
    }
    List<Outcome.Line> lines = new ArrayList<>();
    for (Example example : examples) {
      if (example.wrong()) {
        lines.add(
            new Outcome.Line(
                example.name(),
                "refused as",
                "InvalidSpec",
                resources.awaitRefusal(example.name())));
      } else {
        lines.add(
            new Outcome.Line(
                example.name(),
                "run " + example.name() + "-first",
                "Succeeded",
                resources.awaitEnd(example.name() + "-first", Duration.ofMinutes(10))));
      }
    }
    return lines;
  }

  /** A scheduled run may have come in between: each run that succeeded has added every row once. */
  private List<Outcome.Line> count() throws IOException {
    Counts counts = new Counts(sandbox);
    List<Outcome.Line> lines = new ArrayList<>();
    for (Example example : examples) {
      if (example.wrong()) {
        continue;
      }
      long runs = resources.awaitQuiet(example.name());
      lines.addAll(counts.compare(example, runs));
    }
    return lines;
  }

  /** What a person would look at first. */
  private void evidence() throws InterruptedException {
    kubectl.show(out, "-n", NAMESPACE, "get", "etlpipelines,etlruns,jobs,pods", "-o", "wide");
    kubectl.show(out, "-n", NAMESPACE, "get", "events", "--sort-by=.lastTimestamp");
    kubectl.show(
        out, "-n", NAMESPACE, "logs", "-l", "penstock.dev/pipeline", "--tail=60", "--prefix");
    kubectl.show(out, "-n", SYSTEM, "get", "pods", "-o", "wide");
    kubectl.show(out, "-n", SYSTEM, "get", "events", "--sort-by=.lastTimestamp");
    kubectl.show(out, "-n", SYSTEM, "logs", "-l", "app.kubernetes.io/name=penstock", "--tail=60");
  }

  private static String indented(String text) {
    return text.strip().indent(2).stripTrailing();
  }
}
