package dev.penstock.runner.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.runner.lineage.Rows.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The columns that a star selects. */
final class StarReader {
  private final ExpressionReader expressions;

  StarReader(ExpressionReader expressions) {
    this.expressions = expressions;
  }

  List<Item> items(JsonNode star, From from, Scope scope) {
    if (present(star.path("expr")) || present(star.path("qualified_exclude_list"))) {
      // Chosen by a pattern, or in a way that is not known here.
      return List.of(new Item.Gap());
    }
    var of = star.path("relation_name").asText("");
    Set<String> excluded = new HashSet<>();
    for (var name : star.path("exclude_list")) {
      excluded.add(column(name));
    }
    Map<String, Set<Origin>> replaced = new HashMap<>();
    for (var entry : star.path("replace_list")) {
      replaced.put(column(entry.path("key")), expressions.in(entry.path("value"), scope));
    }
    Map<String, String> renamed = new HashMap<>();
    for (var entry : star.path("rename_list")) {
      renamed.put(column(entry.path("key")), entry.path("value").asText());
    }
    boolean plain = excluded.isEmpty() && replaced.isEmpty() && renamed.isEmpty();
    List<Item> items = new ArrayList<>();
    for (var each : from.relations()) {
      if (!of.isEmpty() && !each.name().equalsIgnoreCase(of)) {
        continue;
      }
      for (var item : each.relation().star()) {
        if (item instanceof Item.One(var name, var origins)) {
          var lower = name.toLowerCase(Locale.ROOT);
          if (excluded.contains(lower) || of.isEmpty() && each.hidden().contains(lower)) {
            continue;
          }
          var merged = of.isEmpty() ? each.merged().get(lower) : null;
          items.add(
              new Item.One(
                  renamed.getOrDefault(lower, name),
                  replaced.getOrDefault(lower, merged == null ? origins : merged)));
        } else {
          // Its columns are asked for by their final names.
          items.add(plain && (!of.isEmpty() || from.merged().isEmpty()) ? item : new Item.Gap());
        }
      }
    }
    return items;
  }

  private static String column(JsonNode name) {
    return (name.isObject() ? name.path("column") : name).asText().toLowerCase(Locale.ROOT);
  }

  private static boolean present(JsonNode node) {
    return !node.isMissingNode() && !node.isNull() && !(node.isContainerNode() && node.isEmpty());
  }
}
