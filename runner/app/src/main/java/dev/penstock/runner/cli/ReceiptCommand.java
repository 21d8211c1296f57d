package dev.penstock.runner.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.runner.ExitCode;
import dev.penstock.runner.run.PipelineLog;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the full account of one commit; writes nothing. */
@Command(
    name = "receipt",
    description = "Prints the full account of one commit. Writes nothing.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 78,
    exitCodeOnExecutionException = 70,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:printed",
      "75:the store does not answer for now",
      "78:a manifest or a connection is wrong, or there is no such receipt"
    })
final class ReceiptCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  // Picocli puts the real ones in.
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PipelineFiles files = new PipelineFiles();

  @Parameters(
      arity = "0..1",
      paramLabel = "NUMBER",
      description = "Of the commit, as `log` lists it; none: the newest.")
  private @Nullable Long number;

  @Option(names = "--json", description = "The receipt as it was written.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    var environment = new Environment(System.getenv());
    var chosen = files.read(environment, spec.commandLine().getErr());
    try (var scratch = Scratch.below(environment.scratch());
        var log =
            PipelineLog.open(chosen.pipeline(), chosen.connections(), chosen.secrets(scratch))) {
      long head = log.head();
      long wanted = number == null ? head : number;
      var receipt =
          log.receipt(wanted)
              .orElseThrow(() ->
                  new ConfigurationException(
                      Reason.NOTHING_COMMITTED,
                      "Commit %d of %s has no receipt".formatted(wanted, log.location()),
                      "Name a number from 1 to %d; ./penstock log -f lists them".formatted(head)));
      if (json) {
        out.println(new String(receipt, StandardCharsets.UTF_8));
      } else {
        var account = JSON.readTree(receipt);
        out.println(ReceiptText.head(account));
        ReceiptText.body(account).forEach(out::println);
      }
      out.flush();
      return ExitCode.DONE.code();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
