package dev.penstock.cli.why;

import dev.penstock.api.BackfillStatus;
import dev.penstock.api.BackfillWindowStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.api.StatusCondition;
import dev.penstock.api.UpstreamStatus;
import dev.penstock.api.validation.CanonicalSpec;
import dev.penstock.cli.cluster.Found;
import dev.penstock.cli.cluster.SeenPipeline;
import dev.penstock.cli.table.Cells;
import io.fabric8.kubernetes.api.model.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Words what was found, on one screen. */
public final class Screen {
  private static final int EVENTS = 6;
  private static final int WIDTH = 180;

  private final Cells cells;
  private final Command command;

  /**
   * @param cells tells ages
   * @param command completes commands
   */
  public Screen(Cells cells, Command command) {
    this.cells = cells;
    this.command = command;
  }

  /** {@return the screen, without a line break at its end} */
  public String text(Evidence evidence) {
    var lines = new ArrayList<String>();
    switch (evidence.pipeline()) {
      case Found.Here<SeenPipeline>(var pipeline) -> pipeline(pipeline, evidence, lines);
      case Found.Absent<SeenPipeline>(var why) -> lines.add(why + ".");
    }
    evidence.run().ifPresent(run -> run(run, evidence, lines));
    section("Next", lines, next(evidence));
    return String.join("\n", lines);
  }

  private void pipeline(SeenPipeline pipeline, Evidence evidence, List<String> lines) {
    var status = pipeline.status();
    lines.add("Pipeline %s in namespace %s".formatted(pipeline.name(), evidence.namespace()));
    if (!Objects.equals(
        status.observedGeneration(), pipeline.resource().getMetadata().getGeneration())) {
      lines.add("  the operator has not seen this spec yet: what follows speaks of an earlier one");
    }
    fact(lines, "last run", ended(status.lastRun()));
    fact(lines, "last success", ended(status.lastSuccessfulRun()));
    fact(lines, "failures in a row", cells.text(status.consecutiveFailures()));
    fact(lines, "active", active(evidence));
    fact(lines, "next", next(pipeline));
    after(pipeline, lines);
    Conditions.of(pipeline).forEach(condition -> condition(condition, lines));
  }

  private static void after(SeenPipeline pipeline, List<String> lines) {
    var after = pipeline.status().after();
    if (after == null) {
      return;
    }
    fact(lines, "waits for", Objects.requireNonNullElse(after.waitsFor(), "nothing"));
    for (var one : Objects.requireNonNullElse(after.upstreams(), List.<UpstreamStatus>of())) {
      var commit = one.commit() == null ? "no commit yet" : "commit " + one.commit();
      var taken = one.taken() == null ? "none taken" : "%d taken".formatted(one.taken());
      var problem = one.problem() == null ? "" : ", " + one.problem();
      fact(lines, "  " + one.name(), "%s, %s%s".formatted(commit, taken, problem));
    }
  }

  private String ended(@Nullable RunSummary run) {
    if (run == null) {
      return "none is known";
    }
    var rows = run.rows() == null ? "" : ", %d rows".formatted(run.rows());
    var reason = run.reason() == null ? "" : " (" + run.reason() + ")";
    return "%s %s%s %s ago%s"
        .formatted(
            cells.text(run.name()),
            cells.text(run.result()),
            reason,
            cells.ago(run.completionTime()),
            rows);
  }

  private String active(Evidence evidence) {
    return evidence
        .active()
        .or(() -> evidence.run().filter(run -> !run.over()))
        .map(run -> "%s %s".formatted(run.name(), cells.text(run.state())))
        .orElse("nothing");
  }

  private String next(SeenPipeline pipeline) {
    if (pipeline.status().nextScheduleTime() != null) {
      return pipeline.status().nextScheduleTime();
    }
    return Boolean.TRUE.equals(pipeline.spec().suspend())
        ? "none: suspended"
        : pipeline.spec().schedule() != null
            ? "not known"
            : pipeline.spec().after() == null ? "none: only on request" : "none: after others";
  }

  private void condition(StatusCondition condition, List<String> lines) {
    var said =
        "True".equals(condition.status())
            ? ""
            : Stream.of(condition.reason(), condition.message())
                .filter(Objects::nonNull)
                .reduce((reason, message) -> reason + ": " + message)
                .map(text -> ", " + text)
                .orElse("");
    fact(
        lines,
        cells.text(condition.type()),
        "%s for %s%s"
            .formatted(
                cells.text(condition.status()), cells.ago(condition.lastTransitionTime()), said));
  }

  private void run(Account run, Evidence evidence, List<String> lines) {
    section(
        "Run %s: %s%s"
            .formatted(run.name(), state(run), run.reason() == null ? "" : ", " + run.reason()),
        lines,
        about(run));
    if ((run.over() && !run.is(RunState.SUCCEEDED)) || evidence.success().isPresent()) {
      section(sinceWhen(evidence), lines, new Changes(cells).lines(run, evidence));
    }
    section("Receipt", lines, receipt(run, evidence));
    log(evidence, lines);
    events(evidence, lines);
  }

  private String state(Account run) {
    return run.state() == null ? "not seen by an operator yet" : cells.text(run.state());
  }

