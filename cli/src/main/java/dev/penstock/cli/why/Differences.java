package dev.penstock.cli.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** What differs between two specs, a line for each value, by its path. */
final class Differences {
  private static final int WIDTH = 60;
  private static final int MOST = 12;

  private Differences() {}

  /**
   * {@return the lines, as {@code sources[orders].table.name: a -> b}; empty: they are the same}
   */
  static List<String> between(JsonNode before, JsonNode after) {
    var old = values(before);
    var now = values(after);
    var paths = new TreeSet<>(old.keySet());
    paths.addAll(now.keySet());
    var lines = new ArrayList<String>();
    for (var path : paths) {
      var one = old.get(path);
      var other = now.get(path);
      if (!Objects.equals(one, other)) {
        lines.add(line(path, one == null ? "" : one, other == null ? "" : other));
      }
    }
    return bounded(lines);
  }

  /** {@return likewise for each of two sets of specs} */
  static List<String> between(Map<String, JsonNode> before, Map<String, JsonNode> after) {
    var names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    var lines = new ArrayList<String>();
    for (var name : names) {
      var old = before.get(name);
      var now = after.get(name);
      if (old == null || now == null) {
        lines.add(name + (old == null ? ": is used now" : ": is used no more"));
      } else {
        between(old, now).forEach(line -> lines.add(name + ": " + line));
      }
    }
    return bounded(lines);
  }

  private static String line(String path, String before, String after) {
    if (before.contains("\n") || after.contains("\n")) {
      var old = before.lines().toList();
      var now = after.lines().toList();
      var first = 0;
      while (first < old.size() && first < now.size() && old.get(first).equals(now.get(first))) {
        first++;
      }
      return "%s, line %d: %s -> %s"
          .formatted(path, first + 1, shown(at(old, first)), shown(at(now, first)));
    }
    return "%s: %s -> %s".formatted(path, shown(before), shown(after));
  }

  private static String at(List<String> lines, int number) {
    return number < lines.size() ? lines.get(number) : "";
  }

  private static String shown(String value) {
    var text = value.strip();
    if (text.isEmpty()) {
      return "(none)";
    }
    return text.length() <= WIDTH ? text : text.substring(0, WIDTH - 1) + "…";
  }

  private static List<String> bounded(List<String> lines) {
    if (lines.size() <= MOST) {
      return lines;
    }
    var some = new ArrayList<>(lines.subList(0, MOST));
    some.add("and %d more".formatted(lines.size() - MOST));
    return Collections.unmodifiableList(some);
  }

  private static Map<String, String> values(JsonNode node) {
    var values = new TreeMap<String, String>();
    collect("", node, values);
    return values;
  }

  /** Items of lists that have a name go by it, so that a new one does not rename all others. */
  private static void collect(String path, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      node.properties()
          .forEach(field ->
              collect(
                  path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                  field.getValue(),
                  into));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        var item = Objects.requireNonNull(node.get(i));
        var name = item.path("name").asText();
        collect("%s[%s]".formatted(path, name.isEmpty() ? "" + i : name), item, into);
      }
    } else {
      into.put(path, node.asText());
    }
  }
}
