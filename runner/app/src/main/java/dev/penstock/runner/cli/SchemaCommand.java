package dev.penstock.runner.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.runner.ExitCode;
import dev.penstock.runner.change.ColumnChange;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.run.PipelineLog;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says which columns a pipeline's targets have, and since when, as the log says it. */
@Command(
    name = "schema",
    description =
        "Says which columns the targets of a pipeline have by its log; with --history when each came,"
            + " went or got another type. Reads the log alone; writes nothing.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 78,
    exitCodeOnExecutionException = 70,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:listed",
      "75:the store does not answer for now",
      "78:a manifest or a connection is wrong, or nothing was committed"
    })
final class SchemaCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  // Picocli puts the real ones in.
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PipelineFiles files = new PipelineFiles();

  @Parameters(
      arity = "0..1",
      paramLabel = "PIPELINE",
      description = "Which pipeline, if the files have several; before -f.")
  private @Nullable String pipeline;

  @Option(names = "--history", description = "Every change since the first commit.")
  private boolean history;

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "Only this target. None: all that the log names.")
  private @Nullable String only;

  @Option(names = "--json", description = "One JSON object for each column or change, on a line.")
  private boolean json;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var environment = new Environment(System.getenv());
    var chosen =
        files.read(environment, spec.commandLine().getErr(), Optional.ofNullable(pipeline));
    try (var scratch = Scratch.below(environment.scratch());
        var log =
            PipelineLog.open(chosen.pipeline(), chosen.connections(), chosen.secrets(scratch))) {
      log.head();
      // What stands is in the newest entries; what was can be anywhere.
      var entries = log.newest(Integer.MAX_VALUE).reversed();
      for (var target : targets(entries)) {
        if (history) {
          history(target, SchemaHistory.of(target, entries), out);
        } else {
          columns(target, entries, out);
        }
      }
      out.flush();
      return ExitCode.DONE.code();
    }
  }

  private Set<String> targets(List<Entry> entries) {
    Set<String> names = new LinkedHashSet<>();
    entries.forEach(entry -> entry.targets().forEach(target -> names.add(target.name())));
    if (only != null) {
      names.retainAll(Set.of(only));
    }
    return names;
  }

  private void columns(String target, List<Entry> entries, PrintWriter out) {
    var newest =
        entries.reversed().stream()
            .filter(
                entry -> entry.target(target).stream().anyMatch(one -> !one.columns().isEmpty()))
            .findFirst();
    if (newest.isEmpty()) {
      return;
    }
    var named = newest.get().target(target).orElseThrow();
    if (json) {
      named
          .columns()
          .forEach(column ->
              out.println(
                  JSON.createObjectNode()
                      .put("target", target)
                      .put("number", newest.get().number())
                      .put("column", column.name())
                      .put("type", column.type())
                      .put("inTable", inTable(named, column))
                      .toString()));
      return;
    }
    out.println("Target %s, as of entry %d".formatted(target, newest.get().number()));
    named
        .columns()
        .forEach(column ->
            out.println(
                "  %-24s %s%s"
                    .formatted(
                        column.name(),
                        column.type(),
                        named.warehouse().isPresent() && !inTable(named, column)
                            ? ", not in the table"
                            : "")));
  }

  private static boolean inTable(CommittedTarget target, CommittedTarget.Column column) {
    return target.warehouse().isPresent() && !target.ignored().contains(column.name());
  }

  private void history(String target, List<SchemaHistory.Step> steps, PrintWriter out) {
    if (json) {
      steps.forEach(step -> out.println(line(target, step)));
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (var step : steps) {
      var said = words(step);
      for (int i = 0; i < said.size(); i++) {
        boolean first = i == 0;
        rows.add(
            List.of(
                first ? "" + step.entry().number() : "",
                first ? step.entry().committed().truncatedTo(ChronoUnit.SECONDS).toString() : "",
                first ? step.entry().run() : "",
                first ? target : "",
                said.get(i)));
      }
    }
    out.println(new TextTable(List.of("NUMBER", "COMMITTED", "RUN", "TARGET", "CHANGE"), rows));
  }

  private static List<String> words(SchemaHistory.Step step) {
    List<String> words = new ArrayList<>();
    if (step.first()) {
      words.add("begins with %d columns".formatted(step.changes().size()));
    } else {
      step.changes().forEach(change -> words.add(words(change)));
    }
    step.done().forEach(done -> words.add("the table: " + done));
    return words;
  }

  private static String words(ColumnChange change) {
    return switch (change.kind()) {
      case ADDED -> "added %s %s".formatted(change.name(), change.after().orElse(""));
      case DROPPED -> "removed %s %s".formatted(change.name(), change.before().orElse(""));
      case NARROWED, WIDENED, RETYPED ->
          "%s %s from %s to %s"
              .formatted(
                  change.kind(),
                  change.name(),
                  change.before().orElse(""),
                  change.after().orElse(""));
    };
  }

  private static ObjectNode line(String target, SchemaHistory.Step step) {
    var line =
        JSON.createObjectNode()
            .put("target", target)
            .put("number", step.entry().number())
            .put("committed", step.entry().committed().toString())
            .put("run", step.entry().run())
            .put("first", step.first());
    var changes = line.putArray("changes");
    for (var change : step.changes()) {
      var one = changes.addObject().put("column", change.name()).put("kind", "" + change.kind());
      change.before().ifPresent(type -> one.put("before", type));
      change.after().ifPresent(type -> one.put("after", type));
    }
    var table = line.putArray("table");
    step.done().forEach(table::add);
    return line;
  }
}
