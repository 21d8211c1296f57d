package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.Progress;
import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.Span;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.gitops.GitOps;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.GitOpsTools;
import dev.penstock.sandbox.kubernetes.KubernetesTools;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.NamedCluster;
import dev.penstock.sandbox.process.Interruption;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
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
  private final Story story;
  private final boolean exit;
  private final PrintStream out;
  private final StateDirectory state;
  private final Activity activity;
  private final Phases phases;
  private final Built built;
  private volatile List<String> ended = List.of();

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
    this(home, scale, choice, names, Story.EXAMPLES, exit, out);
  }

  /**
   * The same with another story.
   *
   * @param story GITOPS only on a machine that lacks nothing of GitOpsTools, with a level that runs
   *     pods on a cluster of the sandbox's own
   */
  public Demo(
      SandboxHome home,
      double scale,
      LevelChoice choice,
      ImageNames names,
      Story story,
      boolean exit,
      PrintStream out) {
    this.home = home;
    this.scale = scale;
    this.choice = choice;
    this.names = names;
    this.story = story;
    this.exit = exit;
    this.out = out;
    this.state = new StateDirectory(home.sandbox());
    this.activity = Activity.in(state);
    this.built = Built.before(System.getProperties(), Instant.now());
    this.phases =
        new Phases(
            out,
            LastTimes.in(SandboxHome.userCache(), choice.level().word()),
            Built.waited(System.getProperties(), Instant.now()),
            activity::at);
  }

  /**
   * Returns the exit code.
   *
   * @throws IllegalArgumentException when the machine can't carry it; the message says what to do
   */
  public int run() throws IOException, InterruptedException {
    try (Interruption interruption = Interruption.ofThisThread(this::lastLine, out)) {
      return uninterrupted();
    }
  }

  private int uninterrupted() throws IOException, InterruptedException {
    activity.begin();
    MachineReport machine = MachineReport.inspect(choice, story);
    machine.print(out);
    if (!machine.refusal().isEmpty()) {
      throw new IllegalArgumentException(machine.refusal());
    }
    Product product = new Product(home.checkout());
    List<Example> examples = Example.in(product.examples());
    if (choice.named().isPresent()) {
      NamedReport.of(choice.named().get(), product, state).printOrRefuse(out);
    }
    Optional<ProductImages> images =
        choice.level().runsPods()
            ? Optional.of(build(product, machine.outlook()))
            : Optional.empty();
    Optional<GitOpsTools> tools =
        switch (story) {
          case EXAMPLES -> Optional.empty();
          case GITOPS ->
              Optional.of(
                  phases.time(
                      "Argo CD's programs",
                      () -> GitOpsTools.build(SandboxHome.userCache(), this::say)));
        };
    int code = inside(product, examples, images, tools);
    // Only here: after a failure the logs are what one wants to see; `sandbox down` removes them.
    // Nor before a named cluster is clean: the folder knows by which mark the rest is found.
    if (!NamedCluster.isRemembered(state.kubernetes())) {
      state.delete();
    }
    return code;
  }

  private ProductImages build(Product product, KubernetesTools.Outlook outlook)
      throws IOException, InterruptedException {
    ClusterLevel level = choice.level();
    long begun = System.nanoTime();
    phases.time(
        "Kubernetes programs",
        () -> KubernetesTools.build(SandboxHome.userCache(), level, this::say));
    built.programs(outlook, Span.since(begun));
    long imagesBegun = System.nanoTime();
    ProductImages images =
        phases.time(
            "Images of runner and operator",
            () ->
                choice.named().isPresent()
                    ? names.references(product, SandboxHome.userCache(), this::say)
                    : ProductImages.of(level, product, SandboxHome.userCache(), this::say));
    built.images(images, Span.since(imagesBegun));
    return images;
  }

  private int inside(
      Product product,
      List<Example> examples,
      Optional<ProductImages> images,
      Optional<GitOpsTools> tools)
      throws IOException, InterruptedException {
    try (Sandbox sandbox =
        phases.time(
            "Sandbox",
            () ->
                Sandbox.start(
                    new Sandbox.Settings(
                        state, home.checkout(), scale, choice.level(), choice.named()),
                    new Telling()))) {
      Outcome outcome =
          tools.isPresent()
              ? commits(sandbox, product, images.orElseThrow(), tools.get())
              : examples(sandbox, product, examples, images);
      phases.print(built.parts());
      int code = conclude(outcome);
      if (!exit) {
        activity.at("everything is up");
        out.printf("%nEverything stays up until Ctrl-C.%n");
        out.flush();
        new CountDownLatch(1).await();
      }
      return code;
    }
  }

  private Outcome examples(
      Sandbox sandbox, Product product, List<Example> examples, Optional<ProductImages> images)
      throws IOException, InterruptedException {
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
    return outcome;
  }

  private Outcome commits(Sandbox sandbox, Product product, ProductImages images, GitOpsTools tools)
      throws IOException, InterruptedException {
    Installation installation = new Installation(sandbox, state, product, images, out);
    return new OnGitOps(
            installation,
            phases,
            () -> GitOps.start(sandbox, state, product.examples().resolve("gitops"), tools),
            new Counts(sandbox),
            out)
        .run();
  }

  private int conclude(Outcome outcome) {
    out.println();
    if (!outcome.asExpected()) {
      out.println(
          switch (story) {
            case EXAMPLES -> "Not every example ended as it should.";
            case GITOPS -> "Not every commit came as far as it should.";
          });
      return EXAMPLE_FAILED;
    }
    out.println(story.conclusion(choice.level()));
    if (choice.next().isPresent()) {
      out.println(choice.sentence());
    }
    return choice.level().exitCode();
  }

  /** A demo's sandbox speaks within a phase. */
  private final class Telling implements Progress {
    @Override
    public void accept(String line) {
      say(line);
    }

    @Override
    public void ended(List<String> parts) {
      ended = parts;
    }
  }

  private String lastLine() {
    return "%npenstock: ended at \"%s\" after %s%s; nothing is left running"
        .formatted(
            phases.current(),
            phases.sinceBegin(),
            ended.isEmpty() ? "" : ": " + String.join(", ", ended));
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
