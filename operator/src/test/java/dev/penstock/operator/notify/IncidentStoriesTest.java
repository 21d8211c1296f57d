package dev.penstock.operator.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.NotificationStatus;
import dev.penstock.api.NotificationStep;
import dev.penstock.api.NotifyEvent;
import dev.penstock.api.StatusCondition;
import dev.penstock.operator.Given;
import dev.penstock.operator.notify.Simulated.Arrived;
import dev.penstock.operator.notify.Simulated.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person is told, whatever happens to the operator meanwhile. */
class IncidentStoriesTest {
  private static final String NOTIFY = "notify: [{name: team, connection: hook}]\n";

  private final Simulated world = new Simulated(new Random(7), NOTIFY);

  private List<NotificationStep> steps() {
    return world.arrived.stream().map(Arrived::step).toList();
  }

  @Test
  void aFailureIsToldOnceAndItsRecoveryOnce() {
    world.runFails();
    world.settle();
    world.runFails();
    world.settle();
    world.settle();
    assertThat(steps()).containsExactly(NotificationStep.OPENING);
    world.runSucceeds();
    world.settle();
    world.settle();
    assertThat(steps()).containsExactly(NotificationStep.OPENING, NotificationStep.RECOVERY);
    assertThat(world.written()).isEmpty();
    assertThat(world.arrived.stream().map(Arrived::incident).distinct()).hasSize(1);
  }

  @Test
  void whatGoesOnIsToldAgainAfterAnHourFourAndThenDaily() {
    world.runFails();
    world.settle();
    var opened = world.arrived.getFirst().at();
    for (int minutes = 0; minutes < 5 * 24 * 60; minutes += 10) {
      world.pass(Duration.ofMinutes(10));
      world.work(Point.NEVER);
    }
    assertThat(world.arrived.stream().skip(1).map(Arrived::step))
        .containsOnly(NotificationStep.REMINDER);
    assertThat(
            world.arrived.stream().skip(1).map(one -> Duration.between(opened, one.at()).toHours()))
        .startsWith(1L, 5L, 29L, 53L);
    assertThat(world.arrived.stream().skip(1).map(Arrived::number)).startsWith(1, 2, 3, 4);
  }

  @Test
  void aSuspendedPipelineIsNotRemindedOf() {
    var quiet = new Simulated(new Random(7), NOTIFY + "suspend: true\n");
    quiet.runFails();
    quiet.settle();
    for (int days = 0; days < 5; days++) {
      quiet.pass(Duration.ofDays(1));
      quiet.work(Point.NEVER);
    }
    assertThat(quiet.arrived).hasSize(1);
  }

  @Test
  void whatIsSuspendedWhileItIsStaleHasNotRecovered() {
    var time = "2026-11-24T11:00:00Z";
    var open =
        new NotificationStatus(
            "team", NotifyEvent.STALE, "id", time, "Stale", null, time, null, "hook", null, null);
    assertThat(account("suspend: true\n", "Unknown", open)).containsExactly(open);
    assertThat(account("", "False", open))
        .singleElement()
        .extracting(NotificationStatus::due)
        .isNotEqualTo(NotificationStep.RECOVERY);
    assertThat(account("", "True", open))
        .singleElement()
        .extracting(NotificationStatus::due)
        .isEqualTo(NotificationStep.RECOVERY);
  }

  private static List<NotificationStatus> account(
      String more, String fresh, NotificationStatus before) {
    var pipeline = Given.pipeline("orders", NOTIFY + "freshness: 1h\n" + more);
    var condition =
        new StatusCondition("Fresh", fresh, 1L, "2026-11-24T11:00:00Z", "Stale", "It is old.");
    var status =
        new EtlPipelineStatus(
                1L, List.of(condition), null, null, null, null, 0, null, null, null, null, null)
            .withNotifications(List.of(before));
    pipeline.setStatus(status);
    var incidents =
        Account.of(
                pipeline,
                status,
                (incident, step, number) -> Optional.empty(),
                Instant.parse("2026-11-24T12:30:00Z"))
            .incidents();
    return incidents == null ? List.of() : incidents;
  }

