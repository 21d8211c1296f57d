package dev.penstock.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.Rejects;
import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.admission.RunIdentity;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunOutcomeTest {
  private static final RunIdentity RUN =
      new RunIdentity("run-uid", "first", "Request", Instant.parse(Given.CREATED));
  private static final String COMPLETE =
      """
      startTime: 2026-11-24T10:00:00Z
      completionTime: 2026-11-24T10:01:12Z
      succeeded: 1
      conditions: [{type: Complete, status: "True"}]
      """;
  private static final String COMMITTED =
      """
      {"reason":"Committed","message":"Committed entry 7","specHash":"fedcba9876543210","commit":7,
       "targets":[{"name":"a","rows":10},{"name":"b","rows":5}]}\
      """;

  @Test
  void aCompleteJobWithAMessageSucceeded() {
    var status =
        admitted(COMPLETE, Given.ended("p", "2026-11-24T10:00:01Z", 0, "Completed", COMMITTED));
    assertThat(status.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(status.reason()).isEqualTo("Committed");
    assertThat(status.message()).isEqualTo("Committed entry 7.");
    assertThat(status.commit()).isEqualTo(7);
    assertThat(status.rows()).isEqualTo(15);
    assertThat(status.specHash()).isEqualTo("fedcba9876543210");
    assertThat(status.duration()).isEqualTo("1m12s");
    assertThat(status.attempts()).isEqualTo(1);
  }

  @Test
  void theNewestPodIsTheOneThatCounts() {
    var status =
        admitted(
            COMPLETE,
            Given.ended("new", "2026-11-24T10:00:30Z", 0, "Completed", COMMITTED),
            Given.ended(
                "old", "2026-11-24T10:00:01Z", 75, "Error", "{\"reason\":\"Unreachable\"}"));
    assertThat(status.reason()).isEqualTo("Committed");
  }

  @Test
  void aRefusalSaysWhatTheRunnerSaid() {
    var status =
        admitted(
            failed("PodFailurePolicy", "exit code 78"),
            Given.ended(
                "p",
                "2026-11-24T10:00:01Z",
                78,
                "Error",
                """
                {"reason":"SecretMissing","message":"Secret shop-db has no key username","nextStep":"Add it"}\
                """));
    assertThat(status.state()).isEqualTo(RunState.FAILED);
    assertThat(status.reason()).isEqualTo("SecretMissing");
    assertThat(status.message()).isEqualTo("Secret shop-db has no key username. Add it.");
    assertThat(status.completionTime()).isEqualTo("2026-11-24T10:05:00Z");
    assertThat(status.specHash()).as("of the Job").isEqualTo("0123456789abcdef");
  }

  @Test
  void whatARunDidNotTakeAsItCameStandsInItsStatus() {
    var refused =
        """
        {"reason":"CheckFailed","message":"Check total","nextStep":"Mend it","rejects":{"refused":40}}\
        """;
    var status =
        admitted(
            failed("PodFailurePolicy", "exit code 65"),
            Given.ended("p", "2026-11-24T10:00:01Z", 65, "Error", refused));
    assertThat(status.rejects()).isEqualTo(Rejects.refusedRows(40));
    var changed = RunOutcome.changed(status, RunState.FAILED, "CheckFailed", "Check total");
    assertThat(changed.rejects()).isEqualTo(Rejects.refusedRows(40));
    assertThat(changed.withConditions(List.of()).rejects()).isEqualTo(Rejects.refusedRows(40));
  }

  @Test
  void lastWordsAreToldWithTheDeadlineThatCausedThem() {
    var status =
        admitted(
            failed("DeadlineExceeded", "x"),
            Given.ended(
                "p",
                "2026-11-24T10:00:01Z",
                75,
                "Error",
                """
                {"reason":"Cancelled","message":"The run was told to end"}\
                """));
    assertThat(status.state()).isEqualTo(RunState.FAILED);
    assertThat(status.reason()).isEqualTo("DeadlineExceeded");
    assertThat(status.message())
        .isEqualTo(
            "Job first ran longer than activeDeadlineSeconds (7200). Last: The run was told to end."
                + " Raise it, or make the run shorter.");
  }

  @Test
  void anAttemptThatFailedAfterItsCommitSaysWhatCountsAlready() {
    var status =
        admitted(
            failed("BackoffLimitExceeded", "x"),
            Given.ended(
                "p",
                "2026-11-24T10:00:01Z",
                75,
                "Error",
                """
                {"reason":"WarehouseUnavailable","message":"Warehouse w is paused","nextStep":"Resume it",
                 "commit":7,"targets":[{"name":"a","rows":10}]}\
                """));
    assertThat(status.state()).isEqualTo(RunState.FAILED);
    assertThat(status.message())
        .isEqualTo(
            "Warehouse w is paused. Entry 7 is committed; the pipeline's next run publishes it first."
                + " Resume it.");
    assertThat(status.commit()).isEqualTo(7);
    assertThat(status.rows()).isEqualTo(10);
  }

  @Test
  void aCommitCountsEvenIfTheDeadlineCameBeforeItWasSeen() {
    var status =
        admitted(
            failed("DeadlineExceeded", "x"),
            Given.ended("p", "2026-11-24T10:00:01Z", 0, "Completed", COMMITTED));
    assertThat(status.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(status.reason()).isEqualTo("Committed");
    assertThat(status.commit()).isEqualTo(7);
  }

  @Produces(RunReason.IMAGE_NOT_PULLED)
  @Test
  void anImageThatCanNotBeHadIsSaidWhileRunning() {
    for (var reason : List.of("ErrImagePull", "ImagePullBackOff")) {
      var status = admitted("active: 1", waiting(reason));
      assertThat(status.state()).isEqualTo(RunState.RUNNING);
      assertThat(status.reason()).isEqualTo("ImageNotPulled");
      assertThat(status.message())
          .isEqualTo(
              "Pod p can not get the image runner:1. Check its name and the registry's"
                  + " credentials.");
    }
  }

  @Produces(RunReason.POD_NOT_STARTED)
  @Test
  void aPodThatCanNotStartIsSaidWhileRunning() {
    var status = admitted("active: 1", waiting("CreateContainerConfigError"));
    assertThat(status.state()).isEqualTo(RunState.RUNNING);
    assertThat(status.reason()).isEqualTo("PodNotStarted");
    assertThat(status.message()).startsWith("Pod p can not start: ");
  }

  @Produces(RunReason.UNSCHEDULABLE)
  @Test
  void aPodThatNoNodeTakesIsSaidWhileRunning() {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("p")
            .withCreationTimestamp(Given.CREATED)
            .endMetadata()
            .withNewStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage("0/1 nodes are available: 1 Insufficient memory.")
            .endCondition()
            .endStatus()
            .build();
    var status = admitted("active: 1", pod);
    assertThat(status.reason()).isEqualTo("Unschedulable");
    assertThat(status.message())
        .isEqualTo(
            "No node takes pod p: 0/1 nodes are available: 1 Insufficient memory. Lower"
                + " spec.pod.resources or add a node.");
  }

  @Produces(RunReason.NODE_LOST)
  @Test
  void aPodWhoseNodeDoesNotAnswerIsSaidAndNothingIsCounted() {
    var status = admitted("active: 1", pod(LOST));
    assertThat(status.state()).isEqualTo(RunState.RUNNING);
    assertThat(status.reason()).isEqualTo("NodeLost");
    assertThat(status.message())
        .isEqualTo(
            "Node worker-3 of pod p does not answer since 2026-11-24T10:07:00Z, so what the run did"
                + " is not known. It goes on by itself when the node is back; if the node will not"
                + " come back, declare it out of service: kubectl taint nodes worker-3"
                + " node.kubernetes.io/out-of-service=nodeshutdown:NoExecute");
    assertThat(status.rows()).isNull();
    assertThat(status.targets()).isNull();
    assertThat(status.commit()).isNull();
    assertThat(status.completionTime()).isNull();
  }

  @Test
  void aLostPodStaysLostWhileKubernetesWaitsForItsEnd() {
    var pod =
        pod(
            LOST
                + "  - {type: DisruptionTarget, status: 'True', reason: DeletionByTaintManager}\n");
    pod.getMetadata().setDeletionTimestamp("2026-11-24T10:08:30Z");
    assertThat(admitted("active: 1", pod).reason()).isEqualTo("NodeLost");
  }

  @Test
  void aPodThatALostNodeNeverStartedIsLostToo() {
    var pod =
        pod(
            """
            conditions:
              - {type: Ready, status: 'False'}
              - {type: ContainersReady, status: 'False'}
              - {type: DisruptionTarget, status: 'True', reason: DeletionByTaintManager}
            """);
    pod.getMetadata().setDeletionTimestamp("2026-11-24T10:08:30Z");
    assertThat(admitted("active: 1", pod).reason()).isEqualTo("NodeLost");
  }

  @Test
  void aPodThatIsEndingOrHasEndedIsNotTakenForALostOne() {
    var ending =
        "conditions: [{type: Ready, status: 'False'}, {type: ContainersReady, status: 'False'}]";
    assertThat(admitted("active: 1", pod(ending)).reason()).isEqualTo("Admitted");
    var running =
        "conditions: [{type: Ready, status: 'True'}, {type: ContainersReady, status: 'True'}]";
    assertThat(admitted("active: 1", pod(running)).reason()).isEqualTo("Admitted");
  }

  @Produces(RunReason.EVICTED)
  @Test
  void aPodThatKubernetesTakesAwayIsSaidToBeFollowedByAnother() {
    var status =
        admitted(
            "active: 1",
            pod(
                """
                conditions:
                  - {type: DisruptionTarget, status: 'True', reason: PreemptionByScheduler, message: 'preempting to accommodate a higher priority pod'}
                """));
    assertThat(status.state()).isEqualTo(RunState.RUNNING);
    assertThat(status.reason()).isEqualTo("Evicted");
    assertThat(status.message())
        .isEqualTo(
            "Kubernetes takes pod p away: preempting to accommodate a higher priority pod. It does"
                + " not count as a failure: another pod follows.");
  }

  @Produces(RunReason.POD_DELETED)
  @Test
  void aPodThatSomeoneDeletedIsSaidWhileItEnds() {
    var pod =
        pod("conditions: [{type: Ready, status: 'True'}, {type: ContainersReady, status: 'True'}]");
    pod.getMetadata().setDeletionTimestamp("2026-11-24T10:08:30Z");
    var status = admitted("active: 1", pod);
    assertThat(status.reason()).isEqualTo("PodDeleted");
    assertThat(status.message())
        .isEqualTo(
            "Pod p was deleted and is ending. Another pod follows, unless deadline or backoffLimit"
                + " are used up.");
  }

  @Test
  void aMissingPodIsNoOutcome() {
    var status = admitted("startTime: 2026-11-24T10:00:00Z");
    assertThat(status.state()).isEqualTo(RunState.RUNNING);
    assertThat(status.completionTime()).isNull();
  }

  private static EtlRunStatus admitted(String jobStatus, Pod... pods) {
    return RunOutcome.admitted(
        RUN,
        Given.job("first", false, jobStatus),
        List.of(pods),
        () -> {
          throw new AssertionError("The log is asked although the pod speaks");
        });
  }

  private static String failed(String reason, String message) {
    return """
    startTime: 2026-11-24T10:00:00Z
    failed: 1
    conditions:
      - {type: Failed, status: "True", reason: %s, message: "%s", lastTransitionTime: "2026-11-24T10:05:00Z"}
    """
        .formatted(reason, message);
  }

  private static final String LOST =
      """
      containerStatuses: [{name: runner, ready: true, state: {running: {startedAt: "2026-11-24T10:00:02Z"}}}]
      conditions:
        - {type: Ready, status: 'False', lastTransitionTime: "2026-11-24T10:07:00Z"}
        - {type: ContainersReady, status: 'True', lastTransitionTime: "2026-11-24T10:00:02Z"}
      """;

  /** A pod on a node, with a status in YAML. */
  private static Pod pod(String status) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("p")
        .withCreationTimestamp(Given.CREATED)
        .endMetadata()
        .withNewSpec()
        .withNodeName("worker-3")
        .endSpec()
        .withStatus(Serialization.unmarshal(status, PodStatus.class))
        .build();
  }

  private static Pod waiting(String reason) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("p")
        .withCreationTimestamp(Given.CREATED)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("runner")
        .withImage("runner:1")
        .endContainer()
        .endSpec()
        .withNewStatus()
        .addNewContainerStatus()
        .withName("runner")
        .withNewState()
        .withNewWaiting("details that alternate", reason)
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }
}
