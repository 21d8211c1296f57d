package dev.penstock.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.operator.Given;
import dev.penstock.operator.event.Announcement;
import dev.penstock.operator.event.Announcement.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
    assertThat(registry.getMeters()).hasSize(1);
  }

  @Test
  void moreReasonsThanAnyReleaseHasAreOneLabel() {
    for (int i = 0; i < RunsEnded.REASONS + 5; i++) {
      ended.written(Given.run("first", "orders"), news("RunFailed", "Reason" + i));
    }
    assertThat(count("Failed", "Other")).isEqualTo(5);
    assertThat(registry.getMeters()).hasSize(RunsEnded.REASONS + 1);
  }

  private double count(String result, String reason) {
    return registry.get(RunsEnded.NAME).tags("result", result, "reason", reason).counter().count();
  }

  private static Announcement news(String reason, String once) {
    return new Announcement(Kind.WARNING, reason, "A sentence.", once);
  }
}
