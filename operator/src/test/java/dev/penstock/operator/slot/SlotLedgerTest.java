package dev.penstock.operator.slot;

import static dev.penstock.api.SlotState.FAILED;
import static dev.penstock.api.SlotState.SUCCEEDED;
import static dev.penstock.operator.slot.SlotStory.begins;
import static dev.penstock.operator.slot.SlotStory.time;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An hourly pipeline that was made half a minute after midnight. */
class SlotLedgerTest {
  private static final String ONE = "01:00:00";
  private static final String TWO = "02:00:00";

  @Test
  void aSlotIsFollowedFromItsJobToTheEndOfItsRun() {
    var story = begins().made(ONE).look("01:00:02");
    assertThat(story.says()).containsExactly("01:00 QUEUED");
    story.starts(ONE, "01:00:03").look("01:00:03");
    assertThat(story.says()).containsExactly("01:00 RUNNING");
    story.ends(ONE, SUCCEEDED, "01:00:03", "01:05:00").look("01:05:00");
    assertThat(story.says()).containsExactly("01:00 SUCCEEDED");
    story.made(TWO).ends(TWO, FAILED, "02:00:02", "02:03:00").look("02:03:00");
    assertThat(story.says()).containsExactly("01:00 SUCCEEDED", "02:00 FAILED");
    assertThat(story.news()).isEmpty();
    var counts = story.account().ledger().written().counts();
    assertThat(counts.succeeded()).isEqualTo(1);
    assertThat(counts.failed()).isEqualTo(1);
    assertThat(counts.late()).isNull();
  }

  @Test
  void lookingAgainAtTheSameFactsChangesNothing() {
    var story = begins().made(ONE).starts(ONE, "01:00:02").look("02:30:00");
    var before = story.account().ledger().written();
    assertThat(story.look("02:45:00").account().ledger().written()).isEqualTo(before);
    assertThat(story.news()).isEmpty();
  }

  @Test
  void aSlotWithoutAJobIsOpenUntilItsDeadlineIsOverAndThenMissed() {
    var story = begins().look("01:00:01");
    assertThat(story.says()).isEmpty();
    assertThat(story.account().wake()).contains(time("01:10:05"));
    story.look("01:10:05");
    assertThat(story.says()).containsExactly("01:00 SKIPPED DeadlineMissed");
    assertThat(story.news()).containsExactly("Skipped 01:00 x1 DeadlineMissed");
    assertThat(story.account().looked()).as("its Job may have no record").isFalse();
    assertThat(story.account().wake()).contains(time("02:00:01"));
  }

  @Test
  void aSlotThatTheNextOneOvertookIsNotMadeUpFor() {
    var story = begins().deadline(Duration.ofHours(5)).look("01:30:00");
    assertThat(story.says()).isEmpty();
    story.made(TWO).starts(TWO, "02:00:02").look("02:00:02");
    assertThat(story.says()).containsExactly("01:00 SKIPPED Overtaken", "02:00 RUNNING");
  }

  @Test
  void aSlotWhosePreviousRunIsStillActiveIsSkippedForIt() {
    var story = begins().made(ONE).starts(ONE, "01:00:02").look("01:00:03").look("02:10:05");
    assertThat(story.says()).containsExactly("01:00 RUNNING", "02:00 SKIPPED PreviousActive");
    story.look("03:10:05").look("04:10:05");
    assertThat(story.says())
        .containsExactly("01:00 RUNNING", "02:00-04:00 x3 SKIPPED PreviousActive");
    assertThat(story.news()).containsExactly("Skipped 04:00 x1 PreviousActive");
    assertThat(story.account().ledger().written().counts().skipped()).isEqualTo(3);
  }

