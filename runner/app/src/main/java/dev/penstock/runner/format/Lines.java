package dev.penstock.runner.format;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** The lines of a file, and what stands in them between marks of the parser. */
record Lines(List<String> all) {
  Lines {
    all = List.copyOf(all);
  }

  String line(int number) {
    return number < all.size() ? all.get(number) : "";
  }

  /** {@return the line from the mark on} */
  String after(Mark mark) {
    var line = line(mark.getLine());
    return line.substring(offset(line, mark));
  }

  /** {@return the line up to the mark} */
  String before(Mark mark) {
    var line = line(mark.getLine());
    return line.substring(0, offset(line, mark));
  }

  /** {@return what stands between two marks, a string for each line} */
  List<String> between(Mark from, Mark to) {
    if (from.getLine() == to.getLine()) {
      var line = line(from.getLine());
      return List.of(line.substring(offset(line, from), offset(line, to)));
    }
    List<String> part = new ArrayList<>();
    part.add(after(from));
    for (int i = from.getLine() + 1; i < to.getLine(); i++) {
      part.add(line(i));
    }
    part.add(before(to));
    return part;
  }

  List<String> of(Node node) {
    return between(node.getStartMark(), node.getEndMark());
  }

  /** {@return the lines from one up to another, without that one} */
  List<String> range(int from, int to) {
    return from >= to ? List.of() : all.subList(from, Math.min(to, all.size()));
  }

  /**
   * {@return the comments and blank lines from one line up to another} Without indentation, and
   * never two blank ones, which are empty strings, in a row.
   */
  List<String> gap(int from, int to) throws Unusual {
    List<String> gap = new ArrayList<>();
    for (var line : range(from, to)) {
      var text = line.strip();
      if (!isGap(text)) {
        throw new Unusual("something stands where comments were expected");
      }
      if (!text.isEmpty() || gap.isEmpty() || !gap.getLast().isEmpty()) {
        gap.add(text);
      }
    }
    return gap;
  }

  /** {@return whether a line without indentation is empty or a comment} */
  static boolean isGap(String line) {
    return line.isEmpty() || line.startsWith("#");
  }

  /** {@return lines without blank ones at the beginning} */
  static List<String> atTheTop(List<String> lines) {
    return lines.stream().dropWhile(String::isEmpty).toList();
  }

  // Marks count code points.
  private static int offset(String line, Mark mark) {
    int points = line.codePointCount(0, line.length());
    return line.offsetByCodePoints(0, Math.min(points, mark.getColumn()));
  }

  /** {@return how many blanks a line begins with} */
  static int indent(String line) {
    int indent = 0;
    while (indent < line.length() && line.charAt(indent) == ' ') {
      indent++;
    }
    return indent;
  }

  /** {@return the lines, those that hold something moved to the right by two} */
  static List<String> indented(List<String> lines) {
    return lines.stream().map(line -> line.isEmpty() ? line : "  " + line).toList();
  }
}
