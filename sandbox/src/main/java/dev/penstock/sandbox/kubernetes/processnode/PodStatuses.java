package dev.penstock.sandbox.kubernetes.processnode;

import dev.penstock.sandbox.kubernetes.processnode.ContainerState.Ended;
import dev.penstock.sandbox.kubernetes.processnode.ContainerState.Running;
import dev.penstock.sandbox.kubernetes.processnode.ContainerState.Waiting;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateTerminatedBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The status of a pod, from what its container does. Conditions of others are kept. */
final class PodStatuses {
  /** Why a pod was refused. */
  static final String REFUSED = "NotOnAProcessNode";

  private static final Set<String> OURS =
      Set.of("PodReadyToStartContainers", "Initialized", "ContainersReady", "Ready");

  private PodStatuses() {}

  /** The status that says so, as of now. */
  static PodStatus of(Pod pod, ContainerState state, Instant now) {
    var ready = state instanceof Running running && running.ready();
    var completed = state instanceof Ended ended && ended.exitCode() == 0;
    var unready = completed ? "PodCompleted" : "ContainersNotReady";
    var status = begun(pod, now);
    status.setPhase(phase(state));
    status.setContainerStatuses(List.of(container(pod, state)));
    status.setConditions(
        conditions(
            pod,
            List.of(
                condition("PodReadyToStartContainers", true, "", now),
                condition("Initialized", true, "", now),
                condition("ContainersReady", ready, unready, now),
                condition("Ready", ready, unready, now))));
    return status;
  }

  /** The status of a pod that asks for what the node lacks. */
  static PodStatus refused(Pod pod, String message, Instant now) {
    var status = begun(pod, now);
    status.setPhase("Failed");
    status.setReason(REFUSED);
    status.setMessage(message);
    return status;
  }

  private static PodStatus begun(Pod pod, Instant now) {
    var status = new PodStatusBuilder(pod.getStatus()).build();
    if (status.getStartTime() == null) {
      status.setStartTime(time(now));
    }
    status.setHostIP(ProcessNode.ADDRESS);
    status.setHostIPs(List.of(new HostIP(ProcessNode.ADDRESS)));
    status.setPodIP(ProcessNode.ADDRESS);
    status.setPodIPs(List.of(new PodIP(ProcessNode.ADDRESS)));
    return status;
  }

  private static String phase(ContainerState state) {
    return switch (state) {
      case Waiting waiting -> waiting.restarts() == 0 ? "Pending" : "Running";
      case Running running -> "Running";
      case Ended ended -> ended.exitCode() == 0 ? "Succeeded" : "Failed";
    };
  }

  private static ContainerStatus container(Pod pod, ContainerState state) {
    var container = pod.getSpec().getContainers().getFirst();
    var status =
        new ContainerStatusBuilder()
            .withName(container.getName())
            .withImage(container.getImage())
            .withImageID("process://" + container.getImage())
            .withContainerID(
                "process://%s-%d".formatted(pod.getMetadata().getUid(), state.restarts()))
            .withRestartCount(state.restarts());
    return switch (state) {
      case Waiting waiting ->
          status
              .withReady(false)
              .withStarted(false)
              .withContainerID(null)
              .withNewState()
              .withNewWaiting(waiting.message(), waiting.reason())
              .endState()
              .withLastState(last(waiting.last()))
              .build();
      case Running running ->
          status
              .withReady(running.ready())
              .withStarted(true)
              .withNewState()
              .withNewRunning(time(running.started()))
              .endState()
              .withLastState(last(running.last()))
              .build();
      case Ended ended ->
          status
              .withReady(false)
              .withStarted(false)
              .withNewState()
              .withTerminated(terminated(ended))
              .endState()
              .build();
    };
  }

  private static io.fabric8.kubernetes.api.model.ContainerState last(Optional<Ended> last) {
    var state = new io.fabric8.kubernetes.api.model.ContainerState();
    last.ifPresent(ended -> state.setTerminated(terminated(ended)));
    return state;
  }

  private static ContainerStateTerminated terminated(Ended ended) {
    return new ContainerStateTerminatedBuilder()
        .withExitCode(ended.exitCode())
        .withReason(ended.exitCode() == 0 ? "Completed" : "Error")
        .withMessage(ended.message().isEmpty() ? null : ended.message())
        .withStartedAt(time(ended.started()))
        .withFinishedAt(time(ended.finished()))
        .build();
  }

  private static List<PodCondition> conditions(Pod pod, List<PodCondition> ours) {
    var all = new ArrayList<PodCondition>();
    for (var condition : pod.getStatus().getConditions()) {
      if (!OURS.contains(condition.getType())) {
        all.add(condition);
      }
    }
    for (var condition : ours) {
      all.add(
          pod.getStatus().getConditions().stream()
              .filter(old -> old.getType().equals(condition.getType()))
              .filter(old -> old.getStatus().equals(condition.getStatus()))
              .findFirst()
              .orElse(condition));
    }
    return all;
  }

  private static PodCondition condition(String type, boolean holds, String reason, Instant now) {
    return new PodConditionBuilder()
        .withType(type)
        .withStatus(holds ? "True" : "False")
        .withReason(holds ? null : reason)
        .withLastTransitionTime(time(now))
        .build();
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
