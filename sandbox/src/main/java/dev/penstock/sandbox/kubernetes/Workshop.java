package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.process.Command;
import dev.penstock.sandbox.kubernetes.process.FileMutex;
import dev.penstock.sandbox.kubernetes.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Builds programs that the cache lacks, one after another, and says what it is at. An interrupted
 * build goes on with the next program when it is repeated.
 *
 * @param tools the folder of the cache that holds programs
 */
record Workshop(Path tools, BuildTimes durations) {
  private static final Duration LONGEST_BUILD = Duration.ofMinutes(40);

  static Workshop in(Path cache) throws IOException {
    var tools = Files.createDirectories(cache.resolve("tools"));
    return new Workshop(tools, BuildTimes.in(tools));
  }

  interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** Works while no other process does: two that want the same wait for each other. */
  void alone(Consumer<String> progress, Work work) throws IOException, InterruptedException {
    try (var mutex =
        FileMutex.acquire(
            tools.resolve("lock"),
            () -> progress.accept("tools: another process builds them, waiting for it"))) {
      work.run();
    }
  }

  static List<Tool> missing(List<Tool> wanted) {
    return wanted.stream().filter(Tool::missing).toList();
  }

  /** Seconds that building what is missing takes. */
  long about(List<Tool> wanted) {
    return missing(wanted).stream().mapToLong(tool -> durations.about(tool.name())).sum();
  }

  /** Builds what is missing now; another process may have built some while this one waited. */
  void make(List<Tool> wanted, Consumer<String> progress) throws IOException, InterruptedException {
    var missing = missing(wanted);
    for (var i = 0; i < missing.size(); i++) {
      var tool = missing.get(i);
      progress.accept(
          "tools: building %s (%d of %d, %s)"
              .formatted(tool.name(), i + 1, missing.size(), durations.sentence(tool.name())));
      var started = System.nanoTime();
      build(tool, progress);
      var seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
      durations.took(tool.name(), seconds);
      progress.accept("tools: %s built in %d s".formatted(tool.name(), seconds));
    }
  }

  private void build(Tool tool, Consumer<String> progress)
      throws IOException, InterruptedException {
    var work = Files.createTempDirectory(tools, "build-");
    try {
      tool.source().unpack(work);
      var result = work.resolve(tool.name());
      Command.of("go", "build", "-ldflags", tool.source().linkFlags(tool.path()), "-o")
          .and(result.toString(), tool.path())
          .with("CGO_ENABLED", "0")
          .with("GOFLAGS", tool.source().buildFlags() + " -trimpath -buildvcs=false")
          .in(work)
          .within(LONGEST_BUILD)
          .run(elapsed ->
              progress.accept(
                  "tools: still building %s, %d s".formatted(tool.name(), elapsed.toSeconds())));
      Files.createDirectories(tool.folder());
      tool.source().keep(work, tool.results());
      Files.move(result, tool.file(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Folders.delete(work);
    }
  }
}
