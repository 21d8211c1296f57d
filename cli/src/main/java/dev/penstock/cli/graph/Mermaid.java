package dev.penstock.cli.graph;

import java.util.ArrayList;
import java.util.List;

/** The graph as a Mermaid flowchart. */
record Mermaid(Graph graph) {
  @Override
  public String toString() {
    var lines = new ArrayList<String>();
    lines.add("flowchart LR");
    var nodes = graph.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      lines.add("  n%d%s".formatted(i, box(nodes.get(i))));
    }
    for (var edge : graph.edges()) {
      var line =
          switch (edge.kind()) {
            case ROWS -> "-->";
            case AFTER -> "-. after .->";
          };
      lines.add(
          "  n%d %s n%d".formatted(nodes.indexOf(edge.from()), line, nodes.indexOf(edge.to())));
    }
    lines.add("  classDef succeeded fill:#e3f4e6,stroke:#2f7d3b");
    lines.add("  classDef failed fill:#fbe3e1,stroke:#b3261e");
    classes(nodes, Node.Kind.SUCCEEDED, "succeeded", lines);
    classes(nodes, Node.Kind.FAILED, "failed", lines);
    return String.join("\n", lines);
  }

  private static void classes(List<Node> nodes, Node.Kind kind, String name, List<String> lines) {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).kind() == kind) {
        lines.add("  class n%d %s".formatted(i, name));
      }
    }
  }

  private static String box(Node node) {
    var text = "\"%s<br/>%s\"".formatted(escaped(node.title()), escaped(node.note()));
    return switch (node.kind()) {
      case SUCCEEDED, FAILED, PIPELINE -> "[" + text + "]";
      case TABLE -> "[(" + text + ")]";
      case QUERY -> "([" + text + "])";
      case DATASET -> "[/" + text + "/]";
    };
  }

  private static String escaped(String text) {
    return text.replace("#", "#35;")
        .replace("&", "#amp;")
        .replace("\"", "#quot;")
        .replace("<", "#lt;")
        .replace(">", "#gt;")
        .replaceAll("\\R", " ");
  }
}
