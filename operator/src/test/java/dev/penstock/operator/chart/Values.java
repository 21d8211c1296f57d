package dev.penstock.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The values of a chart: its defaults, the comments above them, and what its schema takes.
 *
 * @param comments by path, one line each
 */
record Values(JsonNode defaults, Map<String, String> comments, JsonNode schema) {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z]+):.*$");

  /**
   * A value, or a group of them.
   *
   * @param takes what the schema says of it; a group has properties
   * @param isDefault what it is when nobody sets it
   */
  record Entry(String path, String comment, JsonNode takes, JsonNode isDefault) {
    boolean isGroup() {
      return takes.has("properties");
    }
  }

  static Values of(Path chart) throws IOException {
    var text = Files.readString(chart.resolve("values.yaml"));
    return new Values(
        YAML.readTree(text),
        comments(text),
        new ObjectMapper().readTree(chart.resolve("values.schema.json").toFile()));
  }

  /** {@return groups and values in the order of values.yaml} */
  List<Entry> entries() {
    var entries = new ArrayList<Entry>();
    collect("", defaults, schema, entries);
    return entries;
  }

  /**
   * {@return the properties of the schema that values.yaml lacks} Without global, which is Helm's.
   */
  List<String> withoutDefault() {
    var missing = new ArrayList<String>();
    missing("", defaults, schema, missing);
    missing.remove("global");
    return missing;
  }

  private void collect(String prefix, JsonNode values, JsonNode group, List<Entry> entries) {
    for (var value : values.properties()) {
      var path = prefix + value.getKey();
      var takes = resolved(group.path("properties").path(value.getKey()));
      var entry = new Entry(path, comments.getOrDefault(path, ""), takes, value.getValue());
      entries.add(entry);
      if (entry.isGroup()) {
        collect(path + ".", value.getValue(), takes, entries);
      }
    }
  }

  private void missing(String prefix, JsonNode values, JsonNode group, List<String> missing) {
    for (var property : group.path("properties").properties()) {
      var path = prefix + property.getKey();
      if (!values.has(property.getKey())) {
        missing.add(path);
      } else {
        missing(path + ".", values.path(property.getKey()), resolved(property.getValue()), missing);
      }
    }
  }

  private JsonNode resolved(JsonNode node) {
    var reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : schema.at(reference.substring(1));
  }

  /** {@return what the items of a list are like} */
  JsonNode items(JsonNode list) {
    return resolved(list.path("items"));
  }

  private static Map<String, String> comments(String text) {
    var comments = new LinkedHashMap<String, String>();
    var above = new ArrayList<String>();
    var parents = new ArrayDeque<String>();
    for (var line : text.lines().toList()) {
      var key = KEY.matcher(line);
      if (line.strip().startsWith("#")) {
        above.add(line.strip().substring(1).strip());
      } else if (key.matches()) {
        int depth = key.group(1).length() / 2;
        while (parents.size() > depth) {
          parents.removeLast();
        }
        parents.addLast(key.group(2));
        if (!above.isEmpty()) {
          comments.put(String.join(".", parents), String.join(" ", above));
        }
        above.clear();
      } else {
        above.clear();
      }
    }
    return comments;
  }
}
