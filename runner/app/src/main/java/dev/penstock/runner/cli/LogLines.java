package dev.penstock.runner.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log is like: phases and decisions of a run, key=value, to stderr; stdout is for people.
 * Said here and not in XML, which every start would have to read first; a {@code logback.xml} on
 * the class path, as tests have one, comes before this.
 */
@ConfiguratorRank(ConfiguratorRank.FALLBACK)
public final class LogLines extends ContextAwareBase implements Configurator {
  /** The appender that prints. */
  static final String PRINTING = "stderr";

  private static final String RUN = "run";
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} level=%level run=%property{"
          + RUN
          + "} at=%logger{0} %msg%n%ex{short}";

  /** Only for logback, which finds it as a service. */
  public LogLines() {}

  /** From now on each line names the run, where the log is written as here. */
  static void name(String run) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.putProperty(RUN, run);
    }
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    context.putProperty(RUN, "none");
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    var printing = new ConsoleAppender<ILoggingEvent>();
    printing.setContext(context);
    printing.setName(PRINTING);
    printing.setTarget(ConsoleTarget.SystemErr.getName());
    printing.setEncoder(encoder);
    printing.start();
    context.getLogger("dev.penstock").setLevel(Level.INFO);
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(printing);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
