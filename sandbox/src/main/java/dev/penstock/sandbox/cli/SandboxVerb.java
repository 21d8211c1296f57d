package dev.penstock.sandbox.cli;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.demo.Pictures;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code sandbox up|status|shop|down|clean}, and {@code serve}, which {@code up} starts in the
 * background.
 */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description = "The world of the demo, in the background: source, S3, warehouse, Kubernetes.")
final class SandboxVerb {
  private final PrintStream out = System.out;

  @Command(
      name = "up",
      mixinStandardHelpOptions = true,
      description =
          "Starts it and returns when it is ready. A second time it only says so. With --context"
              + " the cluster is one that you have, on which nothing is made.")
  int up(
      @Option(
              names = "--scale",
              defaultValue = "0.01",
              description = "rows of the shop: 1 is 1.5 million orders (default: ${DEFAULT-VALUE})")
          double scale,
      @Mixin LevelOptions level)
      throws IOException, InterruptedException {
    return new Background(SandboxHome.current(), out).up(scale, level.choice());
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description =
          "One line for each part, and how much disk the cache takes. Exit code 0: all of them"
              + " answer, 1: not all, 75: it is down.")
  int status() {
    return new Status(state(), out).print();
  }

  @Command(
      name = "shop",
      mixinStandardHelpOptions = true,
      description = {
        "Counts the rows of the shop's tables; with --live it changes them, round after round: new"
            + " orders and customers, changed orders, and late ones, whose transaction stayed open"
            + " for two rounds. Nothing is deleted. Ctrl-C ends it.",
        "Exit codes: 0 done, 75 no sandbox is up, 70 a defect."
      })
  int shop(
      @Option(names = "--live", description = "lets the shop live on") boolean live,
      @Option(
              names = "--rounds",
              defaultValue = "300",
              description = "how many rounds it lives (default: ${DEFAULT-VALUE})")
          int rounds,
      @Option(
              names = "--every",
              paramLabel = "DURATION",
              defaultValue = "2s",
              converter = Pause.class,
              description = "from one round to the next, as 2s or 0.5s (default: ${DEFAULT-VALUE})")
          Duration every,
      @Option(
              names = "--seed",
              defaultValue = "1",
              description =
                  "the same seed on the same shop makes the same rounds"
                      + " (default: ${DEFAULT-VALUE})")
          long seed)
      throws SQLException, InterruptedException {
    ShopVerb shop = new ShopVerb(state(), out);
    return live ? shop.live(rounds, every, seed) : shop.count();
  }

  /** {@code 2s}, {@code 1m30s}. */
  static final class Pause implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
      } catch (DateTimeParseException e) {
        throw new CommandLine.TypeConversionException("'%s' is no duration".formatted(text));
      }
    }
  }

  @Command(
      name = "down",
      mixinStandardHelpOptions = true,
      description = "Ends it, and only it, and deletes its data.")
  int down() throws IOException, InterruptedException {
    return new Background(SandboxHome.current(), out).down();
  }

  @Command(
      name = "clean",
      mixinStandardHelpOptions = true,
      description =
          "As down; also deletes the programs, images and sandboxes in the cache of this user that"
              + " nobody uses, and says which and how much. The next start builds them anew.")
  int clean() throws IOException, InterruptedException {
    return new Background(SandboxHome.current(), out).clean();
  }

  @Command(
      name = "pictures",
      hidden = true,
      description = "Makes the pictures of docs/images from what `demo --exit` has printed.")
  int pictures(
      @Parameters(paramLabel = "TRANSCRIPT", description = "a file with that") Path transcript,
      @Parameters(paramLabel = "FOLDER", description = "where the pictures go") Path folder)
      throws IOException {
    try {
      new Pictures(Files.readAllLines(transcript)).write(folder).forEach(out::println);
      return 0;
    } catch (IllegalArgumentException e) {
      throw new NotNowException(String.valueOf(e.getMessage()), e);
    }
  }

  @Command(name = "serve", hidden = true, description = "Holds the sandbox until SIGTERM.")
  int serve(@Option(names = "--scale", required = true) double scale, @Mixin LevelOptions level)
      throws InterruptedException {
    return new Serve(SandboxHome.current(), out).hold(scale, level.choice());
  }

  private static StateDirectory state() {
    return new StateDirectory(SandboxHome.current().sandbox());
  }
}
