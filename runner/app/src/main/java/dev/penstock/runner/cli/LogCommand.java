package dev.penstock.runner.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.runner.ExitCode;
import dev.penstock.api.runner.TerminationMessage;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.run.PipelineLog;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what a pipeline has committed, as its log says it; writes nothing. */
@Command(
    name = "log",
    description = "Lists what a pipeline has committed, the newest first. Writes nothing.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 78,
    exitCodeOnExecutionException = 70,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:listed, reported or printed",
      "75:the store does not answer for now",
      "78:a manifest or a connection is wrong, or nothing was committed or kept"
    })
final class LogCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  // Picocli puts the real ones in.
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PipelineFiles files = new PipelineFiles();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many commits (${DEFAULT-VALUE}).")
  private int limit = 20;

  @Option(names = "--json", description = "One JSON object for each commit, on a line.")
  private boolean json;

  @Option(
      names = "--report",
      description =
          "Says what became of one run: its commit, rows, and whether every side shows them; also"
              + " as termination message. That nothing was committed is no error.")
  private boolean report;

  @Option(
      names = "--kept",
      description =
          "Prints what the attempts of one run have printed, as they kept it beside the receipts.")
  private boolean kept;

  @Option(
      names = "--run-id",
      paramLabel = "UID",
      description = "The run that --report or --kept is about (PENSTOCK_RUN_ID).")
  private @Nullable String runId;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    var environment = new Environment(System.getenv());
    if (report) {
      var said =
          new Reporting(environment, Optional.ofNullable(runId))
              .on(() -> files.read(environment, spec.commandLine().getErr()));
      out.println(json ? line(said) : "%s: %s.".formatted(said.reason(), said.message()));
      out.flush();
      return ExitCode.DONE.code();
    }
    var chosen = files.read(environment, spec.commandLine().getErr());
    try (var scratch = Scratch.below(environment.scratch());
        var log =
            PipelineLog.open(chosen.pipeline(), chosen.connections(), chosen.secrets(scratch))) {
      if (kept) {
        return new KeptText(log.kept(), out)
            .of(environment.run("log --kept", Optional.ofNullable(runId)));
      }
      long head = log.head();
      var entries = log.newest(limit);
      if (json) {
        entries.forEach(entry -> out.println(line(entry)));
      } else {
        out.println(table(entries));
        if (head > entries.size()) {
          out.println("%d older; --limit N lists more".formatted(head - entries.size()));
        }
      }
      out.flush();
      return ExitCode.DONE.code();
    }
  }

  /** A row for each target, the facts of the entry only on its first. */
  static TextTable table(List<Entry> entries) {
    List<List<String>> rows = new ArrayList<>();
    for (var entry : entries) {
      for (int i = 0; i < entry.targets().size(); i++) {
        var target = entry.targets().get(i);
        boolean first = i == 0;
        rows.add(
            List.of(
                first ? "" + entry.number() : "",
                first ? entry.committed().truncatedTo(ChronoUnit.SECONDS).toString() : "",
                first ? entry.run() : "",
                first ? entry.attempt() : "",
                operation(entry, target),
                target.name(),
                Figures.rows(target.rows()),
                Figures.bytes(target.bytes()),
                first ? watermarks(entry) : ""));
      }
      for (var name : entry.abandoned()) {
        rows.add(List.of("", "", "", "", "abandon", name, "", "", ""));
      }
    }
    return new TextTable(
        List.of(
            "NUMBER",
            "COMMITTED",
            "RUN",
            "ATTEMPT",
            "OPERATION",
            "TARGET",
            "ROWS",
            "BYTES",
            "WATERMARK"),
        rows);
  }

  /** What it did to a target, in the words of the log's format. */
  private static String operation(Entry entry, CommittedTarget target) {
    return switch (entry.operation()) {
      case OPEN -> "open";
      case APPEND ->
          target.replaces().isPresent()
              ? "replace"
              : target.days().isPresent()
                  ? "window"
                  : target
                      .upsert()
                      .map(how -> how.keepsVersions() ? "scd2" : "upsert")
                      .orElse("append");
      case REPLACE_ALL -> "replaceAll";
      case BASELINE -> "baseline";
    };
  }

  private static String watermarks(Entry entry) {
    return String.join(
        ", ", entry.watermarks().stream().map(mark -> mark.source() + " " + mark.at()).toList());
  }

  private static String line(TerminationMessage said) {
    return JSON.valueToTree(said).toString();
  }

  private static ObjectNode line(Entry entry) {
    var line =
        JSON.createObjectNode()
            .put("number", entry.number())
            .put("committed", entry.committed().toString())
            .put("run", entry.run())
            .put("attempt", entry.attempt())
            .put("spec", entry.spec());
    var targets = line.putArray("targets");
    for (CommittedTarget target : entry.targets()) {
      targets
          .addObject()
          .put("name", target.name())
          .put("operation", operation(entry, target))
          .put("rows", target.rows())
          .put("bytes", target.bytes())
          .put("parts", target.parts().size());
    }
    entry
        .window()
        .ifPresent(window ->
            line.putObject("window")
                .put("start", window.start().toString())
                .put("end", window.end().toString()));
    if (!entry.abandoned().isEmpty()) {
      var abandoned = line.putArray("abandoned");
      entry.abandoned().forEach(abandoned::add);
    }
    var watermarks = line.putObject("watermarks");
    entry.watermarks().forEach(mark -> watermarks.put(mark.source(), mark.at().toString()));
    return line;
  }
}
