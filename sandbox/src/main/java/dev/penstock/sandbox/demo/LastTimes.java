package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.Span;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** How long each phase of a demo took here last time, kept in the user's cache. */
record LastTimes(Path file) {

  /** Times of different levels are not comparable: each has a file of its own. */
  static LastTimes in(Path cache, String level) {
    return new LastTimes(cache.resolve("demo-times-%s.properties".formatted(level)));
  }

  Optional<Span> of(String phase) throws IOException {
    return Optional.ofNullable(read().getProperty(phase))
        .filter(millis -> millis.matches("\\d{1,12}"))
        .map(millis -> new Span(Duration.ofMillis(Long.parseLong(millis))));
  }

  /** Remembers a phase that went well; of two demos at once one is remembered. */
  void took(String phase, Duration time) throws IOException {
    Properties times = read();
    times.setProperty(phase, Long.toString(time.toMillis()));
    Files.createDirectories(file.getParent());
    Path draft = Files.createTempFile(file.getParent(), "demo-times-", "~");
    try (Writer writer = Files.newBufferedWriter(draft)) {
      times.store(writer, "milliseconds");
    }
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private Properties read() throws IOException {
    Properties times = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        times.load(reader);
      }
    }
    return times;
  }
}
