package dev.penstock.runner.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.CapabilityState;
import dev.penstock.api.ConnectionCapability;
import dev.penstock.api.runner.CheckMessage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckFileTest {
  private static CheckMessage of(int capabilities, int length) {
    return new CheckMessage(
        "shop-db",
        "postgres",
        true,
        CheckMessage.REACHABLE,
        "Connection shop-db can be reached",
        null,
        IntStream.range(0, capabilities)
            .mapToObj(i -> ConnectionCapability.missing("Capability" + i, "ü".repeat(length)))
            .toList());
  }

  @Test
  void whatFitsIsWrittenWhole() throws Exception {
    var message = of(6, 100);
    assertThat(new ObjectMapper().readValue(CheckFile.fit(message), CheckMessage.class))
        .isEqualTo(message);
  }

  @Test
  void sentencesGiveWayBeforeStates() throws Exception {
    var json = CheckFile.fit(of(10, 2000));
    assertThat(json.length).isLessThanOrEqualTo(4096);
    var read = new ObjectMapper().readValue(json, CheckMessage.class);
    assertThat(read.capabilities())
        .hasSize(10)
        .allSatisfy(one -> assertThat(one.state()).isEqualTo(CapabilityState.MISSING));
  }

  @Test
  void theReasonStaysWhateverThereIs() throws Exception {
    var json = CheckFile.fit(of(200, 2000));
    assertThat(json.length).isLessThanOrEqualTo(4096);
    assertThat(new ObjectMapper().readValue(json, CheckMessage.class).reason())
        .isEqualTo("Reachable");
  }
}
