package dev.penstock.runner.cli;

import dev.penstock.runner.run.Checkpoints;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stays at one point for some seconds, so that a test can kill the process right there. */
record Pause(String point, Duration length) implements Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Pause.class);

  /** {@return what {@code staged:30} says; without such a text: nothing ever happens} */
  static Checkpoints of(Optional<String> text) {
    if (text.isEmpty()) {
      return point -> {};
    }
    var fields = text.get().split(":", 2);
    if (fields.length != 2 || !fields[1].matches("\\d{1,4}")) {
      throw new IllegalArgumentException(Environment.PAUSE_AT + " is not POINT:SECONDS");
    }
    return new Pause(fields[0], Duration.ofSeconds(Integer.parseInt(fields[1])));
  }

  @Override
  public void reached(String at) throws InterruptedException {
    if (at.equals(point)) {
      LOG.info("event=paused at={} seconds={}", point, length.toSeconds());
      Thread.sleep(length);
    }
  }
}
