package dev.penstock.operator.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.CountedRun;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.NotifyEvent;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.api.StatusCondition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which run a failure is told by: one that is counted as a failure, or none. */
class TroublesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String FAILED_AT = "2026-11-24T10:00:00Z";
  private static final String WINDOW_AT = "2026-11-24T11:00:00Z";
  private static final CountedRun FAILURE =
      new CountedRun("uid-of-failure", RunState.FAILED, FAILED_AT, null);

  private static RunSummary run(String name, RunState result, String reason, String end) {
    return new RunSummary(
        name,
        "uid-of-" + name,
        result,
        reason,
        "The sentence of " + name + ".",
        null,
        null,
        null,
        null,
        end,
        null);
  }

  /** A pipeline whose last run the condition speaks of, too, as the operator writes it. */
  private static EtlPipelineStatus status(int failures, RunSummary last, CountedRun... recent) {
    var condition =
        new StatusCondition(
            "LastRunSucceeded",
            "False",
            1L,
            "2026-11-24T09:00:00Z",
            last.reason(),
            "Run %s: %s".formatted(last.name(), last.message()));
    return new EtlPipelineStatus(
        1L,
        List.of(condition),
        null,
        null,
        last,
        null,
        failures,
        null,
        null,
        List.of(recent),
        null,
        null);
  }

  private static Optional<Trouble> failed(EtlPipelineStatus status) {
    return Optional.ofNullable(Troubles.of(status, NOW).now().get(NotifyEvent.FAILED));
  }

  @Test
  void aFailureIsToldByItsOwnReasonSentenceAndTime() {
    var last = run("failure", RunState.FAILED, "TableNotFound", FAILED_AT);
    assertThat(failed(status(1, last, FAILURE)))
        .contains(
            new Trouble("TableNotFound", "The sentence of failure.", Instant.parse(FAILED_AT)));
  }

  @Test
  void theFailureOfAWindowExplainsNothingOfWhatFailedBefore() {
    var last = run("window", RunState.FAILED, "LoginRefused", WINDOW_AT);
    var counted = new CountedRun("uid-of-window", RunState.FAILED, WINDOW_AT, true);
    assertThat(failed(status(1, last, FAILURE, counted)))
        .contains(
            new Trouble(
                Trouble.UNEXPLAINED, "Its newest runs have failed.", Instant.parse(FAILED_AT)));
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "CANCELLED", "UNKNOWN"})
  void aRunThatIsNoFailureExplainsNothingEither(RunState result) {
    var last = run("other", result, "Whatever", WINDOW_AT);
    var counted = new CountedRun("uid-of-other", result, WINDOW_AT, null);
    assertThat(failed(status(2, last, FAILURE, counted)))
        .contains(
            new Trouble(
                Trouble.UNEXPLAINED, "Its newest runs have failed.", Instant.parse(FAILED_AT)));
  }

  @Test
  void aWindowThatFailsAloneIsNoTrouble() {
    var last = run("window", RunState.FAILED, "LoginRefused", WINDOW_AT);
    var counted = new CountedRun("uid-of-window", RunState.FAILED, WINDOW_AT, true);
    assertThat(failed(status(0, last, counted))).isEmpty();
  }

  @Test
  void whatIsOpenKeepsItsReasonWhileNothingExplainsIt() {
    var what = new Incident.Case("a", Instant.parse(FAILED_AT), "TableNotFound");
    var rules = new Incident.Rules(true, true, () -> "b");
    var unexplained = new Trouble(Trouble.UNEXPLAINED, "Its newest runs have failed.", NOW);
    var explained = new Trouble("SecretMissing", "Secret shop-db is not there.", NOW);
    var open = Optional.<Incident>of(new Incident.Opening(what));
    assertThat(Incident.seen(open, Optional.of(unexplained), rules, NOW)).isEqualTo(open);
    assertThat(Incident.seen(open, Optional.of(explained), rules, NOW))
        .contains(new Incident.Opening(what.because("SecretMissing")));
  }
}