  @Test
  void aRunThatIsMadeWhenThePreviousOneHasEndedIsLateForIt() {
    var story = begins().made(ONE).starts(ONE, "01:00:02").look("01:00:03");
    story
        .ends(ONE, SUCCEEDED, "01:00:02", "02:05:00")
        .made(TWO)
        .starts(TWO, "02:05:02")
        .look("02:05:02");
    assertThat(story.says())
        .containsExactly("01:00 SUCCEEDED", "02:00 RUNNING, late: PreviousActive");
    assertThat(story.news()).containsExactly("Late 02:00 x1 PreviousActive");
  }

  @Test
  void aRunThatWaitsIsLateForWhatItWaitsForAndStaysSo() {
    var story = begins().made(ONE).waits(ONE, "ConnectionBusy").look("01:00:02");
    assertThat(story.says()).containsExactly("01:00 QUEUED ConnectionBusy");
    assertThat(story.account().wake()).contains(time("01:01:01"));
    story.look("01:01:01");
    assertThat(story.news()).containsExactly("Late 01:00 x1 ConnectionBusy");
    story.ends(ONE, SUCCEEDED, "01:20:00", "01:30:00").look("01:30:00");
    assertThat(story.says()).containsExactly("01:00 SUCCEEDED, late: ConnectionBusy");
    assertThat(story.news()).isEmpty();
    assertThat(story.account().ledger().written().counts().late()).isEqualTo(1);
  }

  @Test
  void anOperatorThatComesBackFindsOneRunThatWaitedAndSlotsThatItStoodInTheWayOf() {
    var story = begins().made(ONE).operatorComesBack("05:30:00").look("05:30:01");
    assertThat(story.says())
        .containsExactly("01:00 QUEUED, late: OperatorAway", "02:00-05:00 x4 SKIPPED OperatorAway");
    assertThat(story.news())
        .containsExactly("Late 01:00 x1 OperatorAway", "Skipped 02:00 x4 OperatorAway");
  }

  @Test
  void whatNobodyWatchedAndNoFactTellsIsUnknown() {
    var story = begins().operatorComesBack("03:30:00").madeAndGone(TWO).look("03:30:01");
    assertThat(story.says())
        .containsExactly(
            "01:00 UNKNOWN NotWatched", "02:00 UNKNOWN JobGone", "03:00 SKIPPED DeadlineMissed");
  }

  @Test
  void aRecordThatTurnsUpLateDecides() {
    var story = begins().operatorComesBack("03:30:00").madeAndGone(TWO).look("03:30:01");
    story.ends(TWO, SUCCEEDED, "02:00:02", "02:10:00").look("03:30:05");
    assertThat(story.says())
        .containsExactly(
            "01:00 UNKNOWN NotWatched", "02:00 SUCCEEDED", "03:00 SKIPPED DeadlineMissed");
    var counts = story.account().ledger().written().counts();
    assertThat(counts.unknown()).isEqualTo(1);
    assertThat(counts.succeeded()).isEqualTo(1);
  }

  @Test
  void oneOfSeveralSkippedSlotsMayTurnOutToHaveRun() {
    var story = begins().look("01:10:05").look("02:10:05").look("03:10:05");
    assertThat(story.says()).containsExactly("01:00-03:00 x3 SKIPPED DeadlineMissed");
    story.made(TWO).ends(TWO, SUCCEEDED, "03:11:00", "03:12:00").look("03:12:00");
    assertThat(story.says())
        .containsExactly(
            "01:00-03:00 x2 SKIPPED DeadlineMissed", "02:00 SUCCEEDED, late: StartedLate");
    assertThat(story.account().ledger().written().counts().skipped()).isEqualTo(2);
  }

  @Test
  void slotsOfASuspendedPipelineAreCountedWhenItIsResumed() {
    var story = begins().suspended(true).look("00:30:00");
    var suspended = story.account().ledger().written();
    assertThat(story.account().wake()).isEmpty();
    assertThat(story.look("03:30:00").account().ledger().written()).isEqualTo(suspended);
    story.suspended(false).look("04:30:00");
    assertThat(story.says()).containsExactly("01:00-04:00 x4 SKIPPED Suspended");
    assertThat(story.news()).containsExactly("Skipped 01:00 x4 Suspended");
  }

