package dev.penstock.sandbox.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** What the tests of clusters need of the machine, and what they find on it. */
public final class Levels {
  private Levels() {}

  /** Skips the test, with the machine's reason, when the level is out of reach. */
  public static boolean reached(ClusterLevel needed) {
    return LevelChoice.of(Machine.inspect()).level().compareTo(needed) <= 0;
  }

  /** Skips the calling test, with the reason, below that level. */
  public static void assume(ClusterLevel needed) {
    var choice = LevelChoice.of(Machine.inspect());
    Assumptions.assumeTrue(choice.level().compareTo(needed) <= 0, choice.sentence());
  }

  /** Processes of the machine, without this one, that have the folder in their command line. */
  public static List<String> commandsThatMention(Path folder) throws IOException {
    var found = new ArrayList<String>();
    try (var processes =
        Files.newDirectoryStream(Path.of("/proc"), p -> p.endsWith(digits(p.getFileName())))) {
      for (var process : processes) {
        var command = commandLine(process);
        if (command.contains(folder.toString())) {
          found.add(process.getFileName() + " " + command);
        }
      }
    }
    return found;
  }

  private static String digits(Path name) {
    return name.toString().matches("\\d+") ? name.toString() : "none";
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      // It has ended meanwhile.
      return "";
    }
  }
}
