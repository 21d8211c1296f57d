package dev.penstock.cli.cluster;

import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An EtlRun as it stands on the API server.
 *
 * @param resource all of it
 * @param spec without values where there is none
 * @param status likewise
 */
public record SeenRun(GenericKubernetesResource resource, EtlRunSpec spec, EtlRunStatus status) {
  /** By creation, the newest first; of one second by name. */
  public static final Comparator<SeenRun> NEWEST_FIRST =
      Comparator.comparing((SeenRun run) -> Objects.requireNonNullElse(run.created(), ""))
          .thenComparing(SeenRun::name)
          .reversed();

  /** {@return what the resource says} */
  public static SeenRun of(GenericKubernetesResource resource) {
    return new SeenRun(
        resource,
        Part.of(resource, "spec", EtlRunSpec.class),
        Part.of(resource, "status", EtlRunStatus.class));
  }

  /** {@return the name of the resource} */
  public String name() {
    return resource.getMetadata().getName();
  }

  /** {@return when the resource was made, RFC 3339; null: not known} */
  public @Nullable String created() {
    return resource.getMetadata().getCreationTimestamp();
  }

  /** {@return whether it is the run of a pipeline of that name} */
  public boolean isOf(String pipeline) {
    return pipeline.equals(spec.pipeline());
  }

  /** {@return the state; none where no operator has seen the run yet} */
  public @Nullable RunState state() {
    return status.state();
  }

  /** {@return whether nothing more follows: it has ended, even where nobody knows how} */
  public boolean ended() {
    return status.completionTime() != null || (status.state() != null && status.state().terminal());
  }
}
