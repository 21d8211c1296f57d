package dev.penstock.operator.pipeline;

import dev.penstock.operator.settings.RunnerImage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A runner image that a pipeline names. It is pulled as Kubernetes would by itself; written out,
 * because the default of an earlier image would stay when the tag changes.
 */
final class OwnImage {
  private OwnImage() {}

  static Optional<RunnerImage> of(@Nullable String reference) {
    return Optional.ofNullable(reference)
        .map(name -> new RunnerImage(name, moves(name) ? "Always" : "IfNotPresent"));
  }

  /** Whether the same reference may be another image tomorrow: without a tag it is latest. */
  private static boolean moves(String name) {
    if (name.contains("@")) {
      return false;
    }
    var last = name.substring(name.lastIndexOf('/') + 1);
    return !last.contains(":") || last.endsWith(":latest");
  }
}
