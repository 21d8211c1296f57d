package dev.penstock.operator.run;

import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.JobPods;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.status.RunOutcome;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Collection;
import java.util.Optional;

/** Finds a run's Job and pods: in the caches, and where these may lag behind, on the API server. */
final class RunObjects {
  private final KubernetesClient client;

  RunObjects(KubernetesClient client) {
    this.client = client;
  }

  /**
   * {@return the Job of the run}
   *
   * @param expected whether there should be one, so that its absence from the cache is not believed
   */
  Optional<Job> job(EtlRun run, boolean expected, Context<EtlRun> context) {
    return context.getSecondaryResources(Job.class).stream()
        .filter(job -> RunJob.belongs(job, run))
        .findFirst()
        .or(() -> expected ? fresh(run) : Optional.empty());
  }

  /** {@return the pods of the Job} It may be seen to end before its pods are. */
  Collection<Pod> pods(Job job, Context<EtlRun> context) {
    var uid = job.getMetadata().getUid();
    var known =
        context.getSecondaryResources(Pod.class).stream()
            .filter(pod -> uid.equals(pod.getMetadata().getLabels().get(Marks.CONTROLLER_UID)))
            .toList();
    if (!RunOutcome.silent(job, known)) {
      return known;
    }
    return JobPods.of(job, client);
  }

  private Optional<Job> fresh(EtlRun run) {
    var namespace = run.getMetadata().getNamespace();
    return Optional.ofNullable(
            client.batch().v1().jobs().inNamespace(namespace).withName(RunJob.name(run)).get())
        .filter(job -> RunJob.belongs(job, run));
  }
}
