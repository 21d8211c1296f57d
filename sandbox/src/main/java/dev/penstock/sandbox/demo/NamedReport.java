package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.kubernetes.Doctor;
import dev.penstock.sandbox.kubernetes.NamedContext;
import dev.penstock.sandbox.kubernetes.NamedDoctor;
import dev.penstock.sandbox.kubernetes.NamedSurvey;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** What a named cluster has and lacks for the demo, said before anything is made there. */
public record NamedReport(List<Doctor.Line> lines) {
  public NamedReport {
    lines = List.copyOf(lines);
  }

  /** Asks the cluster; changes nothing. */
  public static NamedReport of(NamedContext context, Product product, StateDirectory state)
      throws IOException {
    return new NamedReport(
        NamedDoctor.lines(
            NamedSurvey.of(context, Installation.footprint(product), state.kubernetes())));
  }

  /** A line for each thing. */
  public void print(PrintStream out) {
    lines.forEach(out::println);
    if (ready()) {
      out.println(NamedDoctor.images());
    }
    out.flush();
  }

  /** Whether nothing stands in the way that can be seen from here. */
  public boolean ready() {
    return lines.stream().allMatch(Doctor.Line::ok);
  }

  /**
   * Prints it.
   *
   * @throws IllegalArgumentException when something is missing; the message says what to do
   */
  void printOrRefuse(PrintStream out) {
    out.printf("%nThe cluster that you named%n");
    print(out);
    if (!ready()) {
      throw new IllegalArgumentException(
          lines.stream()
              .filter(line -> !line.ok())
              .map(line -> "%s: %s".formatted(line.subject(), line.sentence()))
              .collect(Collectors.joining("\n")));
    }
  }
}
