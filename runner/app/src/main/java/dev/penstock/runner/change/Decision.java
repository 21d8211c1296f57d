package dev.penstock.runner.change;

import dev.penstock.api.runner.ExitCode;

/**
 * How the process ends after a report, and what decided it.
 *
 * @param why one line
 */
public record Decision(ExitCode code, String why) {
  /** What is to fail a build. */
  public enum FailOn {
    /** Any change at all. */
    ANY,
    /** What breaks a reader or a run. */
    BREAKING,
    /** Nothing that could be told. */
    NEVER
  }

  /** {@return what follows from a report} */
  public static Decision of(Report report, FailOn failOn) {
    var heaviest = report.heaviest();
    var breaking = heaviest.filter(found -> found.effect().breaks());
    if (failOn == FailOn.NEVER) {
      return new Decision(
          ExitCode.DONE,
          breaking.map(found -> line(found) + "; told only").orElse(nothing(report)));
    }
    if (breaking.isPresent()) {
      return new Decision(
          breaking.get().effect().weight() == Weight.INVALID
              ? ExitCode.CONFIGURATION
              : ExitCode.DATA,
          line(breaking.get()));
    }
    if (failOn == FailOn.ANY && report.changes()) {
      return new Decision(ExitCode.DATA, "something changes");
    }
    return new Decision(ExitCode.DONE, nothing(report));
  }

  private static String nothing(Report report) {
    return report.changes() ? "nothing breaks" : "nothing changes";
  }

  private static String line(Report.Found found) {
    return "%s: %s: %s"
        .formatted(found.environment(), found.effect().code(), found.effect().message());
  }
}
