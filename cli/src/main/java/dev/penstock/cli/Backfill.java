package dev.penstock.cli;

import dev.penstock.api.BackfillSpec;
import dev.penstock.api.BackfillWindow;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.RunTrigger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks for a backfill of a pipeline. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the cluster for a backfill of a pipeline, and prints its name: the stretch is read again",
      "window by window, one run after the other, and whatever else waits goes first."
    },
    footer = {
      "",
      "A failed window ends it; its status says from where to ask again. `penstock cancel` ends it,",
      "`penstock pause` holds it. Exit codes with --wait are those of `penstock run`."
    })
final class Backfill implements Callable<Integer> {
  private static final int DAY = 10;

  private final Shell shell;

  @Mixin private final Where where = new Where();

  // Picocli puts the real one in.
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "PIPELINE", description = "The pipeline to run.")
  private String pipeline = "";

  @Option(
      names = "--from",
      required = true,
      paramLabel = "TIME",
      description =
          "Where the first window begins: a day in the pipeline's time zone, as 2026-01-01, or an"
              + " instant, as 2026-01-01T05:00:00Z.")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "TIME",
      description = "The first day, or instant, after the last window.")
  private String to = "";

  /** How long a window is, by the clock of the pipeline's time zone. */
  enum Every {
    /** From full hour to full hour. */
    Hour(BackfillWindow.HOUR),
    /** From midnight to midnight. */
    Day(BackfillWindow.DAY),
    /** From Monday to Monday. */
    Week(BackfillWindow.WEEK),
    /** From the first of a month. */
    Month(BackfillWindow.MONTH);

    private final BackfillWindow window;

    Every(BackfillWindow window) {
      this.window = window;
    }
  }

  @Option(
      names = "--every",
      required = true,
      paramLabel = "Hour|Day|Week|Month",
      description = "How long a window is. At most 1000 windows.")
  private Every every = Every.Day;

  @Mixin private final GivenParameters parameters = new GivenParameters();
  @Mixin private final Kept kept = new Kept();

  @Option(names = "--wait", description = "Follows it to its end. Ctrl-C leaves it running.")
  private boolean wait;

  Backfill(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    check(from);
    check(to);
    if (from.length() == to.length() && from.compareTo(to) >= 0) {
      throw refused("a backfill ends after its start: %s is not after %s".formatted(to, from));
    }
    var asked = new BackfillSpec(from, to, every.window);
    var spec =
        new EtlRunSpec(
            pipeline,
            RunTrigger.REQUEST,
            null,
            null,
            null,
            null,
            asked,
            null,
            parameters.asked(command),
            kept.seconds(command));
    return new Requesting(shell, where, command.commandLine()).run(spec, wait);
  }

  private void check(String word) {
    try {
      var day = word.length() == DAY;
      var written = day ? LocalDate.parse(word).toString() : Instant.parse(word).toString();
      if (written.equals(word)) {
        return;
      }
    } catch (DateTimeException noTime) {
      // Said below, as is what another form of a time would be.
    }
    throw refused(
        "%s is no time. Write a day as 2026-01-01, or an instant as 2026-01-01T05:00:00Z"
            .formatted(word));
  }

  private ParameterException refused(String why) {
    return new ParameterException(command.commandLine(), why);
  }
}
