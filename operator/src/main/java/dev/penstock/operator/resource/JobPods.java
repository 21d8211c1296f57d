package dev.penstock.operator.resource;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** The pods of a Job, by the label that the Job controller writes on them. */
public final class JobPods {
  private JobPods() {}

  /** {@return those that the API server knows, which a cache may not yet} */
  public static List<Pod> of(Job job, KubernetesClient client) {
    return client
        .pods()
        .inNamespace(job.getMetadata().getNamespace())
        .withLabel(Marks.CONTROLLER_UID, job.getMetadata().getUid())
        .list()
        .getItems();
  }
}
