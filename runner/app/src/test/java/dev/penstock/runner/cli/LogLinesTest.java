package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LogLinesTest {
  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void configure() {
    new LogLines().configure(context);
  }

  @Test
  void aLineTellsItsTimeInUtcItsLevelAndWhoseItIs() {
    assertThat(line("event=begin"))
        .isEqualTo("2026-03-29T01:30:00.000Z level=INFO run=none at=Here event=begin\n");
  }

  @Test
  void aRunIsNamedByEachLineAfterItIsKnown() {
    assertThat(line("event=begin")).contains(" run=none ");
    context.putProperty("run", "9d836d49");
    assertThat(line("event=begin")).contains(" run=9d836d49 ");
  }

  @Test
  void itIsPrintedToStderrOurOwnFromInfoAndOthersFromWarn() {
    assertThat(printing())
        .isInstanceOfSatisfying(
            ConsoleAppender.class,
            console -> assertThat(console.getTarget()).isEqualTo("System.err"));
    assertThat(context.getLogger("dev.penstock.runner").getEffectiveLevel()).isEqualTo(Level.INFO);
    assertThat(context.getLogger("org.postgresql").getEffectiveLevel()).isEqualTo(Level.WARN);
  }

  @Test
  void logbackFindsIt() {
    assertThat(ServiceLoader.load(Configurator.class)).hasAtLeastOneElementOfType(LogLines.class);
  }

  private OutputStreamAppender<ILoggingEvent> printing() {
    return (OutputStreamAppender<ILoggingEvent>)
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(LogLines.PRINTING);
  }

  private String line(String message) {
    var event =
        new LoggingEvent(
            "", context.getLogger("dev.penstock.Here"), Level.INFO, message, null, null);
    event.setInstant(Instant.parse("2026-03-29T01:30:00Z"));
    return new String(printing().getEncoder().encode(event), StandardCharsets.UTF_8);
  }
}
