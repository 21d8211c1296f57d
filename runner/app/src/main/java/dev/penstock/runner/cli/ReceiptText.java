package dev.penstock.runner.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A receipt for people. It is read as JSON and not as the record, because receipts of older runners
 * lie in the store as well: what one does not say is left out.
 */
final class ReceiptText {
  private ReceiptText() {}

  /** {@return its lines} */
  static List<String> of(JsonNode receipt) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: commit %d, run %s, attempt %s, %s"
            .formatted(
                receipt.path("pipeline").asText(),
                receipt.path("number").asLong(),
                receipt.path("run").asText(),
                receipt.path("attempt").asText(),
                Figures.seconds(receipt.path("durationMillis").asLong())));
    receipt
        .path("read")
        .properties()
        .forEach(read ->
            lines.add(
                "  read %s: %s rows"
                    .formatted(read.getKey(), Figures.rows(read.getValue().asLong()))));
    for (var target : receipt.path("targets")) {
      lines.add(
          "  target %s: %s rows, %s in %d parts"
              .formatted(
                  target.path("name").asText(),
                  Figures.rows(target.path("rows").asLong()),
                  Figures.bytes(target.path("bytes").asLong()),
                  target.path("parts").asLong()));
    }
    lines.addAll(stages(receipt.path("spans")));
    return lines;
  }

  /** Time during which a stage was at work anywhere: spans of one stage may overlap. */
  private static List<String> stages(JsonNode spans) {
    Map<String, List<JsonNode>> stages = new LinkedHashMap<>();
    for (var span : spans) {
      stages.computeIfAbsent(span.path("stage").asText(), name -> new ArrayList<>()).add(span);
    }
    List<List<String>> rows = new ArrayList<>();
    stages.forEach((stage, all) -> {
      var busy = Duration.ofMillis(busy(all));
      long moved = all.stream().mapToLong(span -> span.path("rows").asLong()).sum();
      long bytes = all.stream().mapToLong(span -> span.path("bytes").asLong()).sum();
      rows.add(
          List.of(
              stage,
              Figures.seconds(busy.toMillis()),
              moved == 0 ? "" : Figures.rows(moved),
              moved == 0 ? "" : Figures.rowRate(moved, busy),
              bytes == 0 ? "" : Figures.rate(bytes, busy)));
    });
    if (rows.isEmpty()) {
      return List.of();
    }
    return new TextTable(List.of("STAGE", "BUSY", "ROWS", "ROWS/S", "BYTES/S"), rows)
        .toString()
        .indent(2)
        .lines()
        .toList();
  }

  private static long busy(List<JsonNode> spans) {
    long busy = 0;
    long until = Long.MIN_VALUE;
    var inOrder =
        spans.stream()
            .sorted(Comparator.comparingLong(span -> span.path("from").asLong()))
            .toList();
    for (var span : inOrder) {
      long from = Math.max(until, span.path("from").asLong());
      long to = span.path("to").asLong();
      busy += Math.max(0, to - from);
      until = Math.max(until, to);
    }
    return busy;
  }
}
