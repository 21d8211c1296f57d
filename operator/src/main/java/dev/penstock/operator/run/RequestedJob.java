package dev.penstock.operator.run;

import dev.penstock.api.RunTrigger;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.Map;

/** The Job of an EtlRun that someone made: the CronJob's template under a name of its own. */
final class RequestedJob {
  private static final int NAME = 50;
  private static final int UID = 8;

  private RequestedJob() {}

  static Job desired(EtlRun run, EtlPipeline pipeline, CronJob cronJob) {
    var template = cronJob.getSpec().getJobTemplate();
    return new JobBuilder()
        .withNewMetadata()
        .withName(name(run))
        .withNamespace(run.getMetadata().getNamespace())
        .withLabels(template.getMetadata().getLabels())
        .withAnnotations(template.getMetadata().getAnnotations())
        // The run outlives its pipeline, the template's ConfigMap does not.
        .addToAnnotations(Marks.PIPELINE_UID, pipeline.getMetadata().getUid())
        .addToAnnotations(yields(run))
        .withOwnerReferences(Owners.to(run))
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  private static Map<String, String> yields(EtlRun run) {
    return run.getSpec().trigger() == RunTrigger.BACKFILL ? Map.of(Marks.YIELDS, "true") : Map.of();
  }

  /** {@return a name that a later EtlRun of the same name does not get again} */
  static String name(EtlRun run) {
    var name = run.getMetadata().getName();
    var cut = name.substring(0, Math.min(NAME, name.length())).replace('.', '-');
    return cut + "-" + run.getMetadata().getUid().substring(0, UID);
  }
}
