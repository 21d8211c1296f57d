package dev.penstock.runner.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.runner.ExitCode;
import dev.penstock.runner.run.Rehearsal;
import dev.penstock.runner.spi.Column;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the first rows of a relation; opens neither store nor warehouse. */
@Command(
    name = "preview",
    description =
        "Shows the first rows of a source or a step. Reads as little as it can, writes nothing,"
            + " opens neither store nor warehouse.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 78,
    exitCodeOnExecutionException = 70,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:shown",
      "65:a step refused the data",
      "75:a source does not answer for now",
      "78:a manifest or a connection is wrong, or there is no such relation"
    })
final class PreviewCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WIDEST = 40;

  // Picocli puts the real ones in.
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PipelineFiles files = new PipelineFiles();
  @Mixin private ParameterValues parameters = new ParameterValues();

  @Option(
      names = "--relation",
      required = true,
      paramLabel = "NAME",
      description = "A source or a step.")
  private String relation = "";

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many rows, at most 10000 (${DEFAULT-VALUE}).")
  private int rows = 10;

  @Option(names = "--json", description = "One JSON object for each row, with values as text.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    var environment = new Environment(System.getenv());
    var chosen = files.read(environment, spec.commandLine().getErr()).with(parameters);
    try (var scratch = Scratch.below(environment.scratch())) {
      var first =
          Rehearsal.first(chosen.rehearsal(scratch, null), relation, Math.clamp(rows, 1, 10_000));
      if (json) {
        for (List<@Nullable String> row : first.cells()) {
          out.println(object(first.schema().columns(), row));
        }
      } else {
        out.println(table(first));
      }
      out.flush();
      return ExitCode.DONE.code();
    }
  }

  static TextTable table(Rehearsal.Rows first) {
    return new TextTable(
        first.schema().columns().stream().map(Column::name).toList(),
        first.cells().stream()
            .map(row -> row.stream().map(PreviewCommand::cell).toList())
            .toList());
  }

  /** Short and on one line: what a terminal would obey is not sent to it. */
  private static String cell(@Nullable String value) {
    if (value == null) {
      return "NULL";
    }
    var line = value.replaceAll("\\p{Cntrl}", " ");
    return line.codePointCount(0, line.length()) <= WIDEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, WIDEST - 3)) + "...";
  }

  private static String object(List<Column> columns, List<@Nullable String> row) {
    var object = JSON.createObjectNode();
    for (int i = 0; i < columns.size(); i++) {
      object.put(columns.get(i).name(), row.get(i));
    }
    return object.toString();
  }
}
