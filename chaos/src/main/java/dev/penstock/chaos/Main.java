package dev.penstock.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Files;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program behind {@code ./penstock chaos}. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description = {
      "Kill runners, sessions, connections to S3 and the warehouse at random points of random runs,"
          + " over all load modes, and compare source, S3 and warehouse after each round.",
      "Everything runs on this machine and is gone afterwards. A hundred kills take a few minutes."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing was lost and nothing doubled",
      "1:something was, or a run came to no end; the lines say how to play that round again",
      "64:the command line can't be understood",
      "70:the campaign itself failed, or its rounds were over before it had killed so often"
    })
public final class Main implements Callable<Integer> {
  private static final int FOUND = 1;
  private static final int USAGE = 64;
  private static final int INTERNAL = 70;
  private static final long TELL_NANOS = 10_000_000_000L;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description = "Stop after so many (${DEFAULT-VALUE}).",
      defaultValue = "100")
  private int kills;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "What decides modes, points and kills (drawn, and printed).")
  private @Nullable Long seed;

  @Option(names = "--round", paramLabel = "K", description = "Play this round of the seed only.")
  private @Nullable Integer round;

  @Spec private @Nullable CommandSpec spec;

  private long toldAt;

  private Main() {}

  public static void main(String[] arguments) {
    silence();
    System.exit(
        new CommandLine(new Main())
            .setExitCodeExceptionMapper(problem -> INTERNAL)
            .setParameterExceptionHandler((problem, words) -> {
              problem.getCommandLine().getErr().println("penstock: " + problem.getMessage());
              return USAGE;
            })
            .execute(arguments));
  }

  /** Says nothing of failures any more: here they are meant to happen, thousands of them. */
  static void silence() {
    var logs = (LoggerContext) LoggerFactory.getILoggerFactory();
    logs.reset();
    logs.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
  }

  @Override
  public Integer call() throws Exception {
    var command = Objects.requireNonNull(spec).commandLine();
    if (kills < 1 || round != null && round < 1) {
      throw new ParameterException(command, "--kills and --round are numbers from 1 on");
    }
    long chosen = seed == null ? System.nanoTime() % 1_000_000 : seed;
    var err = command.getErr();
    err.println(
        "penstock: %d kills, seed %d; the world is being built ...".formatted(kills, chosen));
    toldAt = System.nanoTime();
    var settings =
        new Campaign.Settings(
            chosen, kills, round == null ? OptionalInt.empty() : OptionalInt.of(round));
    var report =
        new Campaign(settings)
            .play(
                Files.createTempDirectory("penstock-chaos"),
                told -> {
                  told.ofThisRound().findings().forEach(err::println);
                  if (System.nanoTime() - toldAt > TELL_NANOS) {
                    toldAt = System.nanoTime();
                    err.println(
                        "penstock: round %d: %d of %d kills, %d lost, %d doubled"
                            .formatted(
                                told.round(),
                                told.kills(),
                                kills,
                                told.soFar().lost(),
                                told.soFar().doubled()));
                  }
                });
    command.getOut().println(report.line());
    if (!report.verdict().clean()) {
      err.println("penstock: ./penstock chaos --seed S --round K plays such a round again");
      return FOUND;
    }
    if (!settings.satisfied(report)) {
      err.println(
          "penstock: the rounds are over after %d of %d kills, which proves less than was asked; try another seed"
              .formatted(report.kills(), kills));
      return INTERNAL;
    }
    return 0;
  }
}
