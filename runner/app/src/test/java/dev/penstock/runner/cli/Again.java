package dev.penstock.runner.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/** What the runner says of warehouses that it asks again, from its opening on. */
final class Again implements AutoCloseable {
  private final Logger logger =
      (Logger) LoggerFactory.getLogger("dev.penstock.runner.target.redshift.Patience");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
        }
      };

  Again() {
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.addAppender(appender);
  }

  /** Waits until something was asked again so often. */
  void heard(String act, String why, int times) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() ->
            lines.stream().filter(line -> line.contains("act=" + act) && line.contains(why)).count()
                >= times);
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    appender.stop();
  }
}
