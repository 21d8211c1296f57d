package dev.penstock.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.operator.Given;
import dev.penstock.operator.event.Announcement;
import dev.penstock.operator.event.Announcement.Kind;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunsEndedTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RunsEnded ended = new RunsEnded(registry);

  @Test
  void anEndedRunIsCountedByResultAndReason() {
    ended.written(Given.run("first", "orders"), news("RunFailed", "SecretMissing"));
    ended.written(Given.run("first", "orders"), news("RunStarted", "Admitted"));
    ended.written(Given.pipeline("orders"), news("RunFailed", "SecretMissing"));
    assertThat(count("Failed", "SecretMissing")).isEqualTo(1);
    assertThat(shown()).hasSize(1);
  }

  @Test
  void whatARunTookAndCommittedIsMeasured() {
    var status =
        Serialization.unmarshal(
            """
            state: Succeeded
            commit: 7
            rows: 15000
            startTime: 2026-11-24T11:00:00Z
            completionTime: 2026-11-24T11:01:30Z
            targets: [{name: orders, rows: 15000, bytes: 4096}, {name: log, bytes: 4}]
            """,
            EtlRunStatus.class);
    ended.written(Given.run("first", "orders", status), news("RunSucceeded", "Committed"));
    var took = registry.get(RunSizes.DURATION).tag("result", "Succeeded").timer();
    assertThat(took.count()).isEqualTo(1);
    assertThat(took.totalTime(TimeUnit.SECONDS)).isEqualTo(90);
    assertThat(registry.get(RunSizes.ROWS).counter().count()).isEqualTo(15000);
    assertThat(registry.get(RunSizes.BYTES).counter().count()).isEqualTo(4100);
  }

  @Test
  void whatRunsDidNotTakeAsItCameIsCountedByKindFromZero() {
    assertThat(rejects("refused") + rejects("truncated") + rejects("setNull")).isZero();
    ended.written(
        Given.run("first", "orders", rejecting("{truncated: 3, replaced: 17}")),
        news("RunSucceeded", "Committed"));
    ended.written(
        Given.run("second", "orders", rejecting("{refused: 40}")),
        news("RunFailed", "CheckFailed"));
    assertThat(rejects("refused")).isEqualTo(40);
    assertThat(rejects("truncated")).isEqualTo(3);
    assertThat(rejects("setNull")).isZero();
    assertThat(rejects("replaced")).isEqualTo(17);
    assertThat(registry.get(RunSizes.REJECTS).counters()).hasSize(4);
  }

  @Test
  void aRunThatNeitherStartedNorCommittedHasNoSize() {
    var status =
        Serialization.unmarshal(
            """
            state: Superseded
            rows: 5
            completionTime: 2026-11-24T11:01:30Z
            """,
            EtlRunStatus.class);
    ended.written(Given.run("first", "orders", status), news("RunSuperseded", "NewerSlot"));
    assertThat(registry.get(RunSizes.DURATION).tag("result", "Superseded").timer().count())
        .isZero();
    assertThat(registry.get(RunSizes.ROWS).counter().count()).isZero();
    assertThat(count("Superseded", "NewerSlot")).isEqualTo(1);
  }

  @Test
  void moreReasonsThanAnyReleaseHasAreOneLabel() {
    for (int i = 0; i < RunsEnded.REASONS + 5; i++) {
      ended.written(Given.run("first", "orders"), news("RunFailed", "Reason" + i));
    }
    assertThat(count("Failed", "Other")).isEqualTo(5);
    assertThat(shown()).hasSize(RunsEnded.REASONS + 1);
  }

  private double count(String result, String reason) {
    return registry.get(RunsEnded.NAME).tags("result", result, "reason", reason).counter().count();
  }

  @Test
  void eachResultIsThereFromZero() {
    assertThat(registry.get(RunsEnded.NAME).counters())
        .extracting(counter -> counter.getId().getTag("result"))
        .containsExactlyInAnyOrder("Succeeded", "Failed", "Cancelled", "Superseded", "Unknown");
    assertThat(shown()).isEmpty();
  }

  /** Those that have counted something. */
  private List<Counter> shown() {
    return registry.get(RunsEnded.NAME).counters().stream()
        .filter(counter -> counter.count() > 0)
        .toList();
  }

  private double rejects(String kind) {
    return registry.get(RunSizes.REJECTS).tag("kind", kind).counter().count();
  }

  private static EtlRunStatus rejecting(String rejects) {
    return Serialization.unmarshal("state: Succeeded\nrejects: " + rejects, EtlRunStatus.class);
  }

  private static Announcement news(String reason, String once) {
    return new Announcement(Kind.WARNING, reason, "A sentence.", once);
  }
}
