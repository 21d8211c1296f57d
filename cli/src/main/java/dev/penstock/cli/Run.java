package dev.penstock.cli;

import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.RunTrigger;
import dev.penstock.api.WindowSpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks for a run of a pipeline. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the cluster for a run of a pipeline, and prints its name.",
      "With -f FILE a pipeline's manifests run in this process instead, without Kubernetes."
    },
    footer = {
      "",
      "Exit codes with --wait: 0 it succeeded, 1 it failed, 2 it was cancelled or obsolete,",
      "75 it ended and nobody knows how."
    })
final class Run implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final Where where = new Where();

  // Picocli puts the real one in.
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "PIPELINE", description = "The pipeline to run.")
  private String pipeline = "";

  @Option(
      names = "--window",
      arity = "2",
      paramLabel = "TIME",
      description =
          "START END: reads that stretch of the cursor again; the watermark stays. Times are as"
              + " 2026-03-01T00:00:00Z, or days in UTC as 2026-03-01; END is the first one after it.")
  private List<String> window = List.of();

  @Option(
      names = "--full-refresh",
      description = "Reads everything and replaces what is in all targets.")
  private boolean fullRefresh;

  @Option(
      names = "--dry-run",
      description =
          "Does all but the commit, takes away what it made, and says what it would have brought.")
  private boolean dryRun;

  @Mixin private final GivenParameters parameters = new GivenParameters();
  @Mixin private final Kept kept = new Kept();

  @Option(names = "--wait", description = "Follows the run to its end. Ctrl-C leaves it running.")
  private boolean wait;

  Run(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    var spec =
        new EtlRunSpec(
            pipeline,
            RunTrigger.REQUEST,
            null,
            asked(),
            fullRefresh ? Boolean.TRUE : null,
            null,
            null,
            null,
            parameters.asked(command),
            kept.seconds(command),
            dryRun ? Boolean.TRUE : null);
    return new Requesting(shell, where, command.commandLine()).run(spec, wait);
  }

  private @Nullable WindowSpec asked() {
    if (window.isEmpty()) {
      return null;
    }
    if (fullRefresh) {
      throw refused("a run does one thing: write --window or --full-refresh, not both");
    }
    var start = instant(window.getFirst());
    var end = instant(window.getLast());
    if (!start.isBefore(end)) {
      throw refused("a window ends after its start: %s is not after %s".formatted(end, start));
    }
    return new WindowSpec(start.toString(), end.toString());
  }

  private Instant instant(String word) {
    try {
      return word.contains("T")
          ? Instant.parse(word)
          : LocalDate.parse(word).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException noTime) {
      throw refused(
          "%s is no time. Write it as 2026-03-01T00:00:00Z, or a day as 2026-03-01"
              .formatted(word));
    }
  }

  private ParameterException refused(String why) {
    return new ParameterException(command.commandLine(), why);
  }
}
