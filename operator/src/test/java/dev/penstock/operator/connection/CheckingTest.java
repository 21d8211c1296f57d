package dev.penstock.operator.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.validation.Validator;
import dev.penstock.operator.Given;
import dev.penstock.operator.settings.Checks;
import dev.penstock.operator.settings.RunnerImage;
import dev.penstock.operator.status.ConnectionOutcome;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckingTest {
  private Instant now = Instant.parse("2026-11-24T12:00:00Z");

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };

  private Optional<Instant> due(Checking checking, String name) {
    var connection = Given.connection(name);
    var outcome = new ConnectionOutcome(connection, now);
    var checked = new Validator().connection(name, connection.getSpec());
    var status = outcome.status(Optional.empty(), checked, List.of(), null, Optional.empty());
    return checking.look(connection, status, outcome, List.of()).due();
  }

  @Test
  void aConnectionThatIsSeenNoMoreIsForgottenAndOneThatIsSeenIsStillDue() {
    try (var client = new KubernetesClientBuilder().withConfig(Config.empty()).build()) {
      var checking =
          new Checking(client, new RunnerImage("runner:1", "IfNotPresent"), Checks.DAILY, clock);
      var first = now.plus(Checks.DAILY.delay());
      assertThat(due(checking, "deleted")).contains(first);
      now = now.plus(Duration.ofHours(20));
      assertThat(due(checking, "deleted")).as("it waits since it was noticed").contains(first);
      var second = now.plus(Checks.DAILY.delay());
      assertThat(due(checking, "lake")).contains(second);
      assertThat(checking.waiting()).isEqualTo(2);
      now = now.plus(Duration.ofHours(5));
      assertThat(due(checking, "lake")).contains(second);
      assertThat(checking.waiting()).isEqualTo(1);
    }
  }
}
