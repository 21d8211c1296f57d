package dev.penstock.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.admission.RunIdentity;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
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

  @Produces(RunReason.MESSAGE_MISSING)
  @Test
  void aCompleteJobWithoutAMessageSucceededButItsFactsAreNotKnown() {
    var status = admitted(COMPLETE);
    assertThat(status.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(status.reason()).isEqualTo("MessageMissing");
    assertThat(status.commit()).isNull();
    assertThat(status.rows()).isNull();
    assertThat(status.message())
        .isEqualTo(
            "Job first is complete, but its pod left no account: commit and rows are not known."
                + " Read the receipt in the store.");
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

  @Produces(RunReason.OOM_KILLED)
  @Test
  void outOfMemoryIsAReasonOfItsOwn() {
    var status =
        admitted(
            failed("BackoffLimitExceeded", "too often"),
            Given.ended("p", "2026-11-24T10:00:01Z", 137, "OOMKilled", ""));
    assertThat(status.reason()).isEqualTo("OOMKilled");
    assertThat(status.message())
        .isEqualTo(
            "A pod of Job first needed more memory than its limit (1Gi). The pod left no account,"
                + " so whether a commit was made is not known. Raise"
                + " spec.pod.resources.limits.memory.");
  }

  @Produces(RunReason.DEADLINE_EXCEEDED)
  @Test
  void aDeadlineIsNamedWithItsLength() {
    var status = admitted(failed("DeadlineExceeded", "x"));
    assertThat(status.reason()).isEqualTo("DeadlineExceeded");
    assertThat(status.message())
        .startsWith("Job first ran longer than activeDeadlineSeconds (7200).")
        .endsWith("Raise it, or make the run shorter.");
  }

  @Test
  void aMessageThatIsNotOursIsAMissingOne() {
    var status =
        admitted(
            failed("BackoffLimitExceeded", "Job has reached the specified backoff limit"),
            Given.ended("p", "2026-11-24T10:00:01Z", 1, "Error", "Exception in thread main"));
    assertThat(status.reason()).isEqualTo("BackoffLimitExceeded");
    assertThat(status.message())
        .isEqualTo(
            "Job first failed with exit code 1: Job has reached the specified backoff limit. The"
                + " pod left no account, so whether a commit was made is not known. Look at its"
                + " pods.");
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

  @Test
  void aMissingPodIsNoOutcome() {
    var status = admitted("startTime: 2026-11-24T10:00:00Z");
    assertThat(status.state()).isEqualTo(RunState.RUNNING);
    assertThat(status.completionTime()).isNull();
  }

  private static EtlRunStatus admitted(String jobStatus, Pod... pods) {
    return RunOutcome.admitted(RUN, Given.job("first", false, jobStatus), List.of(pods));
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
