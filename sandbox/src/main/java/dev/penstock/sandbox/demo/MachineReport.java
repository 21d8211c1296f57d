package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.Doctor;
import dev.penstock.sandbox.kubernetes.KubernetesTools;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.Survey;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the machine has, what it lacks, and what is about to happen to it, said at second 0. */
record MachineReport(LevelChoice choice, Survey survey, KubernetesTools.Outlook outlook) {
  private static final double GB = 1e9;
  private static final double BUILD_GB = 8;

  static MachineReport inspect(LevelChoice choice) throws IOException, InterruptedException {
    return new MachineReport(
        choice,
        Survey.of(SandboxHome.userCache()),
        KubernetesTools.outlook(SandboxHome.userCache(), choice.level()));
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
    out.print(
        switch (choice.level()) {
          case NODE ->
              """
                1 min     build the images of runner and operator, unless they are there
                1 min     start a shop's database, an S3 store, a warehouse, Kubernetes
                1 min     install the operator, apply examples/, run them, count the rows
              """;
          case PROCESS ->
              """
                1 min     start a shop's database, an S3 store, a warehouse, a control plane
                1 min     install the operator, apply examples/, run them, count the rows; pods are
                          processes without a limit, so a runner sizes itself by the machine's memory
              """;
          case NAMED ->
              """
                1 min     build the images of runner and operator, unless they are there or others are named
                1 min     start a shop's database, an S3 store, a warehouse on this machine
                1 min     install the operator on your cluster, apply examples/, run them, count the rows;
                          at the end, also by Ctrl-C, all that was made on your cluster is deleted again
              """;
          case CONTROL_PLANE, NONE ->
              """
                1 min     start a shop's database, an S3 store, a warehouse
                1 min     run examples/ in a local process, count the rows
              """;
        });
    out.println("  30 s      let the shop live on, run orders again: it reads what changed");
    out.flush();
  }

  private List<Doctor.Line> missing() {
    return Doctor.lines(survey).stream().filter(line -> !line.ok()).toList();
  }

  private static String about(Duration time) {
    return "%d min".formatted(Math.max(1, time.toMinutes()));
  }
}
