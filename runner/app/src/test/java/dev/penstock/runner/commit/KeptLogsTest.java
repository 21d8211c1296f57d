package dev.penstock.runner.commit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeptLogsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

  private final SimulatedBucket bucket =
      new SimulatedBucket(new SimulatedBucket.Objects(), Faults.none());
  private final KeptLogs logs = new KeptLogs(bucket, "_penstock/sales/orders");

  @Test
  void attemptsOfARunLieBesideEachOtherInTheOrderOfTheirBeginning() {
    logs.keep("run-1", "zeta", NOON, "first".getBytes(UTF_8));
    logs.keep("run-1", "alpha", NOON.plusSeconds(60), "second".getBytes(UTF_8));
    logs.keep("run-10", "other", NOON, "of another run".getBytes(UTF_8));
    assertThat(logs.of("run-1"))
        .containsExactly(
            new KeptLogs.Kept(
                "_penstock/sales/orders/logs/run-1/20260301T120000.123Z-zeta.log",
                "zeta",
                Instant.parse("2026-03-01T12:00:00.123Z")),
            new KeptLogs.Kept(
                "_penstock/sales/orders/logs/run-1/20260301T120100.123Z-alpha.log",
                "alpha",
                Instant.parse("2026-03-01T12:01:00.123Z")));
    assertThat(logs.text(logs.of("run-1").getLast())).asString().isEqualTo("second");
    assertThat(logs.location("run-1")).isEqualTo("acme-lake/_penstock/sales/orders/logs/run-1/");
  }

  @Test
  void whatIsNoLogIsPassedOver() {
    bucket.put("_penstock/sales/orders/logs/run-1/notes.txt", new byte[1]);
    assertThat(logs.of("run-1")).isEmpty();
  }
}
