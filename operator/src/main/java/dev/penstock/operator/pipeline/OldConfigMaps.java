package dev.penstock.operator.pipeline;

import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Deletes the ConfigMaps of earlier specs when no Job names them any more. */
final class OldConfigMaps {
  private OldConfigMaps() {}

  static void sweep(Rendering rendering, Context<EtlPipeline> context) {
    var old =
        context.getSecondaryResources(ConfigMap.class).stream()
            .filter(config -> Owners.owns(rendering.resource(), config))
            .filter(config -> !config.getMetadata().getName().equals(rendering.configName()))
            .filter(config -> config.getMetadata().getDeletionTimestamp() == null)
            .toList();
    if (old.isEmpty()) {
      return;
    }
    var used = namedByJobs(rendering, context);
    old.stream()
        .filter(config -> !used.contains(config.getMetadata().getName()))
        .forEach(config -> context.getClient().resource(config).delete());
  }

  private static Set<String> namedByJobs(Rendering rendering, Context<EtlPipeline> context) {
    return context
        .getClient()
        .batch()
        .v1()
        .jobs()
        .inNamespace(rendering.pipeline().id().namespace())
        .withLabel(Marks.MANAGED_BY, Marks.PENSTOCK) // reports of runs name them too
        .list()
        .getItems()
        .stream()
        .map(OldConfigMaps::config)
        .collect(Collectors.toSet());
  }

  private static String config(Job job) {
    return job.getSpec().getTemplate().getSpec().getVolumes().stream()
        .filter(volume -> volume.getConfigMap() != null)
        .map(volume -> Objects.requireNonNullElse(volume.getConfigMap().getName(), ""))
        .findFirst()
        .orElse("");
  }
}
