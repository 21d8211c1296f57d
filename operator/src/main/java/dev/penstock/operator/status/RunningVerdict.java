package dev.penstock.operator.status;

import dev.penstock.api.RunState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * What is said of a run that was admitted: mostly nothing, but a pod that can not start, or is
 * lost, is named.
 */
final class RunningVerdict {
  /** The kubelet alternates between these; one word for all keeps the status still. */
  private static final Set<String> NO_IMAGE =
      Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull");

  private RunningVerdict() {}

  static Verdict of(Collection<Pod> pods) {
    return pods.stream()
        .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
        .flatMap(RunningVerdict::obstacle)
        .orElseGet(() -> new Verdict(RunState.RUNNING, RunOutcome.ADMITTED, RunOutcome.STARTED));
  }

  private static Optional<Verdict> obstacle(Pod pod) {
    return NodeLoss.of(pod)
        .map(loss -> running(RunReason.NODE_LOST, loss.message()))
        .or(() -> taken(pod))
        .or(() -> waiting(pod))
        .or(() -> unschedulable(pod));
  }

  /** A pod that goes, and the Job has not made its successor yet. */
  private static Optional<Verdict> taken(Pod pod) {
    var name = pod.getMetadata().getName();
    return condition(pod, "DisruptionTarget")
        .filter(condition -> "True".equals(condition.getStatus()))
        .map(condition ->
            running(
                RunReason.EVICTED,
                "Kubernetes takes pod %s away: %s. It does not count as a failure: another pod follows."
                    .formatted(name, Sentence.bare(condition.getMessage()))))
        .or(() ->
            Optional.ofNullable(pod.getMetadata().getDeletionTimestamp())
                .map(time ->
                    running(
                        RunReason.POD_DELETED,
                        "Pod %s was deleted and is ending. Another pod follows, unless deadline or backoffLimit are used up."
                            .formatted(name))));
  }

  private static Optional<Verdict> waiting(Pod pod) {
    return Attempt.runner(pod)
        .flatMap(status -> Optional.ofNullable(status.getState()))
        .flatMap(state -> Optional.ofNullable(state.getWaiting()))
        .flatMap(waiting -> waiting(pod, waiting));
  }

  private static Optional<Verdict> waiting(Pod pod, ContainerStateWaiting waiting) {
    var name = pod.getMetadata().getName();
    if (NO_IMAGE.contains(String.valueOf(waiting.getReason()))) {
      var image = pod.getSpec().getContainers().getFirst().getImage();
      return Optional.of(
          running(
              RunReason.IMAGE_NOT_PULLED,
              "Pod %s can not get the image %s. Check its name and the registry's credentials."
                  .formatted(name, image)));
    }
    if ("CreateContainerConfigError".equals(waiting.getReason())) {
      return Optional.of(
          running(
              RunReason.POD_NOT_STARTED,
              "Pod %s can not start: %s. Correct what it names."
                  .formatted(name, Sentence.bare(waiting.getMessage()))));
    }
    return Optional.empty();
  }

  private static Optional<Verdict> unschedulable(Pod pod) {
    return condition(pod, "PodScheduled")
        .filter(condition -> "Unschedulable".equals(condition.getReason()))
        .map(condition ->
            running(
                RunReason.UNSCHEDULABLE,
                "No node takes pod %s: %s. Lower spec.pod.resources or add a node."
                    .formatted(
                        pod.getMetadata().getName(), Sentence.bare(condition.getMessage()))));
  }

  private static Optional<PodCondition> condition(Pod pod, String type) {
    return Optional.ofNullable(pod.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(condition -> condition.getType().equals(type))
        .findFirst();
  }

  private static Verdict running(RunReason reason, String message) {
    return new Verdict(RunState.RUNNING, reason.toString(), message);
  }
}
