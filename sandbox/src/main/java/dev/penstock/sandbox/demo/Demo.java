package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.demo.Installation.ProductImages;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.KubernetesTools;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The whole path on one machine, told while it happens. On a machine that carries no node it does
 * what it can, says so, and ends with a code of its own.
 */
public final class Demo {
  /** An example didn't end as it should. */
  public static final int EXAMPLE_FAILED = 1;

  /** Everything that could run did, but not on a real cluster. 3 is the JVM's own. */
  public static final int NOT_A_REAL_CLUSTER = 4;

  private final SandboxHome home;
  private final double scale;
  private final boolean kubernetes;
  private final boolean exit;
  private final PrintStream out;
  private final Phases phases;

  /**
   * A demo of this checkout.
   *
   * @param kubernetes false: as on a machine that carries no cluster
   * @param exit false: it stays up until a signal ends the JVM
   */
  public Demo(SandboxHome home, double scale, boolean kubernetes, boolean exit, PrintStream out) {
    this.home = home;
    this.scale = scale;
    this.kubernetes = kubernetes;
    this.exit = exit;
    this.out = out;
    this.phases = new Phases(out);
  }

  /**
   * Returns the exit code.
   *
   * @throws IllegalArgumentException when the machine can't carry it; the message says what to do
   */
  public int run() throws IOException, InterruptedException {
    MachineReport machine = MachineReport.inspect(kubernetes);
    machine.print(out);
    if (!machine.refusal().isEmpty()) {
      throw new IllegalArgumentException(machine.refusal());
    }
    Product product = new Product(home.checkout());
    List<Example> examples = Example.in(product.examples());
    boolean node = machine.choice().level() == ClusterLevel.NODE;
    if (node) {
      phases.time(
          "Kubernetes programs",
          () -> KubernetesTools.build(SandboxHome.userCache(), ClusterLevel.NODE, this::say));
    }
    Optional<ProductImages> images =
        node
            ? Optional.of(
                phases.time(
                    "Images of runner and operator",
                    () -> ProductImages.of(product, SandboxHome.userCache(), this::say)))
            : Optional.empty();
    ClusterLevel level = node ? ClusterLevel.NODE : ClusterLevel.NONE;
    StateDirectory state = new StateDirectory(home.sandbox());
    int code = inside(machine, product, examples, images, level, state);
    // Only here: after a failure the logs are what one wants to see; `sandbox down` removes them.
    state.delete();
    return code;
  }

  private int inside(
      MachineReport machine,
      Product product,
      List<Example> examples,
      Optional<ProductImages> images,
      ClusterLevel level,
      StateDirectory state)
      throws IOException, InterruptedException {
    boolean node = level == ClusterLevel.NODE;
    try (Sandbox sandbox =
        phases.time(
            "Sandbox",
            () ->
                Sandbox.start(
                    new Sandbox.Settings(state, home.checkout(), scale, level), this::say))) {
      Outcome outcome =
          node
              ? new OnCluster(
                      sandbox,
                      new Installation(sandbox, state, product, images.orElseThrow(), out),
                      examples,
                      phases,
                      out)
                  .run()
              : new InProcess(sandbox, state, product, examples, phases, out).run();
      new WhatToTry(sandbox, state, product, examples).print(out);
      phases.print();
      int code = conclude(outcome, machine);
      if (!exit) {
        out.printf("%nEverything stays up until Ctrl-C.%n");
        out.flush();
        new CountDownLatch(1).await();
      }
      return code;
    }
  }

  private int conclude(Outcome outcome, MachineReport machine) {
    out.println();
    if (!outcome.asExpected()) {
      out.println("Not every example ended as it should.");
      return EXAMPLE_FAILED;
    }
    if (machine.choice().level() != ClusterLevel.NODE) {
      out.println("The pipelines ran, but in a local process: this was no real cluster.");
      out.println(machine.choice().sentence());
      return NOT_A_REAL_CLUSTER;
    }
    out.println("Every example ended as it should, on a real cluster.");
    return 0;
  }

  private void say(String line) {
    out.println("  " + line);
    out.flush();
  }

  /** The line for {@code -f}, relative to the checkout where it is inside. */
  static String shown(Path checkout, Path file) {
    return file.startsWith(checkout) ? checkout.relativize(file).toString() : file.toString();
  }
}
