package dev.penstock.sandbox.cli;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.Machine;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code sandbox up|status|down|clean}, and {@code serve}, which {@code up} starts in the
 * background.
 */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description = "The world of the demo, in the background: source, S3, warehouse, Kubernetes.")
final class SandboxVerb {
  private final PrintStream out = System.out;

  @Command(
      name = "up",
      mixinStandardHelpOptions = true,
      description = "Starts it and returns when it is ready. A second time it only says so.")
  int up(
      @Option(
              names = "--scale",
              defaultValue = "0.01",
              description = "rows of the shop: 1 is 1.5 million orders (default: ${DEFAULT-VALUE})")
          double scale,
      @Option(names = "--no-cluster", description = "leaves Kubernetes out") boolean noCluster)
      throws IOException, InterruptedException {
    return new Background(SandboxHome.current(), out).up(scale, !noCluster);
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description =
          "One line for each part. Exit code 0: all of them answer, 1: not all, 75: it is down.")
  int status() {
    return new Status(state(), out).print();
  }

  @Command(
      name = "down",
      mixinStandardHelpOptions = true,
      description = "Ends it, and only it, and deletes its data.")
  int down() throws IOException, InterruptedException {
    return new Background(SandboxHome.current(), out).down();
  }

  @Command(
      name = "clean",
      mixinStandardHelpOptions = true,
      description =
          "As down; also deletes the tools and images that were built for all sandboxes of this"
              + " user.")
  int clean() throws IOException, InterruptedException {
    return new Background(SandboxHome.current(), out).clean();
  }

  @Command(name = "serve", hidden = true, description = "Holds the sandbox until SIGTERM.")
  int serve(
      @Option(names = "--scale", required = true) double scale,
      @Option(names = "--no-cluster") boolean noCluster)
      throws InterruptedException {
    return new Serve(SandboxHome.current(), out)
        .hold(scale, noCluster ? ClusterLevel.NONE : LevelChoice.of(Machine.inspect()).level());
  }

  private static StateDirectory state() {
    return new StateDirectory(SandboxHome.current().sandbox());
  }
}
