package dev.penstock.runner.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.runner.ExitCode;
import dev.penstock.runner.run.Sweeping;
import dev.penstock.runner.run.Sweeping.Garbage;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deletes what dead attempts left and nobody can commit any more. */
@Command(
    name = "sweep",
    description =
        "Deletes staged objects and tables that no attempt can commit any more, of all bases below"
            + " the newest commit.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 78,
    exitCodeOnExecutionException = 70,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:swept, or nothing to sweep",
      "75:the store or the warehouse does not answer for now",
      "78:a manifest or a connection is wrong"
    })
final class SweepCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  // Picocli puts the real ones in.
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PipelineFiles files = new PipelineFiles();

  @Parameters(
      arity = "0..1",
      paramLabel = "PIPELINE",
      description = "Which pipeline, if the files have several; before -f.")
  private @Nullable String pipeline;

  @Option(names = "--dry-run", description = "Say what would be deleted, and delete nothing.")
  private boolean dry;

  @Option(
      names = "--json",
      description =
          "One JSON object for each piece, on a line; what was not looked at has notLookedAt.")
  private boolean json;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var environment = new Environment(System.getenv());
    var chosen =
        files.read(environment, spec.commandLine().getErr(), Optional.ofNullable(pipeline));
    try (var scratch = Scratch.below(environment.scratch())) {
      var swept =
          Sweeping.of(
              chosen.pipeline(),
              chosen.connections(),
              chosen.secrets(scratch),
              dry,
              piece -> out.println(json ? object(piece) : line(piece)),
              Clock.systemUTC());
      for (var unseen : swept.unseen()) {
        out.println(
            json
                ? JSON.createObjectNode().put("notLookedAt", unseen.message()).toString()
                : "NotLookedAt: %s.".formatted(unseen.message()));
      }
      if (!json) {
        out.println(sum(chosen.pipeline().id().name(), swept));
      }
      out.flush();
      return ExitCode.DONE.code();
    }
  }

  private String line(Garbage piece) {
    var verb = dry ? "would delete" : "deletes";
    return switch (piece) {
      case Garbage.OfBucket(var bucket, var key, var bytes) ->
          "%s s3://%s/%s, %s".formatted(verb, bucket, key, Figures.bytes(bytes));
      case Garbage.OfWarehouse(var connection, var table, var rows) ->
          "%s table %s of warehouse %s, %s rows"
              .formatted(verb, table, connection, Figures.rows(rows));
    };
  }

  private static String object(Garbage piece) {
    return switch (piece) {
      case Garbage.OfBucket(var bucket, var key, var bytes) ->
          JSON.createObjectNode()
              .put("bucket", bucket)
              .put("key", key)
              .put("bytes", bytes)
              .toString();
      case Garbage.OfWarehouse(var connection, var table, var rows) ->
          JSON.createObjectNode()
              .put("warehouse", connection)
              .put("table", table)
              .put("rows", rows)
              .toString();
    };
  }

  private String sum(String name, Sweeping swept) {
    return "%s: %s %d objects of %s and %d tables of %s rows%s"
        .formatted(
            name,
            dry ? "would delete" : "deleted",
            swept.objects(),
            Figures.bytes(swept.bytes()),
            swept.tables(),
            Figures.rows(swept.rows()),
            swept
                .waiting()
                .map("; entry %d is not published yet, what its base left is kept"::formatted)
                .orElse(""));
  }
}
