package dev.penstock.runner.format;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines between two fields or items: comments and blank lines.
 *
 * @param tail comments further to the right than what follows: they belong to what came before
 * @param lead those that belong to what follows; a blank line among them is an empty string
 */
record Gap(List<String> tail, List<String> lead) {
  Gap {
    tail = List.copyOf(tail);
    lead = List.copyOf(lead);
  }

  /**
   * Tells them apart.
   *
   * @param column of what follows; a great number: everything is its lead
   */
  static Gap of(List<String> lines, int column) throws Unusual {
    List<String> tail = new ArrayList<>();
    List<String> lead = new ArrayList<>();
    for (var line : lines) {
      var text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        throw new Unusual("something stands where comments were expected");
      }
      boolean behind = lead.stream().allMatch(String::isEmpty) && Lines.indent(line) > column;
      if (behind && !text.isEmpty()) {
        if (!tail.isEmpty() && !lead.isEmpty()) {
          tail.add("");
        }
        lead.clear();
        tail.add(text);
      } else if (!text.isEmpty() || lead.isEmpty() || !lead.getLast().isEmpty()) {
        lead.add(text);
      }
    }
    return new Gap(tail, lead);
  }

  /** {@return lines without blank ones at the beginning} */
  static List<String> atTheTop(List<String> lines) {
    return lines.stream().dropWhile(String::isEmpty).toList();
  }
}
