package dev.penstock.operator.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.NotificationStep;
import dev.penstock.api.NotifyEvent;
import dev.penstock.operator.notify.Incident.Brief;
import dev.penstock.operator.notify.Incident.Case;
import dev.penstock.operator.notify.Incident.Closing;
import dev.penstock.operator.notify.Incident.Open;
import dev.penstock.operator.notify.Incident.Opening;
import dev.penstock.operator.notify.Incident.Reminding;
import dev.penstock.operator.notify.Incident.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every state under everything that can come to it. */
class IncidentTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Case CASE = new Case("a", NOW.minusSeconds(600), "TableNotFound");
  private static final Told TOLD = new Told(NOW.minusSeconds(60), 0, "hook", Optional.of("t"));
  private static final Trouble TROUBLE =
      new Trouble("SecretMissing", "Secret shop-db is not there", NOW.minusSeconds(30));
  private static final List<Incident> STATES =
      List.of(
          new Opening(CASE),
          new Brief(CASE, NOW),
          new Open(CASE, TOLD),
          new Reminding(CASE, TOLD),
          new Closing(CASE, TOLD, NOW));

  private static Incident.Rules rules(boolean recoveries, boolean reminders) {
    return new Incident.Rules(recoveries, reminders, () -> "b");
  }

  private static Receipts receipts(Set<NotificationStep> steps) {
    return (incident, step, number) ->
        incident.equals("a") && steps.contains(step) && number <= 1
            ? Optional.of(new Receipts.Receipt(NOW, "hook", Optional.of("t")))
            : Optional.empty();
  }

  private static Optional<Incident> seen(Incident state, boolean wrong, Instant now) {
    return Incident.seen(
        Optional.of(state),
        wrong ? Optional.of(TROUBLE) : Optional.empty(),
        rules(true, true),
        now);
  }

  @Test
  void nothingBecomesAnIncidentOnlyByATrouble() {
    assertThat(Incident.seen(Optional.empty(), Optional.empty(), rules(true, true), NOW)).isEmpty();
    assertThat(Incident.seen(Optional.empty(), Optional.of(TROUBLE), rules(true, true), NOW))
        .contains(new Opening(new Case("b", TROUBLE.since(), "SecretMissing")));
  }

  @Test
  void aTroubleThatGoesOnKeepsItsBeginningAndTakesTheNewestReason() {
    var now = CASE.because("SecretMissing");
    assertThat(now.since()).isEqualTo(CASE.since());
    assertThat(STATES.stream().map(state -> seen(state, true, NOW).orElseThrow()))
        .containsExactly(
            new Opening(now),
            new Opening(now),
            new Open(now, TOLD),
            new Reminding(now, TOLD),
            new Closing(CASE, TOLD, NOW));
  }

  @Test
  void aTroubleThatIsOverIsToldToWhoeverHeardOfIt() {
    assertThat(STATES.stream().map(state -> seen(state, false, NOW).orElseThrow()))
        .containsExactly(
            new Brief(CASE, NOW),
            new Brief(CASE, NOW),
            new Closing(CASE, TOLD, NOW),
            new Closing(CASE, TOLD, NOW),
            new Closing(CASE, TOLD, NOW));
  }

  @Test
  void theTimeOfAReminderIsKeptToTheMoment() {
    var open = new Open(CASE, TOLD);
    var due = TOLD.at().plus(Duration.ofHours(1));
    assertThat(seen(open, true, due.minusMillis(1)).orElseThrow()).isInstanceOf(Open.class);
    assertThat(seen(open, true, due).orElseThrow()).isInstanceOf(Reminding.class);
    assertThat(
            Incident.seen(
                Optional.of(open), Optional.of(TROUBLE), rules(true, false), due.plusSeconds(9)))
        .get()
        .isInstanceOf(Open.class);
  }

  @Test
  void whoWantsNoRecoveriesForgetsWhatIsOver() {
    assertThat(
            Incident.seen(
                Optional.of(new Open(CASE, TOLD)), Optional.empty(), rules(false, true), NOW))
        .isEmpty();
  }

  @Test
  void aReceiptMovesOnlyTheStateThatWaitsForIt() {
    var opened = heard(0);
    assertThat(told(new Opening(CASE), NotificationStep.OPENING)).contains(new Open(CASE, opened));
    assertThat(told(new Opening(CASE), NotificationStep.BRIEF))
        .as("said to be over while it went on: told anew")
        .contains(new Opening(new Case("b", CASE.since(), CASE.reason())));
    assertThat(told(new Brief(CASE, NOW), NotificationStep.BRIEF)).isEmpty();
    assertThat(told(new Brief(CASE, NOW), NotificationStep.OPENING))
        .contains(new Closing(CASE, opened, NOW));
    assertThat(told(new Reminding(CASE, TOLD), NotificationStep.REMINDER))
        .contains(new Open(CASE, heard(1)));
    assertThat(told(new Closing(CASE, TOLD, NOW), NotificationStep.RECOVERY)).isEmpty();
  }

  @Test
  void everyOtherReceiptChangesNothing() {
    var waits =
        java.util.Map.of(
            0, EnumSet.of(NotificationStep.OPENING, NotificationStep.BRIEF),
            1, EnumSet.of(NotificationStep.OPENING, NotificationStep.BRIEF),
            2, EnumSet.noneOf(NotificationStep.class),
            3, EnumSet.of(NotificationStep.REMINDER),
            4, EnumSet.of(NotificationStep.RECOVERY));
    var tried = new ArrayList<String>();
    for (int i = 0; i < STATES.size(); i++) {
      for (var step : NotificationStep.values()) {
        if (!waits.get(i).contains(step)) {
          tried.add(step.name());
          assertThat(told(STATES.get(i), step)).as("%s %s", i, step).contains(STATES.get(i));
        }
      }
    }
    assertThat(tried).hasSizeGreaterThan(15);
  }

  @Test
  void whatIsWrittenIsReadBackAndSaysWhatIsDue() {
    for (var state : STATES) {
      var written = Written.of("team", NotifyEvent.FAILED, state);
      assertThat(Written.read(written)).contains(state);
      assertThat(Optional.ofNullable(written.due())).isEqualTo(state.due());
    }
    assertThat(
            Written.number(Written.of("team", NotifyEvent.FAILED, new Reminding(CASE, heard(2)))))
        .isEqualTo(3);
  }

  @Test
  void aStatusThatSomebodySpoiltIsNoIncident() {
    var open = Written.of("team", NotifyEvent.FAILED, new Open(CASE, TOLD));
    var spoilt =
        Stream.of(
            status(open, null, "2026-11-24T12:00:00Z", null),
            status(open, "a", "yesterday", null),
            status(open, "a", "2026-11-24T12:00:00Z", NotificationStep.UNKNOWN),
            status(open, "a", "2026-11-24T12:00:00Z", NotificationStep.BRIEF),
            status(open, "a", "2026-11-24T12:00:00Z", NotificationStep.RECOVERY));
    assertThat(spoilt.map(Written::read)).containsOnly(Optional.empty());
  }

  private static dev.penstock.api.NotificationStatus status(
      dev.penstock.api.NotificationStatus from, String id, String since, NotificationStep due) {
    return new dev.penstock.api.NotificationStatus(
        from.entry(),
        from.event(),
        id,
        since,
        from.reason(),
        due,
        from.toldTime(),
        from.reminders(),
        from.connection(),
        from.thread(),
        null);
  }

  private static Optional<Incident> told(Incident state, NotificationStep step) {
    return Incident.told(state, receipts(Set.of(step)), rules(true, true));
  }

  private static Told heard(int reminders) {
    return new Told(NOW, reminders, "hook", Optional.of("t"));
  }
}
