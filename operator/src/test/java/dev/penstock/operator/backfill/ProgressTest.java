package dev.penstock.operator.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.BackfillSpec;
import dev.penstock.api.BackfillStatus;
import dev.penstock.api.BackfillWindow;
import dev.penstock.api.BackfillWindowStatus;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunTrigger;
import dev.penstock.operator.Given;
import dev.penstock.operator.backfill.Step.Child;
import dev.penstock.operator.resource.EtlRun;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final ZoneId ZONE = ZoneId.of("America/New_York");
  private static final String NOW = "2026-11-24T12:00:00Z";
  private static final Child CHILD = new Child("w1", RunState.FAILED, true, false);

  private static EtlRun backfill() {
    var run = Given.run("history", "orders");
    run.setSpec(
        new EtlRunSpec(
            "orders",
            RunTrigger.REQUEST,
            null,
            null,
            null,
            null,
            new BackfillSpec("2026-03-07", "2026-03-10", BackfillWindow.DAY),
            null));
    return run;
  }

  private static EtlRunStatus after(Step step) {
    var backfill = backfill();
    var windows = ((Windows.Cut) Windows.of(backfill.getSpec().backfill(), ZONE)).all();
    return new Progress(backfill, windows, ZONE, 7L, NOW).after(step);
  }

  @Test
  void theFirstStatusNotesTheZoneAndNamesNoRun() {
    var backfill = backfill();
    var windows = ((Windows.Cut) Windows.of(backfill.getSpec().backfill(), ZONE)).all();
    var status = new Progress(backfill, windows, ZONE, 0L, NOW).begun();
    assertThat(status.state()).isEqualTo(RunState.QUEUED);
    assertThat(status.message())
        .isEqualTo("0 of 3 windows are done; from 2026-03-07 to 2026-03-08 is next.");
    assertThat(status.backfill().timeZone()).isEqualTo("America/New_York");
    assertThat(status.backfill().current()).isNull();
    assertThat(Backfills.begins(backfill, status)).isTrue();
    backfill.setStatus(status);
    assertThat(Backfills.begins(backfill, after(new Step.Make(0)))).isFalse();
  }

  @Test
  void aWindowUnderWayIsToldWithItsRunAndTheNext() {
    var status = after(new Step.Make(1));
    assertThat(status.state()).isEqualTo(RunState.RUNNING);
    assertThat(status.message())
        .isEqualTo(
            "1 of 3 windows are done; from 2026-03-08 to 2026-03-09 is with run history-0a1b2c3d-20260308t050000z.");
    assertThat(status.backfill())
        .isEqualTo(
            new BackfillStatus(
                "America/New_York",
                3,
                1,
                0,
                new BackfillWindowStatus(
                    "2026-03-08T05:00:00Z",
                    "2026-03-09T04:00:00Z",
                    "history-0a1b2c3d-20260308t050000z"),
                new BackfillWindowStatus("2026-03-09T04:00:00Z", "2026-03-10T04:00:00Z", null)));
    assertThat(status.completionTime()).isNull();
    assertThat(status.startTime()).isEqualTo(NOW);
  }

  @Test
  void aFailureNamesTheWindowAndHowToGoOn() {
    var status = after(new Step.Fail(1, CHILD));
    assertThat(status.state()).isEqualTo(RunState.FAILED);
    assertThat(status.completionTime()).isEqualTo(NOW);
    assertThat(status.message())
        .isEqualTo(
            "Window 2 of 3, from 2026-03-08 to 2026-03-09, was not done: run w1 has failed. Correct what that run says, then ask for another backfill from 2026-03-08 to 2026-03-10; the windows before are done.");
    assertThat(status.backfill().failed()).isEqualTo(1);
  }

  @Test
  void whatIsDoneWhenItIsCancelledIsSaid() {
    assertThat(after(new Step.Cancel(2)).message())
        .isEqualTo(
            "Backfill history was cancelled; 2 of 3 windows are done. When the others are wanted, ask for another backfill from 2026-03-09 to 2026-03-10.");
  }

  @Test
  void everyReasonComesOfAStep() {
    var shown =
        Stream.concat(
                List.of(
                        new Step.Make(0),
                        new Step.Pause(1),
                        new Step.Succeed(3),
                        new Step.Fail(1, CHILD),
                        new Step.Cancel(1))
                    .stream()
                    .map(ProgressTest::after),
                Stream.of(Progress.refused(backfill(), "is none.", NOW)))
            .map(EtlRunStatus::reason)
            .toList();
    assertThat(shown)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(BackfillReason.values()).map(BackfillReason::toString).toList());
  }
}
