package dev.penstock.operator.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pod whose node does not answer, as far as the pod itself tells; so no right on nodes is needed.
 *
 * @param pod its name
 * @param node its node's name
 * @param since when the node was given up, RFC 3339; none: not said
 */
record NodeLoss(String pod, String node, @Nullable String since) {

  /** {@return the loss of the pod's node, if it is lost} */
  static Optional<NodeLoss> of(Pod pod) {
    // A kubelet says both in one breath, and our pods have no readiness gates: only the node
    // controller takes the first away and leaves the second as the kubelet last wrote it.
    var notReady = condition(pod, "Ready", "False");
    if (notReady.isPresent() && condition(pod, "ContainersReady", "True").isPresent()) {
      return Optional.of(loss(pod, notReady.get()));
    }
    // A pod that had not started is never ready. A kubelet that hears of its end ends it at once.
    var evicted =
        condition(pod, "DisruptionTarget", "True")
            .filter(condition -> "DeletionByTaintManager".equals(condition.getReason()));
    return pod.getMetadata().getDeletionTimestamp() != null && waits(pod)
        ? evicted.map(condition -> loss(pod, condition))
        : Optional.empty();
  }

  private static NodeLoss loss(Pod pod, PodCondition said) {
    var node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
    return new NodeLoss(
        pod.getMetadata().getName(),
        Objects.requireNonNullElse(node, "unknown"),
        said.getLastTransitionTime());
  }

  private static boolean waits(Pod pod) {
    return Attempt.runner(pod)
        .flatMap(status -> Optional.ofNullable(status.getState()))
        .map(state -> state.getRunning() == null && state.getTerminated() == null)
        .orElse(true);
  }

  private static Optional<PodCondition> condition(Pod pod, String type, String status) {
    var conditions =
        pod.getStatus() == null ? List.<PodCondition>of() : pod.getStatus().getConditions();
    return conditions.stream()
        .filter(condition -> type.equals(condition.getType()))
        .filter(condition -> status.equals(condition.getStatus()))
        .findFirst();
  }

  /** {@return what is lost and what to do, in sentences} */
  String message() {
    return "Node %s of pod %s does not answer%s, so what the run did is not known. It goes on by itself when the node is back; if the node will not come back, declare it out of service: kubectl taint nodes %s node.kubernetes.io/out-of-service=nodeshutdown:NoExecute"
        .formatted(node, pod, since == null ? "" : " since " + since, node);
  }
}
