package dev.penstock.runner.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of text in columns as wide as their widest cell, two spaces between. A column of figures
 * stands to the right.
 */
record TextTable(List<String> header, List<List<String>> rows) {
  private static final Pattern FIGURE = Pattern.compile("[0-9][0-9,.]*( ([kMGT]?B|rows|s)(/s)?)?");

  TextTable {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    for (var row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException("A row of %d cells".formatted(row.size()));
      }
    }
  }

  /** {@return a line for the header and one for each row, without a line break at the end} */
  @Override
  public String toString() {
    var all = new ArrayList<List<String>>();
    all.add(header);
    all.addAll(rows);
    int[] widths =
        IntStream.range(0, header.size())
            .map(i -> all.stream().mapToInt(row -> width(row.get(i))).max().orElse(0))
            .toArray();
    return all.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
  }

  private String line(List<String> row, int[] widths) {
    var text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      int gap = widths[i] - width(row.get(i));
      text.repeat(' ', numbers(i) ? gap : 0).append(row.get(i));
      text.repeat(' ', numbers(i) ? 2 : gap + 2);
    }
    return text.toString().stripTrailing();
  }

  private boolean numbers(int column) {
    var cells = rows.stream().map(row -> row.get(column)).filter(cell -> !cell.isEmpty()).toList();
    return !cells.isEmpty() && cells.stream().allMatch(cell -> FIGURE.matcher(cell).matches());
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
