package dev.penstock.operator.run;

import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.RunTrigger;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.Objects;

/** The EtlRun that records a Job which the CronJob made, or a person from the CronJob. */
final class RecordedRun {
  private RecordedRun() {}

  static EtlRun desired(Job job, EtlPipeline pipeline, String name) {
    var metadata = job.getMetadata();
    var run = new EtlRun();
    run.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace(metadata.getNamespace())
            .withLabels(
                Map.of(
                    Marks.MANAGED_BY,
                    Marks.PENSTOCK,
                    Marks.PIPELINE,
                    pipeline.getMetadata().getName()))
            .withAnnotations(
                Map.of(Marks.JOB_NAME, metadata.getName(), Marks.JOB_UID, metadata.getUid()))
            .withOwnerReferences(Owners.to(pipeline))
            .build());
    run.setSpec(new EtlRunSpec(pipeline.getMetadata().getName(), trigger(job)));
    return run;
  }

  /** A name for when someone's EtlRun already has the Job's. */
  static String otherName(Job job) {
    return job.getMetadata().getName() + "-" + job.getMetadata().getUid().substring(0, 8);
  }

  private static RunTrigger trigger(Job job) {
    var annotations =
        Objects.requireNonNullElse(job.getMetadata().getAnnotations(), Map.<String, String>of());
    return annotations.containsKey(Marks.INSTANTIATE) ? RunTrigger.REQUEST : RunTrigger.SCHEDULE;
  }
}
