package dev.penstock.sandbox.demo;

import java.io.PrintStream;
import java.util.List;

/** What each example should have come to and what it came to. */
record Outcome(List<Line> lines) {
  /** One fact about one example. */
  record Line(String example, String what, String expected, String actual, boolean asExpected) {
    static Line equal(String example, String what, String expected, String actual) {
      return new Line(example, what, expected, actual, expected.equals(actual));
    }

    static Line equal(String example, String what, long expected, long actual) {
      return equal(example, what, "" + expected, "" + actual);
    }

    static Line atLeast(String example, String what, long expected, long actual) {
      return new Line(example, what, ">= " + expected, "" + actual, actual >= expected);
    }
  }

  Outcome {
    lines = List.copyOf(lines);
  }

  boolean asExpected() {
    return !lines.isEmpty() && lines.stream().allMatch(Line::asExpected);
  }

  void print(PrintStream out) {
    print(out, "EXAMPLE");
  }

  /**
   * The same for other things than examples.
   *
   * @param of what the first column names
   */
  void print(PrintStream out, String of) {
    out.printf("%n%-16s %-28s %12s %12s%n", of, "WHAT", "EXPECTED", "ACTUAL");
    for (Line line : lines) {
      out.printf(
          "%-16s %-28s %12s %12s  %s%n",
          line.example(),
          line.what(),
          line.expected(),
          line.actual(),
          line.asExpected() ? "ok" : "WRONG");
    }
    out.flush();
  }
}