  private List<String> about(Account run) {
    var lines = new ArrayList<String>();
    lines.add(
        "  " + (run.message() == null ? "No message is on its status." : run.message().strip()));
    var facts = new ArrayList<String>();
    told(facts, "asked for by %s", run.trigger());
    told(facts, "due %s", run.due());
    told(facts, "started %s", run.started());
    told(facts, "ended %s", run.ended());
    told(facts, "took %s", run.duration());
    told(facts, "attempts %s", run.attempts());
    told(facts, "rows %s", run.rows());
    told(facts, "commit %s", run.commit());
    told(facts, "spec %s", run.specHash());
    if (!facts.isEmpty()) {
      lines.add("  " + String.join(", ", facts));
    }
    for (var given : run.parameters()) {
      // Read from a resource, so a value may be of any length.
      lines.add(cut("  parameter %s = %s".formatted(given.name(), given.value())));
    }
    var backfill = run.backfill();
    if (backfill != null) {
      fact(lines, "windows", windows(backfill));
      fact(lines, "current", window(backfill.current()));
      fact(lines, "next", window(backfill.next()));
    }
    return lines;
  }

  private String windows(BackfillStatus backfill) {
    return "%s of %s done, %s failed, cut in %s"
        .formatted(
            cells.text(backfill.done()),
            cells.text(backfill.windows()),
            cells.text(backfill.failed()),
            cells.text(backfill.timeZone()));
  }

  private String window(@Nullable BackfillWindowStatus window) {
    return window == null
        ? "none"
        : "%s to %s%s"
            .formatted(
                cells.text(window.start()),
                cells.text(window.end()),
                window.run() == null ? "" : ", run " + window.run());
  }

  private void told(List<String> facts, String words, @Nullable Object value) {
    if (value != null) {
      facts.add(words.formatted(cells.text(value)));
    }
  }

  private String sinceWhen(Evidence evidence) {
    return evidence
        .success()
        .map(run ->
            "Changed since the success before it, %s %s ago"
                .formatted(run.name(), cells.ago(run.ended())))
        .orElse("Changed since the success before it");
  }

  private static List<String> receipt(Account run, Evidence evidence) {
    return switch (evidence.store()) {
      case Found.Absent<Store>(var why) -> List.of("  not known: " + why);
      case Found.Here<Store>(var store) -> {
        var lines = new ArrayList<String>();
        if (run.commit() != null) {
          lines.add("  " + store.receipt(run.commit()));
          lines.add("  `penstock receipt -f FILE... %d` prints it".formatted(run.commit()));
        } else if (run.is(RunState.UNKNOWN)) {
          lines.add(
              "  whether it committed is not known; receipts lie below %s/receipts/"
                  .formatted(store.root()));
        } else {
          lines.add("  none: the run has committed nothing");
        }
        evidence
            .success()
            .map(Account::commit)
            .ifPresent(number -> lines.add("  of the success before it: " + store.receipt(number)));
        yield lines;
      }
    };
  }

  private static void log(Evidence evidence, List<String> lines) {
    switch (evidence.log()) {
      case Found.Absent<Evidence.Tail>(var why) ->
          section("Log", lines, List.of("  none here: " + why));
      case Found.Here<Evidence.Tail>(var tail) ->
          section(
              "Log, the end of pod " + tail.pod(),
              lines,
              tail.lines().isEmpty()
                  ? List.of("  empty")
                  : tail.lines().stream().map(line -> "  " + cut(line)).toList());
    }
  }

  private void events(Evidence evidence, List<String> lines) {
    switch (evidence.events()) {
      case Found.Absent<List<Event>>(var why) ->
          section("Events", lines, List.of("  not known: " + why));
      case Found.Here<List<Event>>(var events) ->
          section(
              "Events, the newest first",
              lines,
              events.isEmpty()
                  ? List.of("  none is left")
                  : events.stream().limit(EVENTS).map(this::event).toList());
    }
  }

  private String event(Event event) {
    return cut(
        "  %s ago %s %s %s: %s"
            .formatted(
                cells.ago(event.getLastTimestamp()),
                event.getReason(),
                event.getInvolvedObject().getKind(),
                event.getInvolvedObject().getName(),
                Objects.requireNonNullElse(event.getMessage(), "").strip()));
  }

  private List<String> next(Evidence evidence) {
    var steps = new NextSteps(command).after(evidence);
    var width = steps.stream().mapToInt(step -> step.command().length()).max().orElse(0);
    return steps.isEmpty()
        ? List.of("  nothing: its pipeline is gone")
        : steps.stream()
            .map(step ->
                "  "
                    + step.command()
                    + " ".repeat(width - step.command().length() + 3)
                    + step.why())
            .toList();
  }

  static void fact(List<String> lines, String name, String value) {
    lines.add("  " + name + " ".repeat(Math.max(1, 19 - name.length())) + value);
  }

  private static void section(String title, List<String> lines, List<String> more) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.add(title);
    lines.addAll(more);
  }

  private static String cut(String line) {
    return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
  }

  /** {@return the hash of the spec that the pipeline has now; empty: it can not be worked out} */
  static Optional<String> hashNow(SeenPipeline pipeline) {
    return pipeline.spec().store() == null
        ? Optional.empty()
        : Optional.of(CanonicalSpec.hash(pipeline.spec()).hex());
  }
}
