package dev.penstock.operator.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuestionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Answer FINE = new Answer(true, "ok");
  private static final Answer WAITS = new Answer(false, "cache runs/Job is not filled");

  @Test
  void itHearsWhatAnOperatorSaysOfItself() throws Exception {
    try (var health = HealthServer.start("127.0.0.1", 0, () -> FINE, () -> WAITS, () -> "")) {
      assertThat(question(health.port(), "/healthz/live").ask()).isEqualTo(FINE);
      assertThat(question(health.port(), "/healthz/ready").ask()).isEqualTo(WAITS);
      assertThat(question(health.port(), "/elsewhere").ask().ok()).isFalse();
    }
  }

  @Test
  void noAnswerIsNotOk() throws Exception {
    int port;
    try (var health = HealthServer.start("127.0.0.1", 0, () -> FINE, () -> FINE, () -> "")) {
      port = health.port();
    }
    var answer = question(port, "/healthz/ready").ask();
    assertThat(answer.ok()).isFalse();
    assertThat(answer.text()).startsWith("http://127.0.0.1:%d/".formatted(port));
  }

  @Test
  void onlyAnAddressOfHttpIsAsked() {
    var question = new Question("ftp://127.0.0.1/ready", PATIENCE);
    assertThatThrownBy(question::ask).isInstanceOf(IllegalArgumentException.class);
  }

  private static Question question(int port, String path) {
    return new Question("http://127.0.0.1:%d%s".formatted(port, path), PATIENCE);
  }
}
