package dev.penstock.runner.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.runner.ExitCode;
import dev.penstock.runner.run.Verification;
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

/** Compares the log with what lies in the store and the warehouse; writes nothing. */
@Command(
    name = "verify",
    description =
        "Compares a pipeline's log with its objects, ledgers, tables and what is staged; a line for"
            + " each finding, with its repair. Writes nothing.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 78,
    exitCodeOnExecutionException = 70,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all that was looked at agrees; what was not is told",
      "65:there are findings",
      "75:the store or the warehouse does not answer for now",
      "78:a manifest or a connection is wrong, or nothing was committed"
    })
final class VerifyCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  // Picocli puts the real ones in.
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PipelineFiles files = new PipelineFiles();

  @Parameters(
      arity = "0..1",
      paramLabel = "PIPELINE",
      description = "Which pipeline, if the files have several; before -f.")
  private @Nullable String pipeline;

  @Option(
      names = "--deep",
      description = "Download every object and compare its checksum, not only its size.")
  private boolean deep;

  @Option(
      names = "--json",
      description =
          "One JSON object for each finding, on a line; what was not looked at has notLookedAt.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    var environment = new Environment(System.getenv());
    var chosen =
        files.read(environment, spec.commandLine().getErr(), Optional.ofNullable(pipeline));
    try (var scratch = Scratch.below(environment.scratch())) {
      var verification =
          Verification.of(
              new Verification.Question(
                  chosen.pipeline(),
                  chosen.connections(),
                  chosen.secrets(scratch),
                  deep,
                  scratch.path()),
              Clock.systemUTC());
      for (var found : verification.discrepancies()) {
        out.println(
            json
                ? JSON.createObjectNode()
                    .put("kind", found.kind().toString())
                    .put("message", found.message())
                    .put("repair", found.repair())
                    .toString()
                : found.line());
      }
      for (var unseen : verification.unseen()) {
        out.println(
            json
                ? JSON.createObjectNode().put("notLookedAt", unseen.message()).toString()
                : "NotLookedAt: %s.".formatted(unseen.message()));
      }
      if (!json) {
        out.println(sum(chosen.pipeline().id().name(), verification));
      }
      out.flush();
      return verification.discrepancies().isEmpty() ? ExitCode.DONE.code() : ExitCode.DATA.code();
    }
  }

  private String sum(String name, Verification verification) {
    int findings = verification.discrepancies().size();
    return "%s: %s; compared %d entries, %s objects by %s, %d ledgers%s"
        .formatted(
            name,
            findings == 0 ? "no finding" : findings == 1 ? "1 finding" : findings + " findings",
            verification.entries(),
            Figures.rows(verification.objects()),
            deep ? "checksum" : "size",
            verification.ledgers(),
            verification.unseen().isEmpty() ? "" : ", and not all that the log names");
  }
}
