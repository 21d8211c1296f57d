package dev.penstock.sandbox.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** How long each program took to build here, kept beside them for the next person who waits. */
final class BuildTimes {
  /** Seconds on two idle cores with empty Go caches; shared packages count for the first. */
  private static final Map<String, Integer> MEASURED =
      Map.of(
          "etcd", 20,
          "helm", 110,
          "kube-apiserver", 165,
          "kube-controller-manager", 45,
          "kube-scheduler", 15,
          "kubectl", 30,
          "kubelet", 50,
          "pause", 3);

  private final Path file;
  private final Properties seconds;

  private BuildTimes(Path file, Properties seconds) {
    this.file = file;
    this.seconds = seconds;
  }

  static BuildTimes in(Path tools) throws IOException {
    var file = tools.resolve("build-times.properties");
    var seconds = new Properties();
    if (Files.exists(file)) {
      try (var reader = Files.newBufferedReader(file)) {
        seconds.load(reader);
      }
    }
    return new BuildTimes(file, seconds);
  }

  long about(String program) {
    var known = seconds.getProperty(program);
    return known != null ? Long.parseLong(known) : MEASURED.getOrDefault(program, 60);
  }

  String sentence(String program) {
    return seconds.containsKey(program)
        ? "last time %d s".formatted(about(program))
        : "about %d s on two idle cores".formatted(about(program));
  }

  void took(String program, long duration) throws IOException {
    seconds.setProperty(program, Long.toString(duration));
    try (var writer = Files.newBufferedWriter(file)) {
      seconds.store(writer, "seconds");
    }
  }
}
