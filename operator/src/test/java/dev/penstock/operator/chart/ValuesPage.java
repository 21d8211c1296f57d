package dev.penstock.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The page about the values of the chart penstock. */
record ValuesPage(Values values) {
  private static final String HEAD =
      """
      # Values of the chart penstock

      Generated from [values.yaml](../../charts/penstock/values.yaml) and
      [values.schema.json](../../charts/penstock/values.schema.json); not edited by hand. Helm refuses what is not here, and
      values of another kind. How to install: [install.md](../install.md). The chart penstock-crds has no values.

      | value | default | takes | meaning |
      |---|---|---|---|
      """;

  String text() {
    var page = new StringBuilder(HEAD);
    for (var entry : values.entries()) {
      if (!entry.isGroup()) {
        page.append(
            "| `%s` | %s | %s | %s |\n"
                .formatted(
                    entry.path(), shown(entry.isDefault()), takes(entry.takes()), cell(entry)));
      } else if (!entry.comment().isEmpty()) {
        page.append("| **`%s`** | | | %s |\n".formatted(entry.path(), cell(entry)));
      }
    }
    return page.toString();
  }

  private static String cell(Values.Entry entry) {
    return entry.comment().replace("|", "\\|");
  }

  private static String shown(JsonNode value) {
    return value.isTextual() && value.asText().isEmpty()
        ? ""
        : "`%s`".formatted(value.isTextual() ? value.asText() : value.toString());
  }

  private String takes(JsonNode schema) {
    if (schema.has("enum")) {
      return StreamSupport.stream(schema.path("enum").spliterator(), false)
          .map(value -> "`%s`".formatted(value.asText()))
          .collect(Collectors.joining(", "));
    }
    return switch (schema.path("type").asText()) {
      case "boolean" -> "`true`, `false`";
      case "integer" ->
          "%d to %d".formatted(schema.path("minimum").asLong(), schema.path("maximum").asLong());
      case "array" ->
          "list of up to %d: %s"
              .formatted(schema.path("maxItems").asInt(), takes(values.items(schema)));
      case "object" -> "map";
      default -> "text";
    };
  }
}
