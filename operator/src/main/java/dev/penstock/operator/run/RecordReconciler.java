package dev.penstock.operator.run;

import dev.penstock.operator.admission.JobStanding;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes an EtlRun for every Job that a CronJob of ours made, or a person from it.
 *
 * <p>Only a Job that was not admitted gets one: admission is asked for by an EtlRun, so a Job that
 * was admitted has had its record, and one that was deleted then stays deleted; the Job goes on and
 * keeps its places. The record of a Job that still waits comes back: to end the run, set {@code
 * spec.cancel} or delete the Job.
 */
@ControllerConfiguration(
    name = "records",
    fieldManager = "penstock",
    informer = @Informer(labelSelector = Marks.MANAGED))
public final class RecordReconciler implements Reconciler<Job> {

  @Override
  public List<EventSource<?, Job>> prepareEventSources(EventSourceContext<Job> context) {
    var records =
        InformerEventSourceConfiguration.from(EtlRun.class, Job.class)
            .withName("records")
            .withSecondaryToPrimaryMapper(RecordReconciler::recordedJob)
            .withNamespacesInheritedFromController()
            .build();
    return List.of(new InformerEventSource<>(records, context));
  }

  private static Set<ResourceID> recordedJob(EtlRun run) {
    return RunJob.recorded(run)
        ? Set.of(new ResourceID(RunJob.name(run), run.getMetadata().getNamespace()))
        : Set.of();
  }

  @Override
  public UpdateControl<Job> reconcile(Job job, Context<Job> context) {
    if (!mayLackRecord(job)) {
      return UpdateControl.noUpdate();
    }
    var client = context.getClient();
    try {
      var pipeline = pipeline(job, client);
      if (pipeline != null && madeFromItsCronJob(job, pipeline, client)) {
        record(job, pipeline, client);
      }
    } catch (KubernetesClientException refused) {
      if (!NamespaceEnding.says(refused)) {
        throw refused;
      }
    }
    return UpdateControl.noUpdate();
  }

  private static boolean mayLackRecord(Job job) {
    return switch (JobStanding.of(job)) {
      case WAITING, RESUMED -> Owners.ofKind(job, "CronJob").isPresent();
      case WITHDRAWN, ADMITTED, HELD, ENDED -> false;
    };
  }

  private static void record(Job job, EtlPipeline pipeline, KubernetesClient client) {
    var namespace = job.getMetadata().getNamespace();
    var runs = client.resources(EtlRun.class).inNamespace(namespace);
    for (var name : List.of(job.getMetadata().getName(), RecordedRun.otherName(job))) {
      var existing = runs.withName(name).get();
      if (existing == null) {
        client.resource(RecordedRun.desired(job, pipeline, name)).create();
        return;
      }
      if (RunJob.recorded(existing) && RunJob.belongs(job, existing)) {
        return;
      }
    }
  }

  private static @Nullable EtlPipeline pipeline(Job job, KubernetesClient client) {
    var name = job.getMetadata().getLabels().get(Marks.PIPELINE);
    return name == null
        ? null
        : client
            .resources(EtlPipeline.class)
            .inNamespace(job.getMetadata().getNamespace())
            .withName(name)
            .get();
  }

  /** By UID: a Job of a pipeline that was deleted, and made again, goes with the old one. */
  private static boolean madeFromItsCronJob(
      Job job, EtlPipeline pipeline, KubernetesClient client) {
    var metadata = pipeline.getMetadata();
    var cronJob =
        client
            .batch()
            .v1()
            .cronjobs()
            .inNamespace(metadata.getNamespace())
            .withName(metadata.getName())
            .get();
    return cronJob != null && Owners.owns(cronJob, job) && Owners.owns(pipeline, cronJob);
  }
}
