package dev.penstock.sandbox.cli;

import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.SandboxDescription;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.demo.Activity;
import dev.penstock.sandbox.disk.DiskUse;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.KubernetesTools;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.process.RecordedProcess;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts and ends the JVM that holds the sandbox of a checkout. */
final class Background {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final SandboxHome home;
  private final StateDirectory state;
  private final PrintStream out;

  Background(SandboxHome home, PrintStream out) {
    this.home = home;
    this.state = new StateDirectory(home.sandbox());
    this.out = out;
  }

  int up(double scale, LevelChoice choice) throws IOException, InterruptedException {
    if (state.processes().alive(StateDirectory.HOLDER).isEmpty()) {
      out.println("penstock: " + choice.sentence());
      if (choice.level() != ClusterLevel.NONE) {
        // Here and not in the background, so that Ctrl-C ends a long build.
        KubernetesTools.build(SandboxHome.userCache(), choice.level(), out::println);
      }
      launch(scale, choice);
    }
    SandboxDescription description = awaitReady();
    String level = level(description);
    if (description.scale() != scale || !level.equals(choice.level().word())) {
      out.printf(
          "penstock: it is up with scale %s and Kubernetes level %s; `./penstock sandbox down`"
              + " first for others%n",
          description.scale(), level);
    }
    return new Status(state, out).print();
  }

  int down() throws IOException, InterruptedException {
    Optional<RecordedProcess> holder = state.processes().alive(StateDirectory.HOLDER);
    // A demo may be at work before it has a sandbox.
    Activity.in(state).end(Duration.ofSeconds(60));
    // The holder ends its parts in order; with a cluster that takes some seconds.
    state.processes().end(StateDirectory.HOLDER, Duration.ofSeconds(60));
    Sandbox.endLeftovers(state, line -> out.println("penstock: " + line));
    state.delete();
    out.println(
        holder.isPresent() ? "penstock: the sandbox is down" : "penstock: no sandbox was up");
    return 0;
  }

  int clean() throws IOException, InterruptedException {
    int code = down();
    DiskUse.Cleaned cleaned = DiskUse.clean(SandboxHome.userCache());
    cleaned.deleted().forEach(item -> out.println("penstock: deleted " + item));
    cleaned.kept().forEach(item -> out.println("penstock: kept    " + item));
    out.println("penstock: " + cleaned.sentence());
    return code;
  }

  private static String level(SandboxDescription description) {
    SandboxDescription.Kubernetes kubernetes = description.kubernetes();
    return kubernetes == null ? ClusterLevel.NONE.word() : kubernetes.level();
  }

  private void launch(double scale, LevelChoice choice) {
    List<String> command = new ArrayList<>();
    // A session of its own: Ctrl-C and the end of the terminal don't reach it.
    if (onPath("setsid")) {
      command.add("setsid");
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx1g"));
    command.add("-Dpenstock.home=" + home.checkout());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "sandbox", "serve"));
    command.addAll(List.of("--scale", "" + scale));
    command.addAll(
        choice
            .named()
            .map(named ->
                List.of(
                    "--context",
                    named.name(),
                    "--kubeconfig",
                    named.kubeconfig().toString(),
                    "--address",
                    named.address().host()))
            .orElseGet(() -> List.of("--level", choice.level().word())));
    try {
      // No leftovers are ended here: only the JVM that holds the lock may, else it could be a
      // rival.
      state.create();
      Files.deleteIfExists(state.descriptionFile());
      new ProcessBuilder(command)
          .directory(home.checkout().toFile())
          .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
          .redirectOutput(state.progressFile().toFile())
          .redirectError(state.logFile().toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Shows what the JVM in the background says until the sandbox is ready. */
  private SandboxDescription awaitReady() {
    int shown = 0;
    long silent = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (true) {
      Optional<SandboxDescription> ready = state.description();
      List<String> lines = lines(state.progressFile());
      for (String line : lines.subList(Math.min(shown, lines.size()), lines.size())) {
        out.println("penstock: " + line);
      }
      shown = lines.size();
      if (ready.isPresent()) {
        return ready.get();
      }
      boolean alive = state.processes().alive(StateDirectory.HOLDER).isPresent();
      if (alive) {
        silent = System.nanoTime() + Duration.ofSeconds(15).toNanos();
      } else if (System.nanoTime() > silent) {
        List<String> log = lines(state.logFile());
        throw new NotNowException(
            "the sandbox didn't start; the end of %s:%n%s"
                .formatted(
                    state.logFile(),
                    String.join("\n", log.subList(Math.max(0, log.size() - 20), log.size()))));
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new NotNowException("interrupted; `./penstock sandbox up` goes on waiting");
      }
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean onPath(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
