package dev.penstock.cli;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How long a run is kept after its end. */
final class Kept {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,8})([smhd])");
  private static final int MOST = 31_536_000;

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      description =
          "How long the run is kept after its end, as 90s, 30m, 12h or 7d, at most 365d; without it"
              + " until someone deletes it.")
  private @Nullable String time;

  /**
   * {@return that in seconds; null: it was not said}
   *
   * @throws ParameterException for what is no such time
   */
  @Nullable Integer seconds(CommandSpec command) {
    if (time == null) {
      return null;
    }
    var parts = TIME.matcher(time);
    long seconds = parts.matches() ? Long.parseLong(parts.group(1)) * unit(parts.group(2)) : -1;
    if (seconds < 0 || seconds > MOST) {
      throw new ParameterException(
          command.commandLine(), "write --ttl as 90s, 30m, 12h or 7d, at most 365d");
    }
    return (int) seconds;
  }

  private static int unit(String letter) {
    return switch (letter) {
      case "s" -> 1;
      case "m" -> 60;
      case "h" -> 3_600;
      default -> 86_400;
    };
  }
}
