package dev.penstock.cli.cluster;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlPipelineStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/**
 * An EtlPipeline as it stands on the API server.
 *
 * @param resource all of it
 * @param spec without values where there is none
 * @param status likewise
 */
public record SeenPipeline(
    GenericKubernetesResource resource, EtlPipelineSpec spec, EtlPipelineStatus status) {
  /** {@return what the resource says} */
  public static SeenPipeline of(GenericKubernetesResource resource) {
    return new SeenPipeline(
        resource,
        Part.of(resource, "spec", EtlPipelineSpec.class),
        Part.of(resource, "status", EtlPipelineStatus.class));
  }

  /** {@return the name of the resource} */
  public String name() {
    return resource.getMetadata().getName();
  }
}