  @Test
  void whatIsOverBeforeItCouldBeToldIsOneMessage() {
    world.reachable(false);
    world.runFails();
    world.work(Point.NEVER);
    world.runSucceeds();
    world.work(Point.NEVER);
    world.pass(Duration.ofHours(1));
    world.reachable(true);
    world.settle();
    assertThat(steps()).containsExactly(NotificationStep.BRIEF);
    assertThat(world.written()).isEmpty();
  }

  @Test
  void whoDoesNotWantRecoveriesIsToldOfNone() {
    var quiet =
        new Simulated(
            new Random(7), "notify: [{name: team, connection: hook, events: [Failed]}]\n");
    quiet.runFails();
    quiet.settle();
    quiet.runSucceeds();
    quiet.settle();
    assertThat(quiet.arrived.stream().map(Arrived::step)).containsExactly(NotificationStep.OPENING);
    assertThat(quiet.written()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Point.class)
  void aDeathAnywhereLosesNothingAndDoublesOnlyWhatWasSentUnnoted(Point death) {
    world.runFails();
    world.work(death);
    world.settle();
    world.runSucceeds();
    world.work(death);
    world.settle();
    if (death == Point.AFTER_SENDING) {
      assertThat(steps())
          .containsExactly(
              NotificationStep.OPENING,
              NotificationStep.OPENING,
              NotificationStep.RECOVERY,
              NotificationStep.RECOVERY);
    } else {
      assertThat(steps()).containsExactly(NotificationStep.OPENING, NotificationStep.RECOVERY);
    }
  }

  /** What arrived and was not noted before a death is the only thing that is sent again. */
  @Test
  void randomLivesLoseNoIncidentAndDoubleNoMessageButWhereAReceiptWasLost() {
    for (long seed = 1; seed <= 400; seed++) {
      live(seed);
    }
  }

  private static void live(long seed) {
    var random = new Random(seed);
    var world = new Simulated(random, NOTIFY);
    var failuresBegun = new ArrayList<Integer>();
    boolean broken = false;
    for (int i = 0; i < 120; i++) {
      world.pass(Duration.ofSeconds(random.nextInt(1, 4000)));
      switch (random.nextInt(6)) {
        case 0, 1 -> world.runFails();
        case 2 -> world.runSucceeds();
        case 3 -> world.restart();
        default -> world.reachable(random.nextInt(4) > 0);
      }
      if (world.isBroken() && !broken) {
        failuresBegun.add(i);
      }
      broken = world.isBroken();
      var death =
          random.nextInt(3) == 0
              ? Point.values()[random.nextInt(Point.values().length)]
              : Point.NEVER;
      world.work(death);
    }
    world.reachable(true);
    world.settle();
    world.runSucceeds();
    world.settle();
    world.settle();
    assertThat(world.written()).as("seed %d", seed).isEmpty();
    var byMessage =
        world.arrived.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.incident() + one.step() + one.number(), Collectors.counting()));
    long doubled = byMessage.values().stream().mapToLong(count -> count - 1).sum();
    assertThat(doubled).as("seed %d", seed).isLessThanOrEqualTo(world.lostReceipts());
    byIncident(world)
        .forEach((incident, steps) ->
            assertThat(steps)
                .as("seed %d: every incident ends", seed)
                .containsAnyOf(NotificationStep.RECOVERY, NotificationStep.BRIEF));
    if (!failuresBegun.isEmpty()) {
      assertThat(world.arrived).as("seed %d", seed).isNotEmpty();
    }
  }

  private static Map<String, List<NotificationStep>> byIncident(Simulated world) {
    return world.arrived.stream()
        .collect(
            Collectors.groupingBy(
                Arrived::incident, Collectors.mapping(Arrived::step, Collectors.toList())));
  }
}
