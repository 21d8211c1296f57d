package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.KubernetesTools;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The whole path on one machine, told while it happens. Below the level of a real node it does what
 * it can, says so, and ends with that level's own code.
 */
public final class Demo {
  /** An example didn't end as it should. */
  public static final int EXAMPLE_FAILED = 1;

  private final SandboxHome home;
  private final double scale;
  private final LevelChoice choice;
  private final ImageNames names;
  private final boolean exit;
  private final PrintStream out;
  private final Phases phases;

  /**
   * A demo of this checkout.
   *
   * @param choice how much of Kubernetes; this machine carries it
   * @param names of the images, for a cluster that a person named
   * @param exit false: it stays up until a signal ends the JVM
   */
  public Demo(
      SandboxHome home,
      double scale,
      LevelChoice choice,
      ImageNames names,
      boolean exit,
      PrintStream out) {
    this.home = home;
    this.scale = scale;
    this.choice = choice;
    this.names = names;
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
    MachineReport machine = MachineReport.inspect(choice);
    machine.print(out);
    if (!machine.refusal().isEmpty()) {
      throw new IllegalArgumentException(machine.refusal());
    }
    Product product = new Product(home.checkout());
    List<Example> examples = Example.in(product.examples());
    ClusterLevel level = choice.level();
    StateDirectory state = new StateDirectory(home.sandbox());
    if (choice.named().isPresent()) {
      NamedReport.of(choice.named().get(), product, state).printOrRefuse(out);
    }
    Optional<ProductImages> images = Optional.empty();
    if (level.runsPods()) {
      phases.time(
          "Kubernetes programs",
          () -> KubernetesTools.build(SandboxHome.userCache(), level, this::say));
      images =
          Optional.of(
              phases.time(
                  "Images of runner and operator",
                  () ->
                      choice.named().isPresent()
                          ? names.references(product, SandboxHome.userCache(), this::say)
                          : ProductImages.of(level, product, SandboxHome.userCache(), this::say)));
    }
    int code = inside(product, examples, images, state);
    // Only here: after a failure the logs are what one wants to see; `sandbox down` removes them.
    state.delete();
    return code;
  }

  private int inside(
      Product product, List<Example> examples, Optional<ProductImages> images, StateDirectory state)
      throws IOException, InterruptedException {
    try (Sandbox sandbox =
        phases.time(
            "Sandbox",
            () ->
                Sandbox.start(
                    new Sandbox.Settings(
                        state, home.checkout(), scale, choice.level(), choice.named()),
                    this::say))) {
      Outcome outcome =
          images.isPresent()
              ? new OnCluster(
                      sandbox,
                      new Installation(sandbox, state, product, images.get(), out),
                      examples,
                      phases,
                      out)
                  .run()
              : new InProcess(sandbox, state, product, examples, phases, out).run();
      new WhatToTry(sandbox, state, product, examples).print(out);
      phases.print();
      int code = conclude(outcome);
      if (!exit) {
        out.printf("%nEverything stays up until Ctrl-C.%n");
        out.flush();
        new CountDownLatch(1).await();
      }
      return code;
    }
  }

  private int conclude(Outcome outcome) {
    out.println();
    if (!outcome.asExpected()) {
      out.println("Not every example ended as it should.");
      return EXAMPLE_FAILED;
    }
    out.println(choice.level().conclusion());
    if (choice.next().isPresent()) {
      out.println(choice.sentence());
    }
    return choice.level().exitCode();
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
