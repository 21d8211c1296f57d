package dev.penstock.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.TargetResult;
import dev.penstock.api.runner.TerminationMessage;
import dev.penstock.operator.Given;
import dev.penstock.operator.admission.RunIdentity;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Runs that ended without a word of their pods that can be relied on, and what the log says of
 * them.
 */
class SilentRunTest {
  private static final RunIdentity RUN =
      new RunIdentity("run-uid", "first", "Request", Instant.parse(Given.CREATED));
  private static final String COMPLETE =
      """
      startTime: 2026-11-24T10:00:00Z
      completionTime: 2026-11-24T10:01:12Z
      succeeded: 1
      conditions: [{type: Complete, status: "True"}]
      """;
  private static final String FAILED =
      """
      startTime: 2026-11-24T10:00:00Z
      failed: 1
      conditions:
        - {type: Failed, status: "True", reason: %s, message: "%s", lastTransitionTime: "2026-11-24T10:05:00Z"}
      """;
  private static final String TOO_OFTEN =
      FAILED.formatted("BackoffLimitExceeded", "Job has reached the specified backoff limit");
  private static final Pod KILLED = Given.ended("p", "2026-11-24T10:00:01Z", 137, "Error", "");
  private static final Pod UNDECIDED =
      Given.ended(
          "p",
          "2026-11-24T10:00:01Z",
          75,
          "Error",
          "{\"reason\":\"CommitUnknown\",\"message\":\"Told to end while entry 7 was put\"}");
  private static final Pod PAUSED =
      Given.ended(
          "q",
          "2026-11-24T10:00:31Z",
          75,
          "Error",
          "{\"reason\":\"WarehouseUnavailable\",\"message\":\"Warehouse w is paused\",\"nextStep\":\"Resume it\"}");
  private static final Report PENDING = new Report.Pending("The log is being read.");
  private static final Report UNREADABLE = new Report.Failed("Bucket acme-lake can not be reached");

  @Test
  void untilTheLogHasAnsweredNothingIsKnown() {
    var status = silent(TOO_OFTEN, PENDING, KILLED);
    assertThat(status.state()).isEqualTo(RunState.UNKNOWN);
    assertThat(status.reason()).isEqualTo("BackoffLimitExceeded");
    assertThat(status.message())
        .isEqualTo(
            "Job first failed with exit code 137: Job has reached the specified backoff limit. The"
                + " log is being read.");
    assertThat(status.commit()).isNull();
    assertThat(status.targets()).isNull();
    assertThat(status.rows()).isNull();
    assertThat(status.completionTime()).as("it is looked at again").isNull();
  }

  @Test
  void whatAnEarlierAttemptSaidIsNotTheEndOfARunWhoseLastPodIsGone() {
    var earlier =
        Given.ended("p", "2026-11-24T10:00:01Z", 75, "Error", "{\"reason\":\"StoreUnavailable\"}");
    var twice = TOO_OFTEN.replace("failed: 1", "failed: 2");
    assertThat(silent(twice, new Report.Nothing(), earlier).reason())
        .isEqualTo("BackoffLimitExceeded");
    var done = silent(COMPLETE, committed(true, "Entry 7 is there"), earlier);
    assertThat(done.commit()).as("the pod that completed is not seen yet").isEqualTo(7);
  }

