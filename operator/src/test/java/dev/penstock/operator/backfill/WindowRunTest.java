package dev.penstock.operator.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.ParameterValueSpec;
import dev.penstock.api.RunTrigger;
import dev.penstock.api.WindowSpec;
import dev.penstock.api.model.Wanted.Window;
import dev.penstock.operator.Given;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowRunTest {
  @Test
  void theRunOfAWindowHasTheValuesOfTheBackfillAndStaysAsLongAsIt() {
    var backfill = Given.run("history", "orders");
    backfill.setSpec(
        Serialization.unmarshal(
            """
            pipeline: orders
            backfill: {from: 2026-03-01, to: 2026-03-03, every: Day}
            parameters: [{name: region, value: north}]
            ttlSecondsAfterFinished: 60
            """,
            EtlRunSpec.class));
    var start = Instant.parse("2026-03-01T00:00:00Z");
    var end = Instant.parse("2026-03-02T00:00:00Z");
    assertThat(WindowRun.desired(backfill, new Window(start, end)).getSpec())
        .isEqualTo(
            new EtlRunSpec(
                "orders",
                RunTrigger.BACKFILL,
                null,
                new WindowSpec("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"),
                null,
                null,
                null,
                null,
                List.of(new ParameterValueSpec("region", "north"))));
  }
}
