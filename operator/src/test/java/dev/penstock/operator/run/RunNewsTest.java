package dev.penstock.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.event.Announcement;
import dev.penstock.operator.status.RunOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of a change of status. */
class RunNewsTest {
  private static final EtlRunStatus QUEUED = status(RunState.QUEUED, "PipelineBusy");
  private static final EtlRunStatus STARTED = status(RunState.RUNNING, "Admitted");
  private static final EtlRunStatus BLOCKED = status(RunState.RUNNING, "Unschedulable");

  private static EtlRunStatus status(RunState state, String reason) {
    return RunOutcome.withoutJob(state, reason, "As it is.");
  }

  private static List<String> told(@Nullable EtlRunStatus before, EtlRunStatus after) {
    var run = Given.run("first", "orders");
    run.setStatus(before);
    return RunNews.news(run, after).stream().map(Announcement::reason).toList();
  }

  @Test
  void aRunThatStartsIsToldOnce() {
    assertThat(told(QUEUED, STARTED)).containsExactly("RunStarted");
    assertThat(told(STARTED, STARTED)).isEmpty();
  }

  /** The scheduler may be faster than whoever looks at the pod for the first time. */
  @Test
  void aRunWhosePodIsInTroubleWhenItIsFirstSeenHasStartedAllTheSame() {
    assertThat(told(QUEUED, BLOCKED)).containsExactly("RunStarted", "RunBlocked");
    assertThat(told(null, BLOCKED)).containsExactly("RunStarted", "RunBlocked");
    assertThat(told(STARTED, BLOCKED)).containsExactly("RunBlocked");

    var run = Given.run("first", "orders");
    run.setStatus(QUEUED);
    var late = RunNews.news(run, BLOCKED).getFirst();
    run.setStatus(BLOCKED);
    assertThat(RunNews.news(run, STARTED).getFirst().once())
        .as("when its pod is well again, that is the same event")
        .isEqualTo(late.once());
  }

  /** Somebody else has started it, which is no start. */
  @Test
  void aJobThatWasResumedByHandIsBlockedAlone() {
    assertThat(told(QUEUED, status(RunState.RUNNING, "ResumedByHand")))
        .containsExactly("RunBlocked");
  }

  @Test
  void aRunThatIsStoppedBeforeAnybodySawItStartHasNot() {
    assertThat(told(QUEUED, status(RunState.RUNNING, "Cancelling"))).containsExactly("RunStopping");
  }
}
