package dev.penstock.sandbox.kubernetes;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a cluster is started with.
 *
 * @param state a folder of this cluster alone, its content is thrown away at start and close
 * @param cache the user's cache of Penstock, shared by all sandboxes
 * @param level what to start; {@link LevelChoice} says what the machine carries
 * @param progress takes one line per step
 */
public record ClusterSettings(
    Path state, Path cache, ClusterLevel level, Consumer<String> progress) {
  public ClusterSettings {
    state = state.toAbsolutePath().normalize();
    cache = cache.toAbsolutePath().normalize();
    if (!level.controlPlane()) {
      throw new IllegalArgumentException("Level %s starts no cluster".formatted(level));
    }
  }
}
