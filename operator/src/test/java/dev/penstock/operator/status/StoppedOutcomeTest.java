package dev.penstock.operator.status;

import static dev.penstock.operator.Given.ended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.admission.RunIdentity;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoppedOutcomeTest {
  private static final String NOW = "2026-11-24T10:05:00Z";
  private static final RunIdentity RUN =
      new RunIdentity("uid", "first", "Request", Instant.parse(Given.CREATED));
  private static final Job STOPPED =
      Given.job(
          "first-uid",
          true,
          "startTime: \"2026-11-24T10:00:10Z\"\nconditions: [{type: Suspended, status: \"True\"}]");
  private static final String NO_COMMIT = "{\"reason\":\"Cancelled\",\"message\":\"Told to end\"}";
  private static final String COMMIT =
      "{\"reason\":\"Committed\",\"message\":\"Entry 3\",\"commit\":3,\"targets\":[{\"name\":\"a\",\"rows\":5}]}";
  private static final Pod FIRST =
      ended("first-pod", "2026-11-24T10:01:00Z", 75, "Error", "{\"message\":\"Source is down\"}");
  private static final Pod WORKS = works("second-pod", "2026-11-24T10:02:00Z");

  @Test
  void whatIsSaidFirstTellsWhetherAPodIsAtWork() {
    assertThat(begun(1, WORKS).reason()).isEqualTo("Cancelling");
    assertThat(begun(1, FIRST).reason()).isEqualTo("CancellingIdle");
    assertThat(begun(0).reason()).isEqualTo("CancellingIdle");
    assertThat(StoppedOutcome.stopping(begun(1, WORKS))).isTrue();
    assertThat(StoppedOutcome.stopping(null)).isFalse();
  }

  @Test
  void aPodThatHasNotEndedIsWaitedFor() {
    assertThat(end(begun(1, WORKS), WORKS)).isEmpty();
    assertThat(end(begun(2, FIRST, WORKS), FIRST, WORKS)).isEmpty();
  }

  @Test
  void theLastWordOfThePodDecides() {
    var pod = ended("second-pod", "2026-11-24T10:02:00Z", 75, "Error", NO_COMMIT);
    var cancelled = end(begun(2, FIRST, WORKS), FIRST, pod).orElseThrow();
    assertThat(cancelled.state()).isEqualTo(RunState.CANCELLED);
    assertThat(cancelled.message()).contains("its pod reports no commit (Told to end).");
    assertThat(cancelled.completionTime()).isEqualTo(NOW);
    assertThat(cancelled.duration()).isEqualTo("4m50s");
    assertThat(cancelled.rows()).as("not known to be 0").isNull();
  }

  @Test
  void aCommitIsASuccessWhateverCameAfter() {
    var pod = ended("second-pod", "2026-11-24T10:02:00Z", 0, "Completed", COMMIT);
    var done = end(begun(2, FIRST, WORKS), FIRST, pod).orElseThrow();
    assertThat(done.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(done.commit()).isEqualTo(3);
    assertThat(done.rows()).isEqualTo(5);
  }

  @Test
  void anEarlierPodDoesNotSpeakForOneThatVanishedAtWork() {
    var unread = end(begun(2, FIRST, WORKS), FIRST).orElseThrow();
    assertThat(unread.state()).isEqualTo(RunState.UNKNOWN);
    assertThat(unread.reason()).isEqualTo("CancelledUnread");
  }

  @Test
  void anEarlierPodSpeaksForOneThatNeverWorked() {
    var cancelled = end(begun(2, FIRST), FIRST).orElseThrow();
    assertThat(cancelled.state()).isEqualTo(RunState.CANCELLED);
    assertThat(cancelled.message()).contains("Source is down");
  }

  @Test
  void withoutAPodAtWorkNothingWasDone() {
    assertThat(end(begun(1)).orElseThrow().state()).isEqualTo(RunState.CANCELLED);
    assertThat(end(begun(2)).orElseThrow().state())
        .as("an earlier pod is gone unread")
        .isEqualTo(RunState.UNKNOWN);
  }

  @Test
  void aSilentPodIsNotBelievedToHaveDoneNothing() {
    var killed = ended("second-pod", "2026-11-24T10:02:00Z", 137, "Error", null);
    assertThat(end(begun(2, FIRST, WORKS), FIRST, killed).orElseThrow().state())
        .isEqualTo(RunState.UNKNOWN);
  }

  @Test
  void theControllerHasToBeDoneBeforeSilenceIsBelieved() {
    var terminating =
        Given.job(
            "first-uid", true, "terminating: 1\nconditions: [{type: Suspended, status: \"True\"}]");
    assertThat(StoppedOutcome.ended(RUN, terminating, List.of(), begun(1, WORKS), NOW)).isEmpty();
    var unseen = Given.job("first-uid", true, "active: 1");
    assertThat(StoppedOutcome.ended(RUN, unseen, List.of(), begun(1, WORKS), NOW)).isEmpty();
  }

  @Test
  void aJobThatSomeoneResumedHasFailedUnlessItsPodSaysOtherwise() {
    var running = Given.job("first-uid", false, "active: 1");
    var before = StoppedOutcome.begun(RUN, running, List.of(WORKS), true);
    assertThat(before.reason()).isEqualTo("ResumedByHand");
    var stopped = ended("second-pod", "2026-11-24T10:02:00Z", 75, "Error", NO_COMMIT);
    assertThat(end(before, stopped).orElseThrow().state()).isEqualTo(RunState.FAILED);
    var committed = ended("second-pod", "2026-11-24T10:02:00Z", 0, "Completed", COMMIT);
    assertThat(end(before, committed).orElseThrow().state()).isEqualTo(RunState.SUCCEEDED);
    var silent = end(before).orElseThrow();
    assertThat(silent.state()).isEqualTo(RunState.UNKNOWN);
    assertThat(silent.reason()).isEqualTo("ResumedByHand");
  }

  @Test
  void aJobThatIsGoneLeavesTheQuestionOpen() {
    var gone = StoppedOutcome.gone("first", begun(1, WORKS));
    assertThat(gone.state()).isEqualTo(RunState.UNKNOWN);
    assertThat(gone.job()).isEqualTo("first-uid");
  }

  private static EtlRunStatus begun(int attempts, Pod... pods) {
    var job = Given.job("first-uid", false, "active: %d".formatted(attempts));
    return StoppedOutcome.begun(RUN, job, List.of(pods), false);
  }

  private static Optional<EtlRunStatus> end(EtlRunStatus before, Pod... pods) {
    return StoppedOutcome.ended(RUN, STOPPED, List.of(pods), before, NOW);
  }

  private static Pod works(String name, String created) {
    return new PodBuilder(ended(name, created, 0, "", null))
        .editStatus()
        .withPhase("Running")
        .editFirstContainerStatus()
        .withNewState()
        .withNewRunning()
        .withStartedAt(created)
        .endRunning()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }
}
