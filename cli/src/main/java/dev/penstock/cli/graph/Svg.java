package dev.penstock.cli.graph;

import dev.penstock.cli.graph.Layout.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The graph as SVG, without scripts, fonts or anything from elsewhere. */
record Svg(Layout layout, List<Edge> edges) {
  private static final int WIDTH = 230;
  private static final int HEIGHT = 46;
  private static final int GAP_X = 70;
  private static final int GAP_Y = 18;
  private static final int MARGIN = 20;

  /** Characters that a box has room for, at 13 pixels. */
  private static final int ROOM = 30;

  Svg {
    edges = List.copyOf(edges);
  }

  @Override
  public String toString() {
    var cells = layout.cells().values();
    int columns = cells.stream().mapToInt(Cell::column).max().orElse(0) + 1;
    int rows = cells.stream().mapToInt(Cell::row).max().orElse(0) + 1;
    int width = 2 * MARGIN + columns * (WIDTH + GAP_X) - GAP_X;
    int height = 2 * MARGIN + rows * (HEIGHT + GAP_Y) - GAP_Y;
    var lines = new ArrayList<String>();
    lines.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\" font-family=\"sans-serif\" font-size=\"13\">"
            .formatted(width, height));
    lines.add(
        "<title>Pipelines, what they read and what they write; dashed: which run after which</title>");
    lines.add("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
    edges.forEach(edge -> lines.add(line(edge)));
    layout.cells().forEach((node, cell) -> lines.add(box(node, cell)));
    lines.add("</svg>");
    return String.join("\n", lines);
  }

  private static int x(Cell cell) {
    return MARGIN + cell.column() * (WIDTH + GAP_X);
  }

  private static int y(Cell cell) {
    return MARGIN + cell.row() * (HEIGHT + GAP_Y);
  }

  private String line(Edge edge) {
    var from = Objects.requireNonNull(layout.cells().get(edge.from()));
    var to = Objects.requireNonNull(layout.cells().get(edge.to()));
    int fromX = x(from) + WIDTH;
    int fromY = y(from) + HEIGHT / 2;
    int toX = x(to);
    int toY = y(to) + HEIGHT / 2;
    int bend = GAP_X / 2;
    var dashes =
        switch (edge.kind()) {
          case ROWS -> "";
          case AFTER -> " stroke-dasharray=\"5 4\"";
        };
    return "<path d=\"M%d,%d C%d,%d %d,%d %d,%d\" fill=\"none\" stroke=\"#777777\"%s/><path d=\"M%7$d,%8$d l-7,-4 v8 z\" fill=\"#777777\"/>"
        .formatted(fromX, fromY, fromX + bend, fromY, toX - bend, toY, toX, toY, dashes);
  }

  private static String box(Node node, Cell cell) {
    int x = x(cell);
    int y = y(cell);
    var colours =
        switch (node.kind()) {
          case SUCCEEDED -> "fill=\"#e3f4e6\" stroke=\"#2f7d3b\"";
          case FAILED -> "fill=\"#fbe3e1\" stroke=\"#b3261e\"";
          case PIPELINE -> "fill=\"#eeeeee\" stroke=\"#555555\"";
          case TABLE -> "fill=\"#e8f0fb\" stroke=\"#3a66a7\"";
          case QUERY -> "fill=\"#ffffff\" stroke=\"#3a66a7\" stroke-dasharray=\"4 3\"";
          case DATASET -> "fill=\"#fdf3dc\" stroke=\"#a7782a\"";
        };
    int round =
        switch (node.kind()) {
          case SUCCEEDED, FAILED, PIPELINE -> 4;
          case TABLE, QUERY, DATASET -> HEIGHT / 2;
        };
    return "<g><title>%s: %s</title><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" %s/><text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text><text x=\"%d\" y=\"%d\" text-anchor=\"middle\" font-size=\"11\" fill=\"#555555\">%s</text></g>"
        .formatted(
            escaped(node.title()),
            escaped(node.note()),
            x,
            y,
            WIDTH,
            HEIGHT,
            round,
            colours,
            x + WIDTH / 2,
            y + 20,
            escaped(cut(node.title())),
            x + WIDTH / 2,
            y + 36,
            escaped(cut(node.note())));
  }

  private static String cut(String text) {
    return text.length() <= ROOM ? text : text.substring(0, ROOM - 1) + "…";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replaceAll("[\\p{Cntrl}]", " ");
  }
}
