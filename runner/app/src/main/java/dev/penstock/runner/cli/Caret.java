package dev.penstock.runner.cli;

import dev.penstock.runner.sql.SqlFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The line of an SQL text that is refused, with a caret under the place. */
final class Caret {
  private static final int WIDTH = 96;

  private Caret() {}

  /** {@return both lines; none if the cause of an exception is not a place in SQL} */
  static List<String> under(@Nullable Throwable cause) {
    if (!(cause instanceof SqlFault fault)) {
      return List.of();
    }
    var lines = fault.text().split("\\R", -1);
    if (fault.line() < 1 || fault.line() > lines.length) {
      return List.of();
    }
    var line = lines[fault.line() - 1];
    int at = Math.clamp(fault.column() - 1, 0, line.length());
    // A long line is cut, with the place well inside of what is left.
    int from = at < WIDTH ? 0 : at - WIDTH / 2;
    int to = Math.min(line.length(), from + WIDTH);
    int indent = line.substring(from, at).codePointCount(0, at - from);
    return List.of(
        "  %4d | %s".formatted(fault.line(), line.substring(from, to).replace('\t', ' ')),
        "       | " + " ".repeat(indent) + "^");
  }
}
