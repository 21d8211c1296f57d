package dev.penstock.operator.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A dashboard as Grafana (9 and newer) imports it. */
final class DashboardJson {
  private static final int SCHEMA = 39;
  private static final int COLUMNS = 24;
  private static final ObjectMapper JSON = new ObjectMapper();

  private DashboardJson() {}

  static String of(Dashboard dashboard) {
    var page = JSON.createObjectNode();
    page.put("uid", dashboard.file());
    page.put("title", dashboard.title());
    page.put("description", dashboard.about());
    page.putArray("tags").add("penstock");
    page.put("schemaVersion", SCHEMA);
    page.put("editable", true);
    page.put("refresh", "1m");
    page.putObject("time").put("from", "now-24h").put("to", "now");
    page.set("templating", choices(dashboard));
    page.set("panels", panels(dashboard));
    return page.properties().stream()
            .map(field -> "  %s: %s".formatted(quoted(field.getKey()), lines(field.getValue())))
            .collect(Collectors.joining(",\n", "{\n", "\n}"))
        + "\n";
  }

  /** A line per panel: readable as a change, and short. */
  private static String lines(JsonNode value) {
    return value.isArray()
        ? StreamSupport.stream(value.spliterator(), false)
            .map(item -> "    " + item)
            .collect(Collectors.joining(",\n", "[\n", "\n  ]"))
        : value.toString();
  }

  private static String quoted(String name) {
    return JSON.getNodeFactory().textNode(name).toString();
  }

  private static ObjectNode choices(Dashboard dashboard) {
    var templating = JSON.createObjectNode();
    var list = templating.putArray("list");
    list.addObject()
        .put("name", "datasource")
        .put("label", "Prometheus")
        .put("type", "datasource")
        .put("query", "prometheus");
    for (var choice : dashboard.choices()) {
      var variable =
          list.addObject()
              .put("name", choice.name())
              .put("type", "query")
              .put("query", choice.query())
              .put("refresh", 2)
              .put("sort", 1)
              .put("multi", choice.several())
              .put("includeAll", choice.several());
      if (choice.several()) {
        // An empty label is none: those beyond the bound have no namespace of their own.
        variable.put("allValue", ".*");
        variable.putObject("current").put("text", "All").put("value", "$__all");
      }
      variable.set("datasource", source());
    }
    return templating;
  }

  private static ArrayNode panels(Dashboard dashboard) {
    var panels = JSON.createArrayNode();
    int x = 0;
    int y = 0;
    int height = 0;
    for (var panel : dashboard.panels()) {
      var kind = panel.kind();
      if (x + kind.width() > COLUMNS) {
        x = 0;
        y += height;
        height = 0;
      }
      var node = panels.addObject();
      node.put("id", panels.size());
      node.put("type", kind.type());
      node.put("title", panel.title());
      node.put("description", panel.about());
      node.set("datasource", source());
      node.putObject("gridPos")
          .put("x", x)
          .put("y", y)
          .put("w", kind.width())
          .put("h", kind.height());
      node.putObject("fieldConfig").putObject("defaults").put("unit", panel.unit());
      node.set("targets", targets(panel));
      x += kind.width();
      height = Math.max(height, kind.height());
    }
    return panels;
  }

  private static ArrayNode targets(Panel panel) {
    var targets = JSON.createArrayNode();
    for (var query : panel.queries()) {
      var target =
          targets
              .addObject()
              .put("refId", String.valueOf((char) ('A' + targets.size() - 1)))
              .put("expr", query.text());
      target.set("datasource", source());
      if (!query.legend().isEmpty()) {
        target.put("legendFormat", query.legend());
      }
      if (panel.kind() == Panel.Kind.TABLE) {
        target.put("format", "table").put("instant", true);
      }
    }
    return targets;
  }

  private static ObjectNode source() {
    return JSON.createObjectNode().put("type", "prometheus").put("uid", "${datasource}");
  }
}