  @Test
  void theSlotBeforeAResumeMayStillBeRun() {
    var story = begins().suspended(true).look("00:30:00");
    story.suspended(false).look("02:05:00");
    assertThat(story.says()).containsExactly("01:00 SKIPPED Suspended");
    var run = story.made(TWO).starts(TWO, "02:05:02").look("02:05:02");
    assertThat(run.says())
        .containsExactly("01:00 SKIPPED Suspended", "02:00 RUNNING, late: StartedLate");
  }

  @Test
  void theSlotBeforeAResumeThatIsNotRunWasSuspended() {
    var story = begins().suspended(true).look("00:30:00");
    story.suspended(false).look("02:05:00").look("02:10:05");
    assertThat(story.says()).containsExactly("01:00-02:00 x2 SKIPPED Suspended");
  }

  @Test
  void anotherScheduleOrZoneClosesTheOldOnesSlotsAndExpectsItsOwnFromThen() {
    var india = new SlotPlan("0 * * * *", "Asia/Kolkata", false);
    var story = begins().look("01:00:01").becomes(india).look("01:05:00");
    assertThat(story.says()).containsExactly("01:00 SKIPPED ScheduleChanged");
    story.look("01:40:05");
    assertThat(story.says())
        .containsExactly("01:00 SKIPPED ScheduleChanged", "01:30 SKIPPED DeadlineMissed");
  }

  @Test
  void aJobOfATimeThatNoPlanExpectsHasItsAccountToo() {
    var halves = new SlotPlan("30 * * * *", "Etc/UTC", false);
    var story = begins().becomes(halves).look("01:35:00");
    assertThat(story.says()).containsExactly("01:00 SKIPPED DeadlineMissed");
    story.made("01:30:00").starts("01:30:00", "01:35:02").look("01:35:02");
    assertThat(story.says())
        .containsExactly("01:00 SKIPPED DeadlineMissed", "01:30 RUNNING, late: StartedLate");
  }

  @Test
  void slotsOfACronJobThatWasEditedByHandAreUnknown() {
    var nightly = new SlotPlan("0 3 * * *", "Etc/UTC", false);
    var story = begins().editedByHand(nightly).operatorComesBack("02:30:00").look("02:30:01");
    assertThat(story.says()).containsExactly("01:00-02:00 x2 UNKNOWN EditedByHand");
  }

  @Test
  void aRunWhoseRecordIsDeletedBeforeItsEndIsUnknownAndOneThatEndedIsKept() {
    var story = begins().made(ONE).ends(ONE, SUCCEEDED, "01:00:02", "01:05:00").look("01:05:00");
    story.made(TWO).starts(TWO, "02:00:02").look("02:00:02");
    story.recordDeleted(ONE).recordDeleted(TWO).look("02:20:00");
    assertThat(story.account().looked()).isFalse();
    assertThat(story.says()).containsExactly("01:00 SUCCEEDED", "02:00 UNKNOWN RecordGone");
  }

  @Test
  void countsOutliveTheListAndARunIsNeverCountedTwice() {
    var story = begins();
    for (int hour = 1; hour <= 20; hour++) {
      var slot = "%02d:00:00".formatted(hour);
      var end = "%02d:05:00".formatted(hour);
      story.made(slot).ends(slot, hour % 2 == 0 ? SUCCEEDED : FAILED, slot, end).look(end);
    }
    var account = story.look("20:30:00").account().ledger().written();
    assertThat(account.recent()).hasSize(SlotLedger.KEPT);
    assertThat(account.counts().succeeded()).isEqualTo(10);
    assertThat(account.counts().failed()).isEqualTo(10);
    assertThat(account.accountedUntil()).isEqualTo("2026-11-27T20:00:00Z");
  }
}
