package dev.penstock.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.RunState;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.status.Runs;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryTest {
  private static EtlRun asked(EtlRun run, String more) {
    run.setSpec(Serialization.unmarshal("pipeline: orders\n" + more, EtlRunSpec.class));
    return run;
  }

  /** The run ended at 11:07. */
  @ParameterizedTest
  @CsvSource({
    "3600, 2026-11-24T11:07:00Z, PT1H",
    "3600, 2026-11-24T12:06:59Z, PT1S",
    "3600, 2026-11-24T12:07:00Z, PT0S",
    "3600, 2026-11-25T12:07:00Z, PT-24H",
    "0, 2026-11-24T11:07:00Z, PT0S",
    "31536000, 2026-11-24T11:07:00Z, PT8760H"
  })
  void aRunIsKeptForItsTimeAfterItsEnd(int seconds, Instant now, Duration left) {
    var run = asked(Runs.ended("done", RunState.FAILED, 7), "ttlSecondsAfterFinished: " + seconds);
    assertThat(Expiry.left(run, now)).contains(left);
  }

  @Test
  void aRunWithoutATimeIsKeptForGoodAndOneUnderWayAnyway() {
    var later = Instant.parse("2036-11-24T11:07:00Z");
    assertThat(Expiry.left(asked(Runs.ended("done", RunState.SUCCEEDED, 7), ""), later)).isEmpty();
    var running = Runs.active("runs", RunState.RUNNING);
    assertThat(Expiry.left(asked(running, "ttlSecondsAfterFinished: 0"), later)).isEmpty();
  }
}
