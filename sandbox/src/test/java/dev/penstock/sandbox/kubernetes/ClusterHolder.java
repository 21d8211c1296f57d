package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.SandboxHome;
import java.nio.file.Path;

/** A process of its own that starts a cluster and waits to be killed. */
public final class ClusterHolder {
  private ClusterHolder() {}

  /** Started with state folder and level; prints "up". */
  public static void main(String[] args) throws Exception {
    var settings =
        new ClusterSettings(
            Path.of(args[0]),
            SandboxHome.userCache(),
            ClusterLevel.valueOf(args[1]),
            line -> System.err.println(line));
    try (var cluster = Cluster.start(settings)) {
      System.out.println("up at " + cluster.kubeconfig());
      Thread.currentThread().join();
    }
  }

  /** Starts one and returns when it is up. */
  public static Process start(Path state, ClusterLevel level) throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ClusterHolder.class.getName(),
                state.toString(),
                level.name())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var line = process.inputReader().readLine();
    if (line == null || !line.startsWith("up")) {
      process.destroyForcibly();
      throw new IllegalStateException("The cluster of another process did not start: " + line);
    }
    return process;
  }
}
