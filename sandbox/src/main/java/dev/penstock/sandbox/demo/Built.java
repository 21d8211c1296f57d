package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.Span;
import dev.penstock.sandbox.kubernetes.KubernetesTools;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What a demo had to build because no cache held it: nothing on a warm start. */
final class Built {
  private final Instant begin;
  private final List<String> parts = new ArrayList<>();

  private Built(Instant begin) {
    this.begin = begin;
  }

  /**
   * What the launcher says that it has built before this JVM.
   *
   * @param properties penstock.built, in seconds
   */
  static Built before(Properties properties, Instant now) {
    Built built = new Built(now);
    String seconds = properties.getProperty("penstock.built", "0");
    if (seconds.matches("[1-9]\\d{0,5}")) {
      built.parts.add(
          "the Java programs (%s)"
              .formatted(new Span(Duration.ofSeconds(Long.parseLong(seconds)))));
    }
    return built;
  }

  /** How long the launcher has been at work, by penstock.began, in seconds of the epoch. */
  static Duration waited(Properties properties, Instant now) {
    String began = properties.getProperty("penstock.began", "");
    if (!began.matches("\\d{1,12}")) {
      return Duration.ZERO;
    }
    Duration waited = Duration.between(Instant.ofEpochSecond(Long.parseLong(began)), now);
    return waited.isNegative() ? Duration.ZERO : waited;
  }

  void programs(KubernetesTools.Outlook outlook, Span took) {
    if (!outlook.programs().isEmpty()) {
      parts.add("%s (%s)".formatted(String.join(", ", outlook.programs()), took));
    }
  }

  void images(ProductImages images, Span took) throws IOException {
    if (images instanceof ProductImages.Archives archives
        && Files.getLastModifiedTime(archives.runner().tar()).toInstant().isAfter(begin)) {
      parts.add("the images (%s)".formatted(took));
    }
  }

  List<String> parts() {
    return List.copyOf(parts);
  }
}
