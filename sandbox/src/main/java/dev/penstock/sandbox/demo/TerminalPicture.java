package dev.penstock.sandbox.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines of a terminal as an SVG picture, dark where the reader's screen is dark.
 *
 * @param title for those who can't see it
 * @param lines wrapped as a terminal wraps them
 */
record TerminalPicture(String title, List<String> lines) {
  private static final int COLUMNS = 132;
  private static final double CHARACTER = 7.8;
  private static final int LINE = 18;
  private static final int MARGIN = 16;

  private static final String STYLE =
      """
      text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#1f2328}
      .typed{font-weight:700}
      rect{fill:#f6f8fa;stroke:#d0d7de}
      @media(prefers-color-scheme:dark){text{fill:#e6edf3}rect{fill:#161b22;stroke:#30363d}}
      """;

  TerminalPicture {
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("A picture of no line: " + title);
    }
    lines = lines.stream().flatMap(line -> wrapped(line).stream()).toList();
  }

  /** The picture, in UTF-8 when it is written; the same lines make the same bytes. */
  String svg() {
    long width =
        Math.round(lines.stream().mapToInt(String::length).max().orElse(0) * CHARACTER)
            + 2 * MARGIN;
    int height = lines.size() * LINE + 2 * MARGIN;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">
        <title>%s</title>
        <style>
        %s</style>
        <rect x="0.5" y="0.5" width="%d" height="%d" rx="6"/>
        """
            .formatted(width, height, width, height, escaped(title), STYLE, width - 1, height - 1));
    for (int i = 0; i < lines.size(); i++) {
      svg.append(line(lines.get(i), MARGIN + LINE * i + 13));
    }
    return svg.append("</svg>\n").toString();
  }

  /** Every run of words has its own place and width: columns stand straight in any font. */
  private static String line(String line, int y) {
    StringBuilder texts = new StringBuilder();
    int from = 0;
    for (String words : line.split("(?<=\\S)(?=  )|(?<=  )(?=\\S)", -1)) {
      if (!words.isBlank()) {
        texts.append(
            String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\" textLength=\"%.1f\"%s>%s</text>%n",
                MARGIN + (from + leading(words)) * CHARACTER,
                y,
                words.strip().length() * CHARACTER,
                typed(line) ? " class=\"typed\"" : "",
                escaped(words.strip())));
      }
      from += words.length();
    }
    return texts.toString();
  }

  private static int leading(String words) {
    return words.length() - words.stripLeading().length();
  }

  private static boolean typed(String line) {
    return line.startsWith("$ ") || line.startsWith("analytics=> ");
  }

  private static List<String> wrapped(String line) {
    String rest = line.replaceAll("\\p{Cntrl}", " ").stripTrailing();
    List<String> lines = new ArrayList<>();
    while (rest.length() > COLUMNS) {
      lines.add(rest.substring(0, COLUMNS));
      rest = rest.substring(COLUMNS);
    }
    lines.add(rest);
    return lines;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
