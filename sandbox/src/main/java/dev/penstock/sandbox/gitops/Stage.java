package dev.penstock.sandbox.gitops;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one environment stands now: what Argo CD says of it, and what the operator says of its
 * pipeline.
 *
 * @param generation of the pipeline's spec; 0 while there is none
 * @param verified the condition of that very spec: True, False, or empty while the operator has not
 *     looked
 * @param reason of that condition
 * @param message of that condition, or why the run has failed
 */
public record Stage(
    Application application, long generation, String verified, String reason, String message) {
  private static final String FAILED = "RunFailed";

  static Stage of(Application application, @Nullable GenericKubernetesResource pipeline) {
    if (pipeline == null) {
      return new Stage(application, 0, "", "", "");
    }
    long generation = pipeline.getMetadata().getGeneration();
    var verified = condition(pipeline, generation, "Verified");
    var reason = text(verified, "reason");
    var explained =
        reason.equals(FAILED) ? condition(pipeline, generation, "LastRunSucceeded") : verified;
    return new Stage(
        application, generation, text(verified, "status"), reason, text(explained, "message"));
  }

  /** Whether a run of exactly what the namespace holds has succeeded. */
  public boolean isVerified() {
    return verified.equals("True");
  }

  /** Whether the run that the spec made by itself has failed. */
  public boolean hasFailed() {
    return verified.equals("False") && reason.equals(FAILED);
  }

  /** Whether the namespace holds what a commit says, by a sync or because nothing changed. */
  public boolean holds(String commit) {
    return application.at(commit) || application.brought(commit);
  }

  /** Empty unless the status speaks of the newest spec. */
  private static Map<?, ?> condition(
      GenericKubernetesResource pipeline, long generation, String type) {
    if (!(pipeline.get("status") instanceof Map<?, ?> status)
        || !(status.get("observedGeneration") instanceof Number observed)
        || observed.longValue() != generation
        || !(status.get("conditions") instanceof List<?> conditions)) {
      return Map.of();
    }
    Optional<Map<?, ?>> found =
        conditions.stream()
            .<Map<?, ?>>mapMulti((each, more) -> {
              if (each instanceof Map<?, ?> map && type.equals(map.get("type"))) {
                more.accept(map);
              }
            })
            .findFirst();
    return found.isPresent() ? found.get() : Map.of();
  }

  private static String text(Map<?, ?> condition, String key) {
    var value = condition.get(key);
    return value == null ? "" : value.toString();
  }
}
