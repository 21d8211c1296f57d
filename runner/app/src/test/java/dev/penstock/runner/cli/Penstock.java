package dev.penstock.runner.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

/** The commands as a person types them, in this process. */
public final class Penstock {
  private Penstock() {}

  /** What a command printed, and the number that it ended with. */
  public record Said(int code, String out, String err) {
    public List<String> lines() {
      return out.lines().toList();
    }
  }

  /** {@return what a merge would change, as of a moment that doesn't move} */
  static Said planned(Path before, Path after, String output) {
    return run(
        "plan",
        "--from",
        before,
        "--to",
        after,
        "--output",
        output,
        "--at",
        "2026-03-01T00:00:00Z");
  }

  public static Said run(Object... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    var arguments = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      arguments[i] = words[i].toString();
    }
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Said(code, out.toString(), err.toString());
  }
}
