package dev.penstock.runner.change.show;

import dev.penstock.runner.change.ConnectionChange;
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
import java.util.Locale;
import java.util.Map;

/** A report for a terminal; environments in which the same happens are told once. */
public final class TextReport {
  private final List<String> lines = new ArrayList<>();

  private TextReport() {}

  /** {@return its lines, the last one says what decided the exit code} */
  public static List<String> of(Report report, Decision decision) {
    var text = new TextReport();
    text.add(
        "Plan from %s to %s: %s".formatted(report.from(), report.to(), Wording.counts(report)));
    report.notes().forEach(note -> text.add("Note: " + note));
    Map<List<String>, List<String>> same = new LinkedHashMap<>();
    for (var environment : report.environments()) {
      same.computeIfAbsent(body(environment), key -> new ArrayList<>()).add(environment.name());
    }
    same.forEach((body, names) -> {
      text.lines.add("");
      text.add(String.join(", ", names));
      text.lines.addAll(body);
    });
    text.lines.add("");
    text.add("Exit %d: %s".formatted(decision.code().code(), decision.why()));
    return List.copyOf(text.lines);
  }

  private static List<String> body(EnvironmentChange environment) {
    var text = new TextReport();
    switch (environment.kind()) {
      case ADDED -> text.add("  a new environment");
      case REMOVED -> text.add("  no longer an environment");
      case SAME -> text.add("  no change");
      case CHANGED -> {}
    }
    text.effects("  ", environment.effects());
    environment.connections().forEach(text::connection);
    environment.pipelines().forEach(text::pipeline);
    return text.lines;
  }

  private void connection(ConnectionChange connection) {
    add("  %s connection %s".formatted(sign(connection.kind()), connection.name()));
    connection.fields().forEach(this::field);
    effects("      ", connection.effects());
  }

  private void pipeline(PipelineChange pipeline) {
    add(
        "  %s pipeline %s: %s; %s"
            .formatted(
                sign(pipeline.kind()),
                pipeline.name(),
                Wording.hashes(pipeline),
                Wording.run(pipeline)));
    pipeline.schedule().ifPresent(schedule -> add("      schedule: " + Wording.schedule(schedule)));
    Wording.fields(pipeline).forEach(this::field);
    pipeline.targets().forEach(this::target);
    effects("      ", pipeline.effects());
  }

  private void field(FieldChange field) {
    if (field.diff().isEmpty()) {
      add(
          "      %s: %s -> %s"
              .formatted(
                  field.path(), field.before().orElse("none"), field.after().orElse("none")));
    } else {
      add("      %s:".formatted(field.path()));
      field.diff().forEach(line -> lines.add("        " + Harmless.code(line)));
    }
  }

  private void target(TargetChange target) {
    var columns = Wording.columns(target);
    add(
        "      %s target %s%s"
            .formatted(
                sign(target.kind()), target.name(), columns.isEmpty() ? "" : ": " + columns));
    target.ddl().ifPresent(ddl -> lines.add("        " + Harmless.code(ddl)));
  }

  private void effects(String indent, List<Effect> effects) {
    for (var effect : effects) {
      add(
          "%s%s %s: %s. %s."
              .formatted(
                  indent,
                  weight(effect.weight()),
                  effect.code(),
                  effect.message(),
                  effect.nextStep()));
    }
  }

  private static String weight(Weight weight) {
    return weight.compareTo(Weight.BREAKING) >= 0
        ? weight.toString().toUpperCase(Locale.ROOT)
        : weight.toString();
  }

  private static String sign(Kind kind) {
    return switch (kind) {
      case ADDED -> "+";
      case REMOVED -> "-";
      case CHANGED -> "~";
      case SAME -> "=";
    };
  }

  private void add(String line) {
    lines.add(Harmless.wide(line));
  }
}
