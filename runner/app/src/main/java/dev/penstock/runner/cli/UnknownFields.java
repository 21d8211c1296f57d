package dev.penstock.runner.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Wire records ignore what they do not know; a person's typo must not be ignored with it. */
final class UnknownFields {
  private UnknownFields() {}

  /**
   * {@return the paths of what was written and is not among what was read}
   *
   * @param read what the record is when it is written again
   */
  static List<String> of(String path, JsonNode written, JsonNode read) {
    List<String> unknown = new ArrayList<>();
    collect(path, written, read, unknown);
    return unknown;
  }

  private static void collect(String path, JsonNode written, JsonNode read, List<String> unknown) {
    if (written.isObject()) {
      for (var entry : written.properties()) {
        var field = path + "." + entry.getKey();
        var kept = read.get(entry.getKey());
        if (entry.getValue().isNull()) {
          continue;
        }
        if (kept == null) {
          unknown.add(field);
        } else {
          collect(field, entry.getValue(), kept, unknown);
        }
      }
    } else if (written.isArray()) {
      for (int i = 0; i < written.size(); i++) {
        if (read.has(i)) {
          collect(path + "[" + i + "]", written.get(i), read.get(i), unknown);
        }
      }
    }
  }
}
