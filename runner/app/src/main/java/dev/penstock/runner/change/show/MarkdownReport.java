package dev.penstock.runner.change.show;

import dev.penstock.runner.change.Decision;
import dev.penstock.runner.change.Effect;
import dev.penstock.runner.change.EnvironmentChange;
import dev.penstock.runner.change.FieldChange;
import dev.penstock.runner.change.Kind;
import dev.penstock.runner.change.PipelineChange;
import dev.penstock.runner.change.Report;
import dev.penstock.runner.change.TargetChange;
import dev.penstock.runner.change.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A report as a comment of a pull request. */
public final class MarkdownReport {
  /** The first line, by which a later report finds the comment that it replaces. */
  public static final String MARKER = "<!-- penstock-plan -->";

  /** Longer comments are refused by GitHub (65,536 characters). */
  private static final int LONGEST = 60_000;

  private final List<String> lines = new ArrayList<>();

  private MarkdownReport() {}

  /** {@return its lines} */
  public static List<String> of(Report report, Decision decision) {
    var full = rendered(report, decision, true);
    if (length(full) <= LONGEST) {
      return full;
    }
    var brief = rendered(report, decision, false);
    if (length(brief) <= LONGEST) {
      return brief;
    }
    List<String> cut = new ArrayList<>();
    int length = 0;
    for (var line : brief) {
      length += line.length() + 1;
      if (length > LONGEST) {
        break;
      }
      cut.add(line);
    }
    cut.add("");
    cut.add("*Cut here: a comment takes no more. The text of the job has all of it.*");
    return List.copyOf(cut);
  }

  private static int length(List<String> lines) {
    return lines.stream().mapToInt(line -> line.length() + 1).sum();
  }

  private static List<String> rendered(Report report, Decision decision, boolean details) {
    var text = new MarkdownReport();
    text.add(MARKER, "## Penstock plan", "");
    text.add(
        "**%s**".formatted(Markdown.text(Wording.counts(report))),
        "",
        "From %s to %s%s. Exit %d: %s."
            .formatted(
                Markdown.code(report.from()),
                Markdown.code(report.to()),
                report.connected() ? ", sources and warehouses were asked" : ", by manifests alone",
                decision.code().code(),
                Markdown.text(decision.why())),
        "");
    report.notes().forEach(note -> text.add("> " + Markdown.text(note), ""));
    text.summary(report);
    Map<List<String>, List<String>> same = new LinkedHashMap<>();
    for (var environment : report.environments()) {
      if (environment.kind() != Kind.SAME || !environment.effects().isEmpty()) {
        same.computeIfAbsent(body(environment, details), key -> new ArrayList<>())
            .add(environment.name());
      }
    }
    same.forEach((body, names) -> {
      text.add("### " + String.join(", ", names.stream().map(Markdown::text).toList()), "");
      text.lines.addAll(body);
    });
    if (!details) {
      text.add("*Without details: a comment takes no more. The text of the job has them.*");
    }
    while (text.lines.getLast().isEmpty()) {
      text.lines.removeLast();
    }
    return List.copyOf(text.lines);
  }

  private void summary(Report report) {
    add(
        Markdown.row(
            List.of("environment", "pipelines", "connections", "invalid", "breaking", "notice")),
        Markdown.row(List.of("---", "---", "---:", "---:", "---:", "---:")));
    for (var environment : report.environments()) {
      add(
          Markdown.row(
              List.of(
                  Markdown.text(environment.name()),
                  Wording.pipelines(environment),
                  String.valueOf(environment.connections().size()),
                  String.valueOf(environment.effects(Weight.INVALID)),
                  String.valueOf(environment.effects(Weight.BREAKING)),
                  String.valueOf(environment.effects(Weight.NOTICE)))));
    }
    add("");
  }

  private static List<String> body(EnvironmentChange environment, boolean details) {
    var text = new MarkdownReport();
    var heavy =
        environment.all().stream().filter(effect -> effect.weight() != Weight.HARMLESS).toList();
    text.effects(heavy);
    if (details) {
      for (var connection : environment.connections()) {
        text.details(
            "connection " + connection.name() + " " + connection.kind(), connection.fields());
      }
    }
    environment.pipelines().forEach(pipeline -> text.pipeline(pipeline, details));
    return text.lines;
  }

  private void effects(List<Effect> effects) {
    if (effects.isEmpty()) {
      return;
    }
    add(
        Markdown.row(List.of("weight", "what", "to do")),
        Markdown.row(List.of("---", "---", "---")));
    for (var weight : List.of(Weight.INVALID, Weight.BREAKING, Weight.NOTICE)) {
      effects.stream()
          .filter(effect -> effect.weight() == weight)
          .forEach(effect ->
              add(
                  Markdown.row(
                      List.of(
                          effect.breaks() ? "**" + weight + "**" : weight.toString(),
                          "%s: %s".formatted(effect.code(), Markdown.text(effect.message())),
                          Markdown.text(effect.nextStep())))));
    }
    add("");
  }

  private void pipeline(PipelineChange pipeline, boolean details) {
    add(
        "**pipeline %s** %s: %s; %s."
            .formatted(
                Markdown.text(pipeline.name()),
                pipeline.kind(),
                Wording.hashes(pipeline).replace("->", "to"),
                Markdown.text(Wording.run(pipeline))),
        "");
    pipeline
        .schedule()
        .ifPresent(schedule -> add("- schedule: " + Markdown.code(Wording.schedule(schedule))));
    for (var target : pipeline.targets()) {
      add(
          "- target %s %s%s"
              .formatted(Markdown.text(target.name()), target.kind(), columns(target)));
    }
    add("");
    if (details) {
      details("fields of " + pipeline.name(), Wording.fields(pipeline));
      for (var target : pipeline.targets()) {
        target
            .ddl()
            .ifPresent(ddl -> {
              add(
                  "<details><summary>DDL of target %s</summary>".formatted(html(target.name())),
                  "");
              lines.addAll(Markdown.block("sql", List.of(ddl)));
              add("", "</details>", "");
            });
      }
    }
  }

  private static String columns(TargetChange target) {
    var columns = Wording.columns(target);
    return columns.isEmpty() ? "" : ": " + Markdown.code(columns);
  }

  private void details(String summary, List<FieldChange> fields) {
    if (fields.isEmpty()) {
      return;
    }
    // Inside of summary Markdown is not read.
    add("<details><summary>%s</summary>".formatted(html(summary)), "");
    for (var field : fields) {
      if (field.diff().isEmpty()) {
        add(
            "- %s: %s to %s"
                .formatted(
                    Markdown.code(field.path()),
                    Markdown.code(field.before().orElse("none")),
                    Markdown.code(field.after().orElse("none"))));
      } else {
        add("- %s:".formatted(Markdown.code(field.path())), "");
        lines.addAll(Markdown.block("diff", field.diff()));
        add("");
      }
    }
    add("", "</details>", "");
  }

  private static String html(String text) {
    var code = Markdown.code(text);
    return code.substring("<code>".length(), code.length() - "</code>".length());
  }

  private void add(String... more) {
    Stream.of(more).forEach(lines::add);
  }
}
