package dev.penstock.operator.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.operator.Given;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunsInUseTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private Instant now = NOON;
  private final RunsInUse runs =
      new RunsInUse(
          new Clock() {
            @Override
            public ZoneOffset getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now;
            }
          });

  @Test
  void runsThatHaveStartedAreCountedAgainstTheLimit() {
    var jobs =
        List.of(
            Given.job("works", false, "{}"),
            Given.job("waits", true, "{}"),
            Given.job("ended", false, "conditions: [{type: Complete, status: 'True'}]"));
    var spec =
        Serialization.unmarshal(
            "postgres: {host: a, database: b}\nlimits: {runs: 4}", EtlConnectionSpec.class);
    assertThat(RunsInUse.count("shop-db", spec, jobs)).isEqualTo("1/4");
    assertThat(RunsInUse.count("lake", Given.connection("lake").getSpec(), jobs)).isEqualTo("1");
    assertThat(RunsInUse.count("other", null, jobs)).isEqualTo("0");
  }

  @Test
  void aChangeIsToldAtOnceAndTheNextThirtySecondsLater() {
    assertThat(runs.tell("uid", null, "0"))
        .isEqualTo(new RunsInUse.Told("0", java.util.Optional.empty()));
    now = NOON.plusSeconds(10);
    assertThat(runs.tell("uid", "0", "1").text()).isEqualTo("0");
    assertThat(runs.tell("uid", "0", "1").again()).contains(NOON.plusSeconds(30));
    now = NOON.plus(Duration.ofSeconds(30));
    assertThat(runs.tell("uid", "0", "1").text()).isEqualTo("1");
    assertThat(runs.tell("uid", "1", "1").again()).isEmpty();
  }

  @Test
  void whatWentBackMeanwhileIsNotWritten() {
    runs.tell("uid", null, "0");
    assertThat(runs.tell("uid", "0", "1").text()).isEqualTo("0");
    assertThat(runs.tell("uid", "0", "0").again()).isEmpty();
  }
}
