package dev.penstock.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.runner.ExitCode;
import dev.penstock.operator.health.Answer;
import dev.penstock.operator.health.HealthServer;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
  private static final Answer FINE = new Answer(true, "ok");
  private static final Answer WAITS = new Answer(false, "the caches are being filled");

  @Test
  void anAnsweredQuestionEndsByItsAnswer() throws Exception {
    try (var health = HealthServer.start("127.0.0.1", 0, () -> FINE, () -> WAITS, () -> "")) {
      var address = "http://127.0.0.1:%d/healthz/".formatted(health.port());
      assertThat(Main.ask(List.of("ask", address + "live"))).isEqualTo(ExitCode.DONE);
      assertThat(Main.ask(List.of("ask", address + "ready"))).isEqualTo(ExitCode.TRANSIENT);
    }
  }

  @Test
  void otherWordsAreWrong() throws Exception {
    assertThat(Main.ask(List.of("ask"))).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(Main.ask(List.of("run", "x"))).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(Main.ask(List.of("ask", "not an address"))).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(Main.ask(List.of("ask", "ftp://shop/ready"))).isEqualTo(ExitCode.CONFIGURATION);
  }
}
