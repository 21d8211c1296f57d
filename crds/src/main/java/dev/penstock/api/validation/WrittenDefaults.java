package dev.penstock.api.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What says no more than its absence, taken out of a canonical spec. */
final class WrittenDefaults {
  private WrittenDefaults() {}

  /** Changes the tree that it is given. */
  static void drop(ObjectNode spec) {
    drop(spec.path("store"), "prefix", CanonicalSpec.PREFIX);
    spec.path("parameters").forEach(parameter -> drop(parameter, "type", "Text"));
    var cursors = new ArrayList<String>();
    spec.path("sources")
        .forEach(source -> {
          if (source.path("table").path("incremental") instanceof ObjectNode incremental) {
            incremental(incremental);
            cursors.add(incremental.path("column").asText());
          }
          failing(source);
        });
    spec.path("targets").forEach(target -> target(target, cursors));
    // The only engine so far, without settings.
    if (spec.path("engine").path("duckdb").isEmpty()) {
      spec.remove("engine");
    }
  }

  /** A column of which only the default is said. */
  private static void failing(JsonNode source) {
    if (source instanceof ObjectNode object
        && object.path("columns") instanceof ArrayNode columns) {
      for (int i = columns.size() - 1; i >= 0; i--) {
        if (columns.path(i).path("invalidText").asText("").equals("Fail")) {
          columns.remove(i);
        }
      }
      if (columns.isEmpty()) {
        object.remove("columns");
      }
    }
  }

  private static void incremental(ObjectNode incremental) {
    normal(incremental, "overlap");
    // Without settle the source has to tell of its open transactions: no value means the same.
    normal(incremental, "settle");
    drop(incremental, "overlap", Duration.ZERO.toString());
    drop(incremental, "timeZone", "Etc/UTC");
    drop(incremental, "nulls", "Fail");
    drop(incremental, "deletes", "Ignore");
  }

  private static void target(JsonNode target, List<String> cursors) {
    drop(target, "mode", "Append");
    drop(target.path("redshift"), "documents", "Varchar");
    if (target.path("schema") instanceof ObjectNode schema) {
      drop(schema, "newColumn", "Add");
      drop(schema, "widerType", "Widen");
      drop(schema, "missingColumn", "Fail");
      drop(schema, "narrowerType", "Keep");
      if (schema.properties().stream().allMatch(field -> field.getValue().isNull())) {
        ((ObjectNode) target).remove("schema");
      }
    }
    // Without a limit the word itself sets one where there is no warehouse.
    target
        .path("columns")
        .forEach(column -> {
          if (column.hasNonNull("maxBytes")) {
            drop(column, "tooLong", "Fail");
          }
        });
    if (target instanceof ObjectNode object
        && object.path("orderBy") instanceof ArrayNode order
        && cursors.size() == 1
        && order.size() == 1
        && order.path(0).asText().equals(cursors.getFirst())) {
      object.remove("orderBy");
    }
  }

  private static void normal(ObjectNode node, String field) {
    if (node.path(field).isTextual()) {
      GoDuration.parse(node.path(field).asText())
          .ifPresent(duration -> node.put(field, duration.toString()));
    }
  }

  private static void drop(JsonNode node, String field, String absent) {
    if (node instanceof ObjectNode object && object.path(field).asText("").equals(absent)) {
      object.remove(field);
    }
  }
}
