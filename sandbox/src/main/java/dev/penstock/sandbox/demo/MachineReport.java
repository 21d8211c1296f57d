package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.Doctor;
import dev.penstock.sandbox.kubernetes.GitOpsTools;
import dev.penstock.sandbox.kubernetes.KubernetesTools;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.Survey;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the machine has, what it lacks, and what is about to happen to it, said at second 0. */
record MachineReport(
    LevelChoice choice, Survey survey, KubernetesTools.Outlook outlook, Story story) {
  private static final double GB = 1e9;
  private static final double BUILD_GB = 8;

  static MachineReport inspect(LevelChoice choice, Story story)
      throws IOException, InterruptedException {
    KubernetesTools.Outlook outlook =
        KubernetesTools.outlook(SandboxHome.userCache(), choice.level());
    return new MachineReport(
        choice,
        Survey.of(SandboxHome.userCache()),
        switch (story) {
          case EXAMPLES -> outlook;
          case GITOPS -> outlook.and(GitOpsTools.outlook(SandboxHome.userCache()));
        },
        story);
  }

  /** Empty, or what stands in the way of the demo and what to do, a sentence for each. */
  String refusal() {
    List<String> stops =
        missing().stream()
            .filter(Doctor.Line::stopsEverything)
            .map(line -> "%s: %s".formatted(line.subject(), line.sentence()))
            .toList();
    if (!stops.isEmpty()) {
      return String.join("\n", stops);
    }
    return outlook.programs().isEmpty() || survey.freeDiskBytes() / GB >= BUILD_GB
        ? ""
        : String.format(
            Locale.ROOT,
            "%.1f GB are free for %s, %.0f GB are needed; free some or set PENSTOCK_CACHE",
            survey.freeDiskBytes() / GB,
            survey.cache(),
            BUILD_GB);
  }

  void print(PrintStream out) {
    out.println("This machine");
    for (Doctor.Line line : Doctor.lines(survey)) {
      if (line.ok()) {
        out.printf("  %-15s  %s%n", line.subject(), line.found());
      }
    }
    out.printf("  %-15s  %d%n", "CPUs", Runtime.getRuntime().availableProcessors());
    if (!missing().isEmpty()) {
      out.println("What it lacks");
      missing().forEach(line -> out.printf("  %-15s  %s%n", line.subject(), line.sentence()));
    }
    out.println(choice.sentence());
    out.println();
    out.println("What happens now");
    if (!outlook.programs().isEmpty()) {
      out.printf(
          "  %-8s  build %s once, into %s%n",
          about(outlook.about()), String.join(", ", outlook.programs()), survey.cache());
    }
    out.print(story.outlook(choice.level()));
    out.flush();
  }

  private List<Doctor.Line> missing() {
    return Doctor.lines(survey).stream().filter(line -> !line.ok()).toList();
  }

  private static String about(Duration time) {
    return "%d min".formatted(Math.max(1, time.toMinutes()));
  }
}
