package dev.penstock.runner.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the fields in which two specs differ, items of named lists by their names. */
final class FieldChanges {
  private static final int CONTEXT = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<FieldChange> found = new ArrayList<>();

  private FieldChanges() {}

  /** {@return the differences between two wire records, in the order of their fields} */
  static List<FieldChange> between(Object before, Object after) {
    var changes = new FieldChanges();
    changes.compare("spec", JSON.valueToTree(before), JSON.valueToTree(after));
    return List.copyOf(changes.found);
  }

  private void compare(String path, JsonNode before, JsonNode after) {
    if (absent(before) ? absent(after) : before.equals(after)) {
      return;
    }
    if (object(before, after)) {
      var names = new LinkedHashSet<String>();
      before.fieldNames().forEachRemaining(names::add);
      after.fieldNames().forEachRemaining(names::add);
      // An item is known by its name, which its path has.
      if (path.endsWith("]")) {
        names.remove("name");
      }
      int earlier = found.size();
      names.forEach(name -> compare(path + "." + name, before.path(name), after.path(name)));
      // One that has no fields says something by being there.
      if (found.size() == earlier && (absent(before) || absent(after))) {
        add(path, before, after);
      }
    } else if (named(before) && named(after)) {
      items(path, before, after);
    } else {
      add(path, before, after);
    }
  }

  // Within a list of names a new item is compared with nothing, field by field.
  private void items(String path, JsonNode before, JsonNode after) {
    var was = byName(before);
    var is = byName(after);
    var names = new LinkedHashSet<>(was.keySet());
    names.addAll(is.keySet());
    for (var name : names) {
      compare(
          path + "[" + name + "]",
          was.getOrDefault(name, MissingNode.getInstance()),
          is.getOrDefault(name, MissingNode.getInstance()));
    }
    if (was.keySet().equals(is.keySet())
        && !List.copyOf(was.keySet()).equals(List.copyOf(is.keySet()))) {
      found.add(
          new FieldChange(
              path + " (order)",
              Optional.of(String.join(", ", was.keySet())),
              Optional.of(String.join(", ", is.keySet())),
              List.of()));
    }
  }

  private void add(String path, JsonNode before, JsonNode after) {
    var was = text(before);
    var is = text(after);
    if (was.equals(is)) {
      return;
    }
    boolean lines =
        path.endsWith(".sql") || was.orElse("").contains("\n") || is.orElse("").contains("\n");
    found.add(
        new FieldChange(path, was, is, lines ? diff(was.orElse(""), is.orElse("")) : List.of()));
  }

  private static List<String> diff(String before, String after) {
    var was = lines(before);
    var is = lines(after);
    var unified =
        UnifiedDiffUtils.generateUnifiedDiff("a", "b", was, DiffUtils.diff(was, is), CONTEXT);
    // Without the names of files, which there are none of. Same lines: only their ends differ.
    return unified.size() < 2 ? List.of() : List.copyOf(unified.subList(2, unified.size()));
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : text.lines().toList();
  }

  private static Optional<String> text(JsonNode node) {
    return absent(node)
        ? Optional.empty()
        : Optional.of(node.isTextual() ? node.textValue() : node.toString());
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static boolean object(JsonNode before, JsonNode after) {
    return (before.isObject() || absent(before))
        && (after.isObject() || absent(after))
        && !(absent(before) && absent(after));
  }

  private static boolean named(JsonNode list) {
    if (absent(list)) {
      return true;
    }
    if (!list.isArray() || list.isEmpty()) {
      return false;
    }
    // An item of a name that comes twice is known by something else, as a mount by its path.
    var names = new HashSet<String>();
    for (var item : list) {
      if (!item.path("name").isTextual() || !names.add(item.path("name").asText())) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, JsonNode> byName(JsonNode list) {
    Map<String, JsonNode> items = new LinkedHashMap<>();
    list.forEach(item -> items.put(item.path("name").asText(), item));
    return items;
  }
}
