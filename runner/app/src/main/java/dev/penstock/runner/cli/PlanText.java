package dev.penstock.runner.cli;

import java.util.ArrayList;
import java.util.List;

/** A plan for people. */
final class PlanText {
  private static final int WIDTH = 110;

  private PlanText() {}

  /** {@return its lines} */
  static List<String> of(PlanView plan) {
    List<String> lines = new ArrayList<>();
    lines.add("Pipeline " + plan.pipeline());
    plan.parameters().forEach((name, value) -> lines.add("  $%s = %s".formatted(name, value)));
    lines.add("");
    lines.add("Relations");
    plan.relations().forEach(relation -> relation(relation, lines));
    if (!plan.kept().isEmpty()) {
      lines.add("");
      lines.add("Computed once, into a file on scratch: " + String.join(", ", plan.kept()));
    }
    plan.targets().forEach(target -> target(target, lines));
    if (!plan.holds().isEmpty()) {
      lines.add("");
      plan.holds().forEach(holds -> lines.add(holds(holds)));
    }
    lines.add("");
    lines.add(
        "The engine has %d threads and %s before it spills to scratch, beside a Java heap of %s."
            .formatted(
                plan.engine().threads(),
                Figures.bytes(plan.engine().memoryBytes()),
                Figures.bytes(plan.engine().heapBytes())));
    plan.engine()
        .spillBytes()
        .ifPresent(bytes -> lines.add("It may spill %s.".formatted(Figures.bytes(bytes))));
    return lines;
  }

  private static String holds(PlanView.Holds holds) {
    return "Step %s %s and holds all of source %s until its last row: about %s rows, %s."
        .formatted(
            holds.step(),
            holds.why(),
            holds.source(),
            Figures.rows(holds.rows()),
            Figures.bytes(holds.bytes()));
  }

  private static void relation(PlanView.Relation relation, List<String> lines) {
    List<String> said = new ArrayList<>();
    said.add("  %s: %s".formatted(relation.name(), relation.of()));
    relation.rows().ifPresent(rows -> said.add("about " + Figures.rows(rows) + " rows"));
    relation.bytes().ifPresent(bytes -> said.add(Figures.bytes(bytes)));
    relation
        .splits()
        .ifPresent(splits -> said.add("%d split%s".formatted(splits, splits == 1 ? "" : "s")));
    lines.add(String.join(", ", said));
    relation
        .columns()
        .forEach(column -> lines.add("    %-24s %s".formatted(column.name(), column.type())));
  }

  private static void target(PlanView.Target target, List<String> lines) {
    lines.add("");
    lines.add("Target %s from %s: %s".formatted(target.name(), target.from(), target.mode()));
    target.dataset().ifPresent(dataset -> lines.add("  into " + dataset));
    target.table().ifPresent(table -> lines.add("  into " + table));
    if (!target.sortBy().isEmpty()) {
      lines.add("  rows within parts by " + String.join(", ", target.sortBy()));
    }
    target.columns().forEach(column -> lines.add("  " + column));
    target
        .wavesOf()
        .ifPresent(source ->
            lines.add(
                "  in waves of %s: one is loaded while the next one is read".formatted(source)));
    target.notInWaves().ifPresent(reason -> lines.add("  not in waves: %s.".formatted(reason)));
    target.standing().ifPresent(standing -> standing(standing, lines));
    target
        .statements()
        .ifPresent(sql -> {
          statements("makes the table, should it be missing", List.of(sql.table()), lines);
          if (!sql.grants().isEmpty()) {
            statements("grants on it, if it is made", sql.grants(), lines);
          }
          statements("makes the attempt's own table", List.of(sql.staging()), lines);
          statements("loads parts, as soon as they are uploaded", List.of(sql.copy()), lines);
          statements("publishes, after the commit, in one transaction", sql.publish(), lines);
        });
  }

  private static void standing(PlanView.Standing standing, List<String> lines) {
    standing.refusal().ifPresent(refusal -> lines.add("  refused: " + refusal));
    standing.notes().forEach(note -> lines.add("  the table %s".formatted(note)));
    if (!standing.alterations().isEmpty()) {
      statements(
          "fits the table to its rows, before the commit; texts as wide as the rows need",
          standing.alterations(),
          lines);
    } else if (standing.refusal().isEmpty()) {
      lines.add(
          standing.exists()
              ? "  the table is there and takes the rows"
              : "  the table is not there and will be made");
    }
  }

  private static void statements(String why, List<String> statements, List<String> lines) {
    lines.add("");
    lines.add("  -- " + why);
    statements.forEach(sql -> lines.addAll(wrapped(sql + ";")));
  }

  /** Broken at spaces outside of quotes, so that it still means the same when it is pasted. */
  private static List<String> wrapped(String sql) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    int space = -1;
    char open = 0;
    for (int at = 0; at < sql.length(); at++) {
      char c = sql.charAt(at);
      if (open != 0) {
        open = c == open ? 0 : open;
      } else if (c == '"' || c == '\'') {
        open = c;
      } else if (c == ' ') {
        space = at;
      }
      if (at - from > WIDTH && space > from) {
        lines.add(indent(lines) + sql.substring(from, space));
        from = space + 1;
      }
    }
    lines.add(indent(lines) + sql.substring(from));
    return lines;
  }

  private static String indent(List<String> before) {
    return before.isEmpty() ? "  " : "    ";
  }
}
