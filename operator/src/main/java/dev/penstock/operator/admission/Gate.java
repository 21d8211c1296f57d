package dev.penstock.operator.admission;

import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one Job through at a time. The caches of informers lag behind our own patches, so the
 * decision that counts is taken on a fresh list, under one lock for all reconcile threads.
 */
public final class Gate {
  private final KubernetesClient client;
  private final ReentrantLock lock = new ReentrantLock();

  public Gate(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Decides on a fresh list and starts the Job when it may.
   *
   * @param limits runs at once by connection
   */
  public Decision pass(Job job, RunIdentity run, Map<String, Integer> limits) {
    lock.lock();
    try {
      var jobs = fresh(job.getMetadata().getNamespace());
      if (hasStarted(jobs, job)) {
        return new Decision.Admit(); // by an earlier patch that the cache has not shown yet
      }
      var decision = decide(jobs, job, limits);
      if (decision instanceof Decision.Admit) {
        start(job, run);
      }
      return decision;
    } finally {
      lock.unlock();
    }
  }

  /** {@return the decision over these Jobs; a Job that is not among them any more waits} */
  public static Decision decide(Iterable<Job> jobs, Job job, Map<String, Integer> limits) {
    var candidates = new java.util.ArrayList<Candidate>();
    jobs.forEach(each -> Candidate.of(each).ifPresent(candidates::add));
    var uid = job.getMetadata().getUid();
    return Optional.ofNullable(Admission.decide(candidates, limits).get(uid))
        .orElseGet(() -> new Decision.Wait("Admitting", "Its Job was changed by someone else."));
  }

  private static boolean hasStarted(List<Job> jobs, Job job) {
    return jobs.stream()
        .filter(each -> each.getMetadata().getUid().equals(job.getMetadata().getUid()))
        .anyMatch(each -> JobPhase.of(each) != JobPhase.SUSPENDED);
  }

  private List<Job> fresh(String namespace) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withLabel(Marks.MANAGED_BY, Marks.PENSTOCK)
        .list()
        .getItems();
  }

  /** One patch: the pod learns who it is by the same write that lets it start. */
  private void start(Job job, RunIdentity run) {
    var metadata = job.getMetadata();
    var patch =
        Map.of(
            "metadata", Map.of("uid", metadata.getUid()),
            "spec",
                Map.of(
                    "suspend",
                    false,
                    "template",
                    Map.of("metadata", Map.of("annotations", run.annotations()))));
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
  }
}
