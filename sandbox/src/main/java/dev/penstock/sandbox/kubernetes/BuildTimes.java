package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** How long each program took to build here, kept beside them for the next person who waits. */
final class BuildTimes {
  /** Seconds on two cores with empty Go caches; shared packages count for the first. */
  private static final Map<String, Integer> MEASURED =
      Map.ofEntries(
          Map.entry("argocd", 330),
          Map.entry("etcd", 47),
          Map.entry("helm", 205),
          Map.entry("kube-apiserver", 181),
          Map.entry("kube-controller-manager", 61),
          Map.entry("kube-scheduler", 5),
          Map.entry("kubectl", 22),
          Map.entry("kubelet", 114),
          Map.entry("pause", 3),
          Map.entry("kustomize", 15),
          Map.entry("prometheus", 50),
          Map.entry("promtool", 114));

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
        ? "last time %s".formatted(span(program))
        : "about %s on two cores".formatted(span(program));
  }

  private Span span(String program) {
    return new Span(Duration.ofSeconds(about(program)));
  }

  void took(String program, long duration) throws IOException {
    seconds.setProperty(program, Long.toString(duration));
    try (var writer = Files.newBufferedWriter(file)) {
      seconds.store(writer, "seconds");
    }
  }
}
