package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.kubernetes.Cluster;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.image.Image;
import dev.penstock.sandbox.kubernetes.image.Images;
import dev.penstock.sandbox.kubernetes.processnode.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The product's two images and what they stand for: archives of a node, local programs, or mere
 * names.
 */
public sealed interface ProductImages {

  /** Archives for the store of a real node: there is no registry. */
  record Archives(Image runner, Image operator) implements ProductImages {}

  /** For a process node, where an image is only a name for a program of this machine. */
  record Programs(Program runner, Program operator) implements ProductImages {}

  /** For a cluster that a person named, whose nodes have them or know where to get them. */
  record Loaded(String runner, String operator) implements ProductImages {}

  /**
   * Builds what a level needs, or takes it from the cache when the jars are the same.
   *
   * @throws IllegalArgumentException when no pod runs at that level, or on a cluster of another's,
   *     for which {@link ImageNames} decides
   */
  static ProductImages of(
      ClusterLevel level, Product product, Path cache, Consumer<String> progress)
      throws IOException, InterruptedException {
    return switch (level) {
      case NODE -> {
        Images images = new Images(cache, progress);
        yield new Archives(
            images.runner(product.runnerJars(), new RunnerTraining(product)),
            images.operator(product.operatorJars()));
      }
      case PROCESS ->
          new Programs(
              Program.runner(product.runnerFolder()), Program.operator(product.operatorFolder()));
      case CONTROL_PLANE, NONE, NAMED ->
          throw new IllegalArgumentException("No images are made for level " + level.word());
    };
  }

  /** {@return the reference of the runner's image, for the chart} */
  default String runnerReference() {
    return references().getFirst();
  }

  /** {@return the reference of the operator's image, for the chart} */
  default String operatorReference() {
    return references().getLast();
  }

  /** {@return the runner's reference, then the operator's} */
  default List<String> references() {
    return switch (this) {
      case Archives archives ->
          List.of(archives.runner().reference(), archives.operator().reference());
      case Programs programs -> List.of(programs.runner().image(), programs.operator().image());
      case Loaded loaded -> List.of(loaded.runner(), loaded.operator());
    };
  }

  /** Makes both known to the node, which must be of the level that they were made for. */
  default void importInto(Cluster cluster) throws IOException, InterruptedException {
    switch (this) {
      case Archives archives -> {
        cluster.importImage(archives.runner().tar());
        cluster.importImage(archives.operator().tar());
      }
      case Programs programs -> {
        cluster.importProgram(programs.runner());
        cluster.importProgram(programs.operator());
      }
      case Loaded _ -> {}
    }
  }
}
