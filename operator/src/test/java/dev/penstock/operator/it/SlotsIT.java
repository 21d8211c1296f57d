package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.SlotState;
import dev.penstock.api.SlotStatus;
import dev.penstock.api.SlotsStatus;
import dev.penstock.operator.Given;
import dev.penstock.operator.RunningOperator;
import dev.penstock.operator.resource.EtlPipeline;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Slots of every minute, which Kubernetes' own controller makes Jobs for. It waits more than it
 * works, so it runs beside the other classes.
 */
@Execution(ExecutionMode.CONCURRENT)
class SlotsIT {
  private static final String COMMITTED =
      """
      {"reason":"Committed","message":"Committed entry 1","commit":1,
       "targets":[{"name":"orders","rows":7}]}\
      """;

  private static final int DEADLINE = 20;

  private static TestCluster cluster;
  private static RunningOperator operator;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (TestCluster.possible()) {
      cluster = TestCluster.start();
      operator = cluster.operator(new Requests());
    }
  }

  @BeforeEach
  void needsAControlPlane() {
    TestCluster.assumePossible();
  }

  @AfterAll
  static void stop() throws IOException {
    try (var control = cluster;
        var running = operator) {}
  }

  /** One story, because each slot takes its minute. */
  @Test
  void everySlotIsAccountedForOverARunThatIsActiveAnOperatorThatWasAwayAndASuspension() {
    var team = Team.in(cluster.admin(), "slots");
    team.ready(everyMinute("false"));
    var first = slots(team, slot -> slot.outcome() == SlotState.RUNNING);
    var run = Objects.requireNonNull(last(first).run());
    assertThat(last(first).time()).endsWith(":00Z");

    // The controller's own Forbid: the run goes on while the next slot comes.
    var beside = slots(team, slot -> "PreviousActive".equals(slot.reason()));
    assertThat(last(beside).run()).isEqualTo(run);
    assertThat(team.events("orders")).contains("SlotSkipped");

    // Without an operator the next Job waits, and is in the way of the slot after it.
    operator.close();
    var newest = newestSlot(team);
    team.podEnds(team.run(run, RunState.RUNNING).job(), 0, COMMITTED);
    inMinutes().until(() -> newestSlot(team), slot -> slot.isAfter(newest));
    var overtaken = newestSlot(team).plusSeconds(60 + DEADLINE + 6);
    inMinutes().until(() -> Instant.now().isAfter(overtaken));
    operator = cluster.operator(new Requests());
    slots(team, slot -> "OperatorAway".equals(slot.late()));
    var away = slots(team, slot -> "OperatorAway".equals(slot.reason()));
    assertThat(away.recent())
        .extracting(SlotStatus::outcome)
        .contains(SlotState.SUCCEEDED, SlotState.SKIPPED);
    assertThat(team.events("orders")).contains("SlotLate");

    team.ready(everyMinute("true"));
    assertThat(suspended(team, true).slots().schedule()).isEqualTo("* * * * *");
    team.ready(everyMinute("false"));
    suspended(team, false);
  }

  private static EtlPipelineStatus suspended(Team team, boolean suspended) {
    return team.pipeline(
            "orders",
            status ->
                status.slots() != null
                    && Boolean.TRUE.equals(status.slots().suspend()) == suspended)
        .getStatus();
  }

  private static EtlPipeline everyMinute(String suspend) {
    var pipeline = Given.pipeline("orders", "startingDeadlineSeconds: %d\n".formatted(DEADLINE));
    var json =
        Serialization.asJson(pipeline.getSpec())
            .replace("0 0 1 1 *", "* * * * *")
            .replaceFirst("^\\{", "{\"suspend\":" + suspend + ",");
    pipeline.setSpec(Serialization.unmarshal(json, EtlPipelineSpec.class));
    return pipeline;
  }

  private static Instant newestSlot(Team team) {
    return Instant.parse(team.cronJob("orders").getStatus().getLastScheduleTime());
  }

  private static SlotsStatus slots(Team team, Predicate<SlotStatus> any) {
    return inMinutes()
        .until(
            () -> team.pipeline("orders", status -> status.slots() != null).getStatus().slots(),
            slots -> recent(slots).stream().anyMatch(any));
  }

  private static List<SlotStatus> recent(SlotsStatus slots) {
    return Objects.requireNonNullElse(slots.recent(), List.of());
  }

  private static SlotStatus last(SlotsStatus slots) {
    return recent(slots).getLast();
  }

  /** Slots come by the minute. */
  private static ConditionFactory inMinutes() {
    return soon().atMost(Duration.ofMinutes(5));
  }
}
