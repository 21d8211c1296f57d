package dev.penstock.runner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Whether what is written to stderr is seen by a person at once. */
final class Terminal {
  private static final int USUAL_COLUMNS = 80;

  private Terminal() {}

  /** {@return whether lines on stderr can be drawn over} */
  static boolean redraws(Map<String, String> environment) {
    var console = System.console();
    return console != null
        && console.isTerminal()
        && !"dumb".equals(environment.getOrDefault("TERM", "dumb"))
        && !stderrIsAFile();
  }

  /** {@return how wide it is, as the launcher says; else as most are} */
  static int columns(Map<String, String> environment) {
    var columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : USUAL_COLUMNS;
  }

  /** Keeps the phases of a run out of the log: a block that is drawn over says them already. */
  static void onlyWarnings() {
    if (LoggerFactory.getLogger("dev.penstock") instanceof ch.qos.logback.classic.Logger logger) {
      logger.setLevel(ch.qos.logback.classic.Level.WARN);
    }
  }

  // The JDK asks for stdin and stdout only; `2> log` is as usual.
  private static boolean stderrIsAFile() {
    try {
      var stderr = Path.of("/proc/self/fd/2");
      return Files.exists(stderr) && !Files.readSymbolicLink(stderr).startsWith("/dev");
    } catch (IOException e) {
      return false;
    }
  }
}
