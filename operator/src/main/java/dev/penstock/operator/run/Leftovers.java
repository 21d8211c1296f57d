package dev.penstock.operator.run;

import dev.penstock.operator.admission.JobPhase;
import dev.penstock.operator.resource.EtlRun;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/**
 * Deletes the unfinished Job of a run that has ended: one that was cancelled or superseded. Until
 * then it would keep its pipeline's CronJob from making another. Jobs that have ended are left to
 * the CronJob's history limits.
 */
final class Leftovers {
  private Leftovers() {}

  static void sweep(EtlRun run, Context<EtlRun> context) {
    context.getSecondaryResources(Job.class).stream()
        .filter(job -> RunJob.belongs(job, run))
        .filter(job -> !JobPhase.of(job).ended())
        .filter(job -> job.getMetadata().getDeletionTimestamp() == null)
        .forEach(job -> delete(job, context.getClient()));
  }

  private static void delete(Job job, KubernetesClient client) {
    var named =
        client
            .batch()
            .v1()
            .jobs()
            .inNamespace(job.getMetadata().getNamespace())
            .withName(job.getMetadata().getName());
    var now = named.get(); // the cache may lag, and names come back
    if (now != null
        && now.getMetadata().getUid().equals(job.getMetadata().getUid())
        && !JobPhase.of(now).ended()) {
      client.resource(now).lockResourceVersion().delete();
    }
  }
}
