package dev.penstock.sandbox.kubernetes.processnode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.kubernetes.processnode.ContainerState.Ended;
import dev.penstock.sandbox.kubernetes.processnode.ContainerState.Running;
import dev.penstock.sandbox.kubernetes.processnode.ContainerState.Waiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodStatusesTest {
  private static final Instant T0 = Instant.parse("2026-05-01T10:00:00.5Z");
  private final Pod pod = Pods.pod();

  @Test
  void aContainerThatWaitsIsAPendingPodWithItsReason() {
    var status = status(new Waiting("ErrImageNeverPull", "no such", 0, Optional.empty()));

    assertThat(status.getPhase()).isEqualTo("Pending");
    assertThat(status.getContainerStatuses().getFirst().getState().getWaiting().getReason())
        .isEqualTo("ErrImageNeverPull");
    assertThat(status.getContainerStatuses().getFirst().getState().getWaiting().getMessage())
        .isEqualTo("no such");
    assertThat(condition(status, "Ready")).isEqualTo("False");
  }

  @Test
  void aContainerThatRunsIsReadyWhenItsProbeSaysSo() {
    var unready = status(new Running(T0, false, 0, Optional.empty()));
    pod.setStatus(unready);
    var ready = PodStatuses.of(pod, new Running(T0, true, 0, Optional.empty()), T0.plusSeconds(9));

    assertThat(unready.getPhase()).isEqualTo("Running");
    assertThat(condition(unready, "Ready")).isEqualTo("False");
    assertThat(condition(ready, "Ready")).isEqualTo("True");
    assertThat(ready.getStartTime()).isEqualTo("2026-05-01T10:00:00Z");
    assertThat(transition(ready, "Ready")).isEqualTo("2026-05-01T10:00:09Z");
    assertThat(transition(ready, "Initialized")).isEqualTo("2026-05-01T10:00:00Z");
  }

  @Test
  void anEndIsAPhaseWithExitCodeAndMessage() {
    var refused = status(new Ended(65, T0, T0.plusSeconds(2), "{\"reason\":\"x\"}", 0));
    var done = status(new Ended(0, T0, T0.plusSeconds(2), "", 0));

    var terminated = refused.getContainerStatuses().getFirst().getState().getTerminated();
    assertThat(refused.getPhase()).isEqualTo("Failed");
    assertThat(terminated.getExitCode()).isEqualTo(65);
    assertThat(terminated.getReason()).isEqualTo("Error");
    assertThat(terminated.getMessage()).isEqualTo("{\"reason\":\"x\"}");
    assertThat(terminated.getFinishedAt()).isEqualTo("2026-05-01T10:00:02Z");
    assertThat(done.getPhase()).isEqualTo("Succeeded");
    assertThat(done.getContainerStatuses().getFirst().getState().getTerminated().getReason())
        .isEqualTo("Completed");
  }

  @Test
  void aRestartKeepsTheLastEndAndTheConditionsOfOthers() {
    var end = new Ended(1, T0, T0.plusSeconds(1), "", 0);

    var status = status(new Waiting("CrashLoopBackOff", "soon", 1, Optional.of(end)));

    assertThat(status.getPhase()).isEqualTo("Running");
    var container = status.getContainerStatuses().getFirst();
    assertThat(container.getRestartCount()).isEqualTo(1);
    assertThat(container.getLastState().getTerminated().getExitCode()).isEqualTo(1);
    assertThat(condition(status, "PodScheduled")).isEqualTo("True");
    assertThat(status.getQosClass()).isEqualTo("BestEffort");
  }

  @Test
  void aRefusedPodHasFailedWithTheSentence() {
    var status = PodStatuses.refused(pod, "asks for hostPath", T0);

    assertThat(status.getPhase()).isEqualTo("Failed");
    assertThat(status.getReason()).isEqualTo("NotOnAProcessNode");
    assertThat(status.getMessage()).isEqualTo("asks for hostPath");
  }

  @Test
  void aContainerStartsAgainAsItsPolicySays() {
    assertThat(BackOff.again("Never", 1)).isFalse();
    assertThat(BackOff.again("OnFailure", 0)).isFalse();
    assertThat(BackOff.again("OnFailure", 1)).isTrue();
    assertThat(BackOff.again("Always", 0)).isTrue();
  }

  @Test
  void quickEndsMakeTheNextStartWaitLonger() {
    assertThat(BackOff.before(1)).isEqualTo(Duration.ZERO);
    assertThat(BackOff.before(2)).isEqualTo(Duration.ofSeconds(10));
    assertThat(BackOff.before(3)).isEqualTo(Duration.ofSeconds(20));
    assertThat(BackOff.before(50)).isEqualTo(Duration.ofMinutes(5));
    assertThat(BackOff.quick(new Ended(1, T0, T0.plusSeconds(3), "", 0))).isTrue();
    assertThat(BackOff.quick(new Ended(1, T0, T0.plusSeconds(601), "", 0))).isFalse();
  }

  private PodStatus status(ContainerState state) {
    return PodStatuses.of(pod, state, T0);
  }

  private static String condition(PodStatus status, String type) {
    return status.getConditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst()
        .orElseThrow()
        .getStatus();
  }

  private static String transition(PodStatus status, String type) {
    return status.getConditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst()
        .orElseThrow()
        .getLastTransitionTime();
  }
}
