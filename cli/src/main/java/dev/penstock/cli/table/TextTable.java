package dev.penstock.cli.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of text in columns as wide as their widest cell, three spaces between, as kubectl prints.
 */
public record TextTable(List<String> header, List<List<String>> rows) {
  /** Each row has a cell per column. */
  public TextTable {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    for (var row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException("A row of %d cells".formatted(row.size()));
      }
    }
  }

  @Override
  public String toString() {
    var all = new ArrayList<List<String>>();
    all.add(header);
    all.addAll(rows);
    int[] widths =
        IntStream.range(0, header.size())
            .map(i -> all.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    return all.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
  }

  private static String line(List<String> row, int[] widths) {
    var text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      text.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 3);
    }
    return text.toString().stripTrailing();
  }
}