  @Test
  void aPodThatDoesNotKnowWhetherItCommittedLeavesThatToTheLog() {
    var pending = silent(TOO_OFTEN, PENDING, UNDECIDED);
    assertThat(pending.state()).isEqualTo(RunState.UNKNOWN);
    assertThat(pending.reason()).isEqualTo("BackoffLimitExceeded");
    assertThat(pending.message())
        .isEqualTo(
            "Job first failed, and its pod does not know whether it committed. The log is being"
                + " read.");
    assertThat(pending.completionTime()).as("it is looked at again").isNull();
    var done = silent(TOO_OFTEN, committed(true, "Entry 7 is there"), UNDECIDED);
    assertThat(done.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(done.commit()).isEqualTo(7);
    var late = silent(FAILED.formatted("DeadlineExceeded", "x"), new Report.Nothing(), UNDECIDED);
    assertThat(late.state()).isEqualTo(RunState.FAILED);
    assertThat(late.reason()).isEqualTo("DeadlineExceeded");
    assertThat(late.message()).contains("(7200). Nothing was committed.");
  }

  @Test
  void theFailureOfALaterPodDoesNotSpeakForOneThatMayHaveCommitted() {
    var twice = TOO_OFTEN.replace("failed: 1", "failed: 2");
    for (var earlier : List.of(UNDECIDED, KILLED)) {
      var done = silent(twice, committed(true, "Entry 7 is there"), earlier, PAUSED);
      assertThat(done.state()).as("after %s", earlier).isEqualTo(RunState.SUCCEEDED);
      assertThat(done.commit()).isEqualTo(7);
    }
    var failed = silent(twice, new Report.Nothing(), UNDECIDED, PAUSED);
    assertThat(failed.state()).isEqualTo(RunState.FAILED);
    assertThat(failed.reason()).as("of the pod that spoke last").isEqualTo("WarehouseUnavailable");
    assertThat(failed.message())
        .isEqualTo("Warehouse w is paused. Nothing was committed. Resume it.");
  }

  @Test
  void onlyAJobWhosePodsLeaveNoDoubtIsNotSilent() {
    var job = Given.job("first", false, TOO_OFTEN);
    assertThat(RunOutcome.silent(job, List.of(PAUSED))).isFalse();
    assertThat(RunOutcome.silent(job, List.of(UNDECIDED))).isTrue();
    assertThat(RunOutcome.silent(job, List.of(UNDECIDED, PAUSED))).isTrue();
    var committed =
        Given.ended(
            "q",
            "2026-11-24T10:00:31Z",
            75,
            "Error",
            "{\"reason\":\"WarehouseUnavailable\",\"commit\":7}");
    assertThat(RunOutcome.silent(job, List.of(UNDECIDED, committed))).isFalse();
  }

  @Produces(RunReason.OOM_KILLED)
  @Test
  void aRunThatRanOutOfMemoryBeforeItsCommitFailed() {
    var killed = Given.ended("p", "2026-11-24T10:00:01Z", 137, "OOMKilled", "");
    var status = silent(TOO_OFTEN, new Report.Nothing(), killed);
    assertThat(status.state()).isEqualTo(RunState.FAILED);
    assertThat(status.reason()).isEqualTo("OOMKilled");
    assertThat(status.message())
        .isEqualTo(
            "A pod of Job first needed more memory than its limit (1Gi). Nothing was committed."
                + " Raise spec.pod.resources.limits.memory.");
    assertThat(status.completionTime()).isEqualTo("2026-11-24T10:05:00Z");
    assertThat(status.duration()).isEqualTo("5m0s");
    assertThat(status.rows()).isNull();
  }

  @Test
  void aRunThatWasKilledAfterItsCommitWasPublishedSucceeded() {
    var status = silent(TOO_OFTEN, committed(true, "Entry 7 is committed and published"), KILLED);
    assertThat(status.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(status.reason()).isEqualTo("Committed");
    assertThat(status.message())
        .isEqualTo(
            "Job first failed with exit code 137: Job has reached the specified backoff limit."
                + " Entry 7 is committed and published.");
    assertThat(status.commit()).isEqualTo(7);
    assertThat(status.rows()).isEqualTo(15);
    assertThat(status.specHash()).isEqualTo("fedcba9876543210");
    assertThat(status.completionTime()).isEqualTo("2026-11-24T10:05:00Z");
  }

  @Produces(RunReason.NOT_PUBLISHED)
  @Test
  void aCommitThatIsNotShownEverywhereIsCountedAndTheRunFailed() {
    var status =
        silent(
            TOO_OFTEN,
            committed(
                false, "Entry 7 is committed. The dataset does not show all of its parts yet"),
            KILLED);
    assertThat(status.state()).isEqualTo(RunState.FAILED);
    assertThat(status.reason()).isEqualTo("NotPublished");
    assertThat(status.message())
        .isEqualTo(
            "Job first failed with exit code 137: Job has reached the specified backoff limit."
                + " Entry 7 is committed. The dataset does not show all of its parts yet. The"
                + " pipeline's next run publishes it first.");
    assertThat(status.commit()).isEqualTo(7);
    assertThat(status.rows()).isEqualTo(15);
  }

  @Test
  void aReportThatFailsTooIsSaidAndEndsTheMatter() {
    var status = silent(TOO_OFTEN, UNREADABLE, KILLED);
    assertThat(status.state()).isEqualTo(RunState.FAILED);
    assertThat(status.message())
        .isEqualTo(
            "Job first failed with exit code 137: Job has reached the specified backoff limit."
                + " Whether a commit was made is not known, because its report failed too: Bucket"
                + " acme-lake can not be reached. Read the receipts in the store before another"
                + " run. Look at its pods.");
    assertThat(status.commit()).isNull();
    assertThat(status.rows()).isNull();
    assertThat(status.completionTime()).isEqualTo("2026-11-24T10:05:00Z");
  }

  @Produces(RunReason.MESSAGE_MISSING)
  @Test
  void aCompleteJobWithoutAnAccountIsWhatTheLogSays() {
    assertThat(silent(COMPLETE, committed(true, "Entry 7 is committed and published")).state())
        .isEqualTo(RunState.SUCCEEDED);
    var unreadable = silent(COMPLETE, UNREADABLE);
    assertThat(unreadable.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(unreadable.reason()).isEqualTo("MessageMissing");
    assertThat(unreadable.rows()).as("not known, so not 0").isNull();
    var nothing = silent(COMPLETE, new Report.Nothing());
    assertThat(nothing.state()).isEqualTo(RunState.FAILED);
    assertThat(nothing.message())
        .startsWith("Job first is complete, but its pod left no account. Nothing was committed.");
  }

  @Produces(RunReason.DEADLINE_EXCEEDED)
  @Test
  void aDeadlineIsNamedWithItsLength() {
    var status = silent(FAILED.formatted("DeadlineExceeded", "x"), new Report.Nothing());
    assertThat(status.reason()).isEqualTo("DeadlineExceeded");
    assertThat(status.message())
        .isEqualTo(
            "Job first ran longer than activeDeadlineSeconds (7200). Nothing was committed. Raise"
                + " it, or make the run shorter.");
  }

  @Produces(RunReason.EVICTED)
  @Test
  void aScratchAboveItsSizeIsWhatTheKubeletCallsAnEviction() {
    var evicted =
        new PodBuilder()
            .withNewMetadata()
            .withName("p")
            .withCreationTimestamp("2026-11-24T10:00:01Z")
            .endMetadata()
            .withNewStatus()
            .withPhase("Failed")
            .withReason("Evicted")
            .withMessage("Usage of EmptyDir volume \"scratch\" exceeds the limit \"1Gi\". ")
            .endStatus()
            .build();
    var status = silent(TOO_OFTEN, new Report.Nothing(), evicted);
    assertThat(status.reason()).isEqualTo("Evicted");
    assertThat(status.message())
        .isEqualTo(
            "A pod of Job first was evicted: Usage of EmptyDir volume \"scratch\" exceeds the limit"
                + " \"1Gi\". Nothing was committed. Raise spec.scratch.size or"
                + " spec.pod.resources, as the message asks.");
  }

  @Test
  void wordsThatAreNotOursAreNone() {
    var died = Given.ended("p", "2026-11-24T10:00:01Z", 1, "Error", "Exception in thread main");
    var status = silent(TOO_OFTEN, new Report.Nothing(), died);
    assertThat(status.message())
        .isEqualTo(
            "Job first failed with exit code 1: Job has reached the specified backoff limit."
                + " Nothing was committed. Look at its pods.");
  }

  @Test
  void aRunWhoseJobIsGoneIsWhatTheLogSays() {
    var known = RunOutcome.withoutJob(RunState.RUNNING, "Admitted", "The Job was started.");
    var pending = RunOutcome.gone(known, "first", PENDING);
    assertThat(pending.state()).isEqualTo(RunState.UNKNOWN);
    assertThat(pending.message())
        .isEqualTo("Job first is gone before its outcome was read. The log is being read.");
    assertThat(RunOutcome.gone(pending, "first", PENDING)).isEqualTo(pending);
    var failed = RunOutcome.gone(pending, "first", new Report.Nothing());
    assertThat(failed.state()).isEqualTo(RunState.FAILED);
    assertThat(failed.reason()).isEqualTo("JobGone");
    assertThat(failed.message())
        .isEqualTo(
            "Job first is gone before its outcome was read. Nothing was committed. Ask for another"
                + " run if its rows are wanted.");
    var done = RunOutcome.gone(pending, "first", committed(true, "Entry 7 is there"));
    assertThat(done.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(done.commit()).isEqualTo(7);
    assertThat(done.rows()).isEqualTo(15);
    assertThat(RunOutcome.gone(pending, "first", UNREADABLE).state()).isEqualTo(RunState.UNKNOWN);
  }

  @Test
  void whatAReportJobFoundIsReadFromItsPod() {
    assertThat(Report.of(Given.job("r", false, "active: 1"), List.of()))
        .isEqualTo(
            new Report.Pending("Whether a commit was made is being read from the log by Job r."));
    assertThat(report(COMPLETE, "{'reason':'NothingCommitted'}")).isEqualTo(new Report.Nothing());
    assertThat(report(COMPLETE, "{'reason':'Committed','commit':7}"))
        .isInstanceOfSatisfying(
            Report.Committed.class,
            committed -> {
              assertThat(committed.published()).isTrue();
              assertThat(committed.said().commit()).isEqualTo(7);
            });
    assertThat(report(COMPLETE, "{'reason':'NotPublished','commit':7}"))
        .isInstanceOfSatisfying(
            Report.Committed.class, committed -> assertThat(committed.published()).isFalse());
    assertThat(report(COMPLETE, "{'reason':'Later','message':'Words of a newer release.'}"))
        .isEqualTo(new Report.Failed("Words of a newer release"));
    assertThat(Report.of(Given.job("r", false, COMPLETE), List.of()))
        .isEqualTo(new Report.Failed("its pod left no account either"));
    assertThat(report(TOO_OFTEN, "{'reason':'StoreUnavailable','message':'No bucket'}"))
        .isEqualTo(new Report.Failed("No bucket"));
    assertThat(Report.of(Given.job("r", false, TOO_OFTEN), List.of()))
        .isEqualTo(new Report.Failed("Job has reached the specified backoff limit"));
  }

  private static Report report(String jobStatus, String said) {
    return Report.of(
        Given.job("r", false, jobStatus),
        List.of(Given.ended("p", "2026-11-24T10:06:01Z", 0, "Completed", said.replace('\'', '"'))));
  }

  private static Report committed(boolean published, String message) {
    return new Report.Committed(
        published,
        new TerminationMessage(
            published ? "Committed" : "NotPublished",
            message,
            published ? null : "The pipeline's next run publishes it first",
            "fedcba9876543210",
            7L,
            List.of(
                new TargetResult("a", 10L, 1L, 100L, null),
                new TargetResult("b", 5L, 1L, 50L, null)),
            null));
  }

  private static EtlRunStatus silent(String jobStatus, Report report, Pod... pods) {
    return RunOutcome.admitted(
        RUN, Given.job("first", false, jobStatus), List.of(pods), () -> report);
  }
}
