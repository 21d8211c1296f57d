package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.KubernetesTools;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.Machine;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What the machine has and what is about to happen to it, said at second 0. */
record MachineReport(
    LevelChoice choice, KubernetesTools.Outlook outlook, double freeDiskGb, double memoryGb) {
  private static final double GB = 1e9;

  static MachineReport inspect(boolean kubernetes) throws IOException, InterruptedException {
    LevelChoice choice =
        kubernetes
            ? LevelChoice.of(Machine.inspect())
            : new LevelChoice(ClusterLevel.NONE, "left out by --no-cluster", Optional.empty());
    Path cache = Files.createDirectories(SandboxHome.userCache());
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new MachineReport(
        choice,
        KubernetesTools.outlook(cache, choice.level()),
        Files.getFileStore(cache).getUsableSpace() / GB,
        system.getTotalMemorySize() / GB);
  }

  /** Empty, or one sentence that says why the demo can't run and what to do. */
  String refusal() {
    double disk = outlook.programs().isEmpty() ? 2 : 8;
    if (freeDiskGb < disk) {
      return String.format(
          Locale.ROOT,
          "%.1f GB are free for %s, %.0f GB are needed; free some or set PENSTOCK_CACHE",
          freeDiskGb,
          SandboxHome.userCache(),
          disk);
    }
    if (memoryGb < 3.5) {
      return String.format(
          Locale.ROOT, "%.1f GB of memory are too little; 4 GB are needed", memoryGb);
    }
    return "";
  }

  void print(PrintStream out) {
    out.println("This machine");
    row(out, "JDK", Runtime.version().toString());
    row(out, "Maven", version("mvn", "-v"));
    row(out, "Go", version("go", "version"));
    row(out, "user", System.getProperty("user.name"));
    row(out, "CPUs", "" + Runtime.getRuntime().availableProcessors());
    row(out, "memory", String.format(Locale.ROOT, "%.1f GB", memoryGb));
    row(out, "disk", String.format(Locale.ROOT, "%.1f GB free", freeDiskGb));
    out.println(choice.sentence());
    out.println();
    out.println("What happens now");
    if (!outlook.programs().isEmpty()) {
      out.printf(
          "  %-8s  build %s once, into %s%n",
          about(outlook.about()), String.join(", ", outlook.programs()), SandboxHome.userCache());
    }
    if (choice.level() == ClusterLevel.NODE) {
      out.println("  1 min     build the images of runner and operator, unless they are there");
      out.println("  1 min     start a shop's database, an S3 store, a warehouse, Kubernetes");
      out.println("  1 min     install the operator, apply examples/, run them, count the rows");
      out.println("  30 s      let the shop live on, run orders again: it reads what changed");
    } else {
      out.println("  1 min     start a shop's database, an S3 store, a warehouse");
      out.println("  1 min     run examples/ in a local process, count the rows");
      out.println("  30 s      let the shop live on, run orders again: it reads what changed");
    }
    out.flush();
  }

  private static String about(Duration time) {
    return "%d min".formatted(Math.max(1, time.toMinutes()));
  }

  private static void row(PrintStream out, String what, String value) {
    out.printf("  %-8s  %s%n", what, value);
  }

  private static String version(String... command) {
    try {
      return Command.of(command)
          .within(Duration.ofSeconds(20))
          .run()
          .lines()
          .findFirst()
          .orElse("there")
          // Maven colours its name even where nobody sees it.
          .replaceAll("\u001B\\[[0-9;]*m", "")
          .strip();
    } catch (IOException e) {
      return "missing";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
