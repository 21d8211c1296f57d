package dev.penstock.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.StatusCondition;
import dev.penstock.operator.Given;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunConditionsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "QUEUED, false, Unknown, Unknown, False",
    "RUNNING, false, Unknown, Unknown, False",
    "UNKNOWN, false, Unknown, Unknown, False",
    "SUCCEEDED, true, True, False, True",
    "FAILED, true, False, True, True",
    "CANCELLED, true, False, True, True",
    "SUPERSEDED, true, False, True, True",
    "UNKNOWN, true, Unknown, Unknown, True"
  })
  void everyStateHasItsThreeConditions(
      RunState state, boolean ended, String complete, String failed, String over) {
    var status = RunConditions.on(Given.run("a", "orders"), status(state, ended), NOW);
    assertThat(status.conditions())
        .extracting(StatusCondition::type)
        .containsExactly("Complete", "Failed", "Ended");
    assertThat(status.conditions())
        .extracting(StatusCondition::status)
        .containsExactly(complete, failed, over);
    assertThat(status.conditions()).extracting(StatusCondition::reason).containsOnly("Reason");
  }

  @Test
  void theTimeOfTransitionMovesOnlyWithTheStatus() {
    var run = Given.run("a", "orders");
    run.setStatus(RunConditions.on(run, status(RunState.QUEUED, false), NOW));
    var later = RunConditions.on(run, status(RunState.SUCCEEDED, true), NOW.plusSeconds(60));
    assertThat(later.conditions())
        .extracting(StatusCondition::lastTransitionTime)
        .containsOnly("2026-11-24T12:01:00Z");
    run.setStatus(later);
    assertThat(RunConditions.on(run, status(RunState.SUCCEEDED, true), NOW.plusSeconds(99)))
        .isEqualTo(later);
  }

  private static EtlRunStatus status(RunState state, boolean ended) {
    return new EtlRunStatus(
        state,
        "Reason",
        "It did.",
        "uid",
        "job",
        null,
        null,
        null,
        null,
        1,
        null,
        null,
        ended ? "2026-11-24T11:00:00Z" : null,
        null);
  }
}
