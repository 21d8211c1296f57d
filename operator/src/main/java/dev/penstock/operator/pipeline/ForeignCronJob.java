package dev.penstock.operator.pipeline;

import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.Owners;
import dev.penstock.operator.status.Readiness;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;

/**
 * A CronJob of the pipeline's name that someone else made: server-side apply would take it over.
 */
final class ForeignCronJob {
  private ForeignCronJob() {}

  static Optional<Readiness> find(Rendering rendering, Context<EtlPipeline> context) {
    var pipeline = rendering.resource();
    if (context.getSecondaryResources(CronJob.class).stream()
        .anyMatch(cronJob -> Owners.owns(pipeline, cronJob))) {
      return Optional.empty();
    }
    var existing =
        context
            .getClient()
            .batch()
            .v1()
            .cronjobs()
            .inNamespace(pipeline.getMetadata().getNamespace())
            .withName(rendering.name())
            .get();
    return Optional.ofNullable(existing)
        .filter(cronJob -> !Owners.owns(pipeline, cronJob))
        .map(cronJob ->
            new Readiness.NotReady(
                "NameTaken",
                "CronJob %s exists and is not of this pipeline. Delete it or give the pipeline another name."
                    .formatted(rendering.name())));
  }
}
