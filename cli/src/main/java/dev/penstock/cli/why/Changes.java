package dev.penstock.cli.why;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.cli.cluster.Found;
import dev.penstock.cli.cluster.SeenPipeline;
import dev.penstock.cli.table.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Words what is different from the success before a run. */
final class Changes {
  private final Cells cells;

  Changes(Cells cells) {
    this.cells = cells;
  }

  List<String> lines(Account run, Evidence evidence) {
    if (evidence.success().isEmpty()) {
      var none = new ArrayList<>(List.of("  not known: no success before it is on record"));
      now(run, evidence).ifPresent(none::add);
      return none;
    }
    var before = evidence.success().get();
    var lines = new ArrayList<String>();
    spec(run, before, evidence, lines);
    connections(evidence, lines);
    image(evidence, lines);
    Screen.fact(lines, "columns", "not known: no resource records them; receipts do");
    rows(run, before, lines);
    now(run, evidence).ifPresent(lines::add);
    return lines;
  }

  private static void spec(Account run, Account before, Evidence evidence, List<String> lines) {
    var was = before.specHash();
    var is = run.specHash();
    if (was != null && was.equals(is)) {
      Screen.fact(lines, "spec", "the same, %s".formatted(is));
      // What a hash leaves out, as memory, can still decide.
      differences("schedule, pod", evidence, lines);
      return;
    }
    Screen.fact(
        lines,
        "spec",
        was == null || is == null
            ? "not known: the hash of one of them is not on record"
            : "another: %s then, %s now".formatted(was, is));
    differences("what", evidence, lines);
  }

  private static void differences(String name, Evidence evidence, List<String> lines) {
    Found<List<String>> both =
        evidence
            .pinnedBefore()
            .pipeline()
            .flatMap(before ->
                evidence
                    .pinned()
                    .pipeline()
                    .map((JsonNode now) -> Differences.between(before, now)));
    listed(name, both, lines);
  }

  private static void connections(Evidence evidence, List<String> lines) {
    Found<List<String>> both =
        evidence
            .pinnedBefore()
            .connections()
            .flatMap(before ->
                evidence
                    .pinned()
                    .connections()
                    .map((Map<String, JsonNode> now) -> Differences.between(before, now)));
    listed("connections", both, lines);
  }

  private static void listed(String name, Found<List<String>> found, List<String> lines) {
    switch (found) {
      case Found.Absent<List<String>>(var why) -> Screen.fact(lines, name, "not known: " + why);
      case Found.Here<List<String>>(var all) when all.isEmpty() ->
          Screen.fact(lines, name, "the same");
      case Found.Here<List<String>>(var all) -> {
        Screen.fact(lines, name, all.getFirst());
        all.stream().skip(1).forEach(line -> Screen.fact(lines, "", line));
      }
    }
  }

  private static void image(Evidence evidence, List<String> lines) {
    var was = evidence.pinnedBefore();
    var is = evidence.pinned();
    Screen.fact(lines, "image", compared(was.image(), is.image()));
    if (was.image().equals(is.image())
        && was.digest() instanceof Found.Here<String>(var old)
        && is.digest() instanceof Found.Here<String>(var now)
        && !old.equals(now)) {
      Screen.fact(lines, "", "but another content: %s then, %s now".formatted(old, now));
    }
  }

  private static String compared(Found<String> before, Found<String> after) {
    return switch (before) {
      case Found.Absent<String>(var why) -> "not known: " + why;
      case Found.Here<String>(var was) ->
          switch (after) {
            case Found.Absent<String>(var why) -> "not known: " + why;
            case Found.Here<String>(var is) ->
                was.equals(is) ? "the same, " + is : "another: %s then, %s now".formatted(was, is);
          };
    };
  }

  private void rows(Account run, Account before, List<String> lines) {
    var was = before.rows() == null ? "not known" : cells.text(before.rows());
    var is =
        run.rows() != null
            ? cells.text(run.rows())
            : run.over() && run.commit() == null ? "nothing was committed" : "not known yet";
    Screen.fact(lines, "rows", "%s then; %s now".formatted(was, is));
  }

  /** A spec that was corrected meanwhile has not run yet. */
  private static Optional<String> now(Account run, Evidence evidence) {
    return evidence.pipeline() instanceof Found.Here<SeenPipeline>(var pipeline)
        ? Screen.hashNow(pipeline)
            .filter(hash -> run.specHash() != null && !hash.equals(run.specHash()))
            .map(hash ->
                "  since then the spec has changed again, to %s: this run is not of it"
                    .formatted(hash))
        : Optional.empty();
  }
}
