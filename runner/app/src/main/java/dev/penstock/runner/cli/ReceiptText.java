package dev.penstock.runner.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A receipt for people. It is read as JSON and not as the record, because receipts of other
 * versions lie in the store as well: what one does not say is left out.
 */
final class ReceiptText {
  private ReceiptText() {}

  /** {@return one line that says which commit it is of} */
  static String head(JsonNode receipt) {
    return "%s: commit %d, run %s, attempt %s, %s"
        .formatted(
            receipt.path("pipeline").asText(),
            receipt.path("number").asLong(),
            receipt.path("run").asText(),
            receipt.path("attempt").asText(),
            Figures.seconds(receipt.path("durationMillis").asLong()));
  }

  /** {@return what was done and how fast} */
  static List<String> body(JsonNode receipt) {
    List<String> lines = new ArrayList<>();
    receipt
        .path("read")
        .properties()
        .forEach(read ->
            lines.add(
                "  read %s: %s rows%s%s"
                    .formatted(
                        read.getKey(),
                        Figures.rows(read.getValue().asLong()),
                        bytes(receipt.path("readBytes").path(read.getKey())),
                        watermark(receipt, read.getKey()))));
    for (var target : receipt.path("targets")) {
      lines.add(
          "  target %s: %s rows, %s in %d part%s%s"
              .formatted(
                  target.path("name").asText(),
                  Figures.rows(target.path("rows").asLong()),
                  Figures.bytes(target.path("bytes").asLong()),
                  target.path("parts").asLong(),
                  target.path("parts").asLong() == 1 ? "" : "s",
                  waves(receipt, target.path("name").asText())));
    }
    for (var table : receipt.path("tables")) {
      table
          .path("done")
          .forEach(done ->
              lines.add("  table %s: %s".formatted(table.path("table").asText(), done.asText())));
    }
    for (var rows : receipt.path("reconciled")) {
      lines.add(
          "  reconciled %s: %s rows in %d columns%s"
              .formatted(
                  rows.path("target").asText(),
                  Figures.rows(rows.path("rows").asLong()),
                  rows.path("columns").size(),
                  rows.path("staged").asBoolean()
                      ? ", the same in parts and staging table"
                      : ", as the parts hold them"));
    }
    for (var deleted : receipt.path("deleted")) {
      long rows = deleted.path("rows").asLong();
      lines.add(
          "  deleted from the table of target %s: %s row%s"
              .formatted(
                  deleted.path("target").asText(), Figures.rows(rows), rows == 1 ? "" : "s"));
    }
    for (var check : receipt.path("checks")) {
      List<String> rules = new ArrayList<>();
      check.path("rules").forEach(rule -> rules.add(rule.asText()));
      lines.add(
          "  check %s on %s: %s; %s rows passed"
              .formatted(
                  check.path("check").asText(),
                  check.path("relation").asText(),
                  String.join(", ", rules),
                  Figures.rows(check.path("rows").asLong())));
    }
    for (var advice : receipt.path("advice")) {
      lines.add("  advice: %s.".formatted(advice.asText()));
    }
    for (var changed : receipt.path("values")) {
      long values = changed.path("values").asLong();
      if (values > 0) {
        lines.add(
            "  warning: %s value%s of %s, column %s, %s"
                .formatted(
                    Figures.rows(values),
                    values == 1 ? "" : "s",
                    changed.path("of").asText(),
                    changed.path("column").asText(),
                    done(changed.path("done").asText(), values)));
      }
    }
    long unsent = receipt.path("telemetry").path("failed").asLong();
    if (unsent > 0) {
      lines.add(
          "  warning: %s message%s to other systems did not arrive"
              .formatted(Figures.rows(unsent), unsent == 1 ? "" : "s"));
    }
    lines.addAll(stages(receipt.path("stages")));
    overlap(receipt.path("overlap"), lines);
    if (receipt.path("peakMemoryBytes").isNumber()) {
      lines.add("  peak memory: " + Figures.bytes(receipt.path("peakMemoryBytes").asLong()));
    }
    long spilled = receipt.path("spilledBytes").asLong();
    if (spilled > 0) {
      lines.add("  spilled to scratch: %s at once".formatted(Figures.bytes(spilled)));
    }
    return lines;
  }

  private static String done(String done, long values) {
    var are = values == 1 ? "was " : "were ";
    return are
        + switch (done) {
          case "truncated" -> "truncated";
          case "setNull" -> "set to NULL";
          case "replaced" -> "given U+FFFD for what is no UTF-8";
          default -> "changed: " + done;
        };
  }

  private static String bytes(JsonNode bytes) {
    return bytes.isNumber() ? ", " + Figures.bytes(bytes.asLong()) : "";
  }

  private static String watermark(JsonNode receipt, String source) {
    for (var mark : receipt.path("watermarks")) {
      if (mark.path("source").asText().equals(source)) {
        var from = mark.path("before").asText();
        long ahead = mark.path("ahead").asLong();
        return ", changed %s to %s%s"
            .formatted(
                from.isEmpty() ? "up" : "after " + from + " up",
                mark.path("after").asText(),
                ahead == 0
                    ? ""
                    : "; %s rows far in the future wait".formatted(Figures.rows(ahead)));
      }
    }
    return "";
  }

  private static String waves(JsonNode receipt, String target) {
    for (var one : receipt.path("waves")) {
      if (one.path("target").asText().equals(target)) {
        var reason = one.path("reason").asText();
        return reason.isEmpty()
            ? ", %d wave%s of %s"
                .formatted(
                    one.path("waves").asInt(),
                    one.path("waves").asInt() == 1 ? "" : "s",
                    one.path("source").asText())
            : "; not in waves: " + reason;
      }
    }
    return "";
  }

  private static List<String> stages(JsonNode stages) {
    List<List<String>> rows = new ArrayList<>();
    for (var stage : stages) {
      long bytes = stage.path("bytes").asLong();
      long moved = stage.path("rows").asLong();
      rows.add(
          List.of(
              stage.path("stage").asText(),
              Figures.seconds(stage.path("busyMillis").asLong()),
              moved == 0 ? "" : Figures.rows(moved),
              rate(Figures.rows(stage.path("rowsPerSecond").asLong()) + " rows/s", moved),
              rate(Figures.bytes(stage.path("bytesPerSecond").asLong()) + "/s", bytes)));
    }
    if (rows.isEmpty()) {
      return List.of();
    }
    return new TextTable(List.of("STAGE", "BUSY", "ROWS", "RATE", ""), rows)
        .toString()
        .indent(2)
        .lines()
        .toList();
  }

  private static String rate(String rate, long amount) {
    return amount == 0 || rate.startsWith("0 ") ? "" : rate;
  }

  private static void overlap(JsonNode overlap, List<String> lines) {
    if (overlap.path("efficiency").isNumber()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  overlap: %.0f %%, %s sets the pace",
              overlap.path("efficiency").asDouble() * 100,
              overlap.path("critical").asText()));
    } else if (overlap.isObject()) {
      lines.add("  overlap: there was nothing to overlap");
    }
  }
}
