package dev.penstock.operator.pipeline;

import dev.penstock.api.runner.RunnerContract;
import dev.penstock.operator.resource.Owners;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;

/** What a run is pinned to: the pipeline and its connections, never to change again. */
final class PipelineConfigMap {
  private PipelineConfigMap() {}

  static ConfigMap desired(Rendering rendering) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(rendering.configName())
        .withNamespace(rendering.pipeline().id().namespace())
        .withLabels(RunnerPod.labels(rendering.name()))
        .withOwnerReferences(Owners.to(rendering.resource()))
        .endMetadata()
        .withImmutable(true)
        .withData(Map.of(RunnerContract.MANIFESTS, rendering.manifests().json()))
        .build();
  }
}
