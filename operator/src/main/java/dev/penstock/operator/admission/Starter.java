package dev.penstock.operator.admission;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts a Job that waits, exactly in the state in which it was seen to wait. */
final class Starter {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;

  Starter(KubernetesClient client) {
    this.client = client;
  }

  /**
   * {@return the Job as it is then; empty when it is gone} It has started unless someone has
   * withdrawn, deleted or resumed it meanwhile.
   */
  Optional<Job> start(Job seen, Map<String, String> identity) {
    var job = Optional.of(seen);
    while (job.isPresent() && JobStanding.of(job.get()) == JobStanding.WAITING) {
      try {
        return Optional.of(patch(job.get(), identity));
      } catch (KubernetesClientException refused) {
        // The Job controller writes its status while it waits; that is no reason to give up.
        if (refused.getCode() != CONFLICT
            && refused.getCode() != NOT_FOUND
            && refused.getCode() != UNPROCESSABLE) {
          throw refused;
        }
        var now = again(seen);
        if (refused.getCode() == UNPROCESSABLE && sameVersion(job.get(), now)) {
          throw refused; // not due to a race: trying again would change nothing
        }
        job = Optional.ofNullable(now);
      }
    }
    return job;
  }

  /** One patch: the pod learns who it is by the same write that lets it start. */
  private Job patch(Job job, Map<String, String> identity) {
    var metadata = job.getMetadata();
    var patch =
        Map.of(
            "metadata",
            Map.of("uid", metadata.getUid(), "resourceVersion", metadata.getResourceVersion()),
            "spec",
            Map.of(
                "suspend", false, "template", Map.of("metadata", Map.of("annotations", identity))));
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
  }

  private @Nullable Job again(Job seen) {
    var metadata = seen.getMetadata();
    var job =
        client
            .batch()
            .v1()
            .jobs()
            .inNamespace(metadata.getNamespace())
            .withName(metadata.getName())
            .get();
    return job != null && job.getMetadata().getUid().equals(metadata.getUid()) ? job : null;
  }

  private static boolean sameVersion(Job job, @Nullable Job now) {
    return now != null
        && job.getMetadata().getResourceVersion().equals(now.getMetadata().getResourceVersion());
  }
}
