package dev.penstock.operator.status;

import static dev.penstock.operator.Given.ended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.runner.TerminationMessage;
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
  private static final TerminationMessage SAID =
      new TerminationMessage("Committed", "Entry 3 stands", "Run it again", null, 3L, null, null);
  private static final Pod FIRST =
      ended("first-pod", "2026-11-24T10:01:00Z", 75, "Error", "{\"message\":\"Source is down\"}");
  private static final Pod UNDECIDED =
      ended(
          "first-pod",
          "2026-11-24T10:01:00Z",
          75,
          "Error",
          "{\"reason\":\"CommitUnknown\",\"message\":\"Told to end while entry 3 was put\"}");
  private static final Pod UNPUBLISHED =
      ended(
          "first-pod",
          "2026-11-24T10:01:00Z",
          75,
          "Error",
          "{\"reason\":\"WarehouseUnavailable\",\"message\":\"Warehouse w is paused\",\"commit\":3}");
  private static final Pod KILLED = ended("first-pod", "2026-11-24T10:01:00Z", 137, "Error", null);
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
  void aPodThatDoesNotKnowWhetherItCommittedLeavesThatToTheLog() {
    var unread = end(begun(1, WORKS), UNDECIDED).orElseThrow();
    assertThat(unread.state()).isEqualTo(RunState.UNKNOWN);
    assertThat(unread.message())
        .isEqualTo(
            "Run first was stopped, and its pod does not know whether it committed; its report failed too: no store. Read the receipts in the store before another run.");
  }

  @Test
  void aPodThatWasStoppedBeforeItReadTheLogDoesNotSpeakForAnEarlierOne() {
    var stopped = ended("second-pod", "2026-11-24T10:02:00Z", 75, "Error", NO_COMMIT);
    for (var earlier : List.of(UNDECIDED, UNPUBLISHED, KILLED)) {
      var unread = end(begun(2, earlier, WORKS), earlier, stopped).orElseThrow();
      assertThat(unread.state()).as("after %s", earlier).isEqualTo(RunState.UNKNOWN);
      assertThat(unread.message())
          .contains("its last pod does not know whether an earlier one committed");
    }
    var found =
        StoppedOutcome.ended(
                RUN,
                STOPPED,
                List.of(UNDECIDED, stopped),
                begun(2, UNDECIDED, WORKS),
                () -> new Report.Committed(true, SAID),
                NOW)
            .orElseThrow();
    assertThat(found.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(found.commit()).isEqualTo(3);
  }

  @Test
  void aPodThatFoundTheCommitSpeaksForAnEarlierOne() {
    var committed = ended("second-pod", "2026-11-24T10:02:00Z", 0, "Completed", COMMIT);
    var done = end(begun(2, UNDECIDED, WORKS), UNDECIDED, committed).orElseThrow();
    assertThat(done.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(done.commit()).isEqualTo(3);
  }

  @Test
  void aPodThatDoesNotKnowIsNotReadAboutBeforeTheControllerIsDone() {
    var unseen = Given.job("first-uid", true, "active: 1");
    assertThat(
            StoppedOutcome.ended(
                RUN, unseen, List.of(UNDECIDED), begun(1, WORKS), Report.Nothing::new, NOW))
        .isEmpty();
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
    assertThat(unread.message()).contains("its report failed too: no store.");
  }

  @Test
  void ofAPodThatVanishedAtWorkTheLogSaysWhatItDid() {
    var before = begun(1, WORKS);
    var asked = reported(before, new Report.Pending("It is read."));
    assertThat(asked.state()).isEqualTo(RunState.RUNNING);
    assertThat(asked.completionTime()).isNull();
    assertThat(StoppedOutcome.stopping(asked)).isTrue();
    assertThat(asked.message())
        .isEqualTo(
            "Run first was stopped, and no pod of it is left that tells whether it committed. It is read.");

    var nothing = reported(before, new Report.Nothing());
    assertThat(nothing.state()).isEqualTo(RunState.CANCELLED);
    assertThat(nothing.message()).contains("by the log nothing was committed.");

    var committed = reported(before, new Report.Committed(true, SAID));
    assertThat(committed.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(committed.commit()).isEqualTo(3);

    var unpublished = reported(before, new Report.Committed(false, SAID));
    assertThat(unpublished.state()).isEqualTo(RunState.FAILED);
    assertThat(unpublished.reason()).isEqualTo("NotPublished");
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
    assertThat(reported(terminating, begun(1, WORKS))).isEmpty();
    var unseen = Given.job("first-uid", true, "active: 1");
    assertThat(reported(unseen, begun(1, WORKS))).isEmpty();
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
  void aJobThatIsGoneLeavesTheQuestionToTheLog() {
    var gone = StoppedOutcome.gone("first", begun(1, WORKS), new Report.Failed("no store"));
    assertThat(gone.state()).isEqualTo(RunState.UNKNOWN);
    assertThat(gone.job()).isEqualTo("first-uid");
    var known = StoppedOutcome.gone("first", begun(1, WORKS), new Report.Committed(true, SAID));
    assertThat(known.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(known.commit()).isEqualTo(3);
  }

  private static EtlRunStatus begun(int attempts, Pod... pods) {
    var job = Given.job("first-uid", false, "active: %d".formatted(attempts));
    return StoppedOutcome.begun(RUN, job, List.of(pods), false);
  }

  private static Optional<EtlRunStatus> end(EtlRunStatus before, Pod... pods) {
    return StoppedOutcome.ended(
        RUN, STOPPED, List.of(pods), before, () -> new Report.Failed("no store"), NOW);
  }

  private static EtlRunStatus reported(EtlRunStatus before, Report report) {
    return StoppedOutcome.ended(RUN, STOPPED, List.of(), before, () -> report, NOW).orElseThrow();
  }

  private static Optional<EtlRunStatus> reported(Job job, EtlRunStatus before) {
    return StoppedOutcome.ended(RUN, job, List.of(), before, Report.Nothing::new, NOW);
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
