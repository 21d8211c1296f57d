package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.DirectoryTree;
import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.image.Training;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains the runner by a real run: an example with a database, S3 and a warehouse, in a small
 * sandbox of its own, which ends with it.
 *
 * @param product whose example runs
 */
record RunnerTraining(Product product) implements Training {
  private static final String EXAMPLE = "orders.yaml";
  private static final double SCALE = 0.001;

  @Override
  public void run(List<String> program) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("penstock-training");
    var state = new StateDirectory(folder.resolve("state"));
    var small = new Sandbox.Settings(state, product.home(), SCALE, ClusterLevel.NONE);
    try (Sandbox sandbox = Sandbox.start(small, line -> {})) {
      new Command(program, Map.of(), Optional.empty(), Duration.ofMinutes(10))
          .and("run", "-f", product.examples().resolve(EXAMPLE).toString())
          .and("-f", state.connectionsFile().toString())
          .and("-f", state.secretsFile().toString())
          .run();
    } finally {
      DirectoryTree.delete(folder);
    }
  }
}
