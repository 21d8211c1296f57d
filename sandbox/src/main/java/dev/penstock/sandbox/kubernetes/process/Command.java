package dev.penstock.sandbox.kubernetes.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One program, run to its end by the calling thread. Interrupting the thread kills the program and
 * everything it started.
 */
public record Command(
    List<String> words, Map<String, String> environment, Optional<Path> directory, Duration limit) {
  private static final int LINES_KEPT = 2_000;
  private static final Duration REPORTED_EVERY = Duration.ofSeconds(30);

  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** A command that may take a minute. */
  public static Command of(String... words) {
    return new Command(List.of(words), Map.of(), Optional.empty(), Duration.ofMinutes(1));
  }

  public Command and(String... more) {
    return and(List.of(more));
  }

  public Command and(List<String> more) {
    var all = Stream.concat(words.stream(), more.stream()).toList();
    return new Command(all, environment, directory, limit);
  }

  public Command with(String name, String value) {
    var more = new HashMap<>(environment);
    more.put(name, value);
    return new Command(words, more, directory, limit);
  }

  public Command in(Path folder) {
    return new Command(words, environment, Optional.of(folder), limit);
  }

  public Command within(Duration time) {
    return new Command(words, environment, directory, time);
  }

  /** What it printed (its last 2,000 lines), standard error included. */
  public String run() throws IOException, InterruptedException {
    return run(elapsed -> {});
  }

  /**
   * As {@link #run()}, and says every half minute that it still runs.
   *
   * @throws IOException when it can not be started, ends with another code than 0 or takes too long
   */
  public String run(Consumer<Duration> stillRunning) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(environment);
    directory.ifPresent(folder -> builder.directory(folder.toFile()));
    var started = Instant.now();
    var process = builder.start();
    try {
      process.getOutputStream().close();
      var lines = new ArrayDeque<String>();
      var reader = Thread.startVirtualThread(() -> keepLast(process, lines));
      var patience = Math.min(limit.toMillis(), REPORTED_EVERY.toMillis());
      while (!process.waitFor(patience, TimeUnit.MILLISECONDS)) {
        var elapsed = Duration.between(started, Instant.now());
        if (elapsed.compareTo(limit) >= 0) {
          throw new IOException("%s did not end within %s".formatted(name(), limit));
        }
        stillRunning.accept(elapsed);
      }
      // A daemon that the program left behind may hold its output open.
      reader.join(Duration.ofSeconds(5));
      var output = text(lines);
      if (process.exitValue() != 0) {
        throw new IOException(
            "%s ended with code %d: %s".formatted(name(), process.exitValue(), output));
      }
      return output;
    } finally {
      if (process.isAlive()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private String name() {
    return String.join(" ", words.subList(0, Math.min(3, words.size())));
  }

  private static void keepLast(Process process, Deque<String> lines) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (lines) {
          if (lines.size() == LINES_KEPT) {
            lines.removeFirst();
          }
          lines.addLast(line);
        }
      }
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String text(Deque<String> lines) {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }
}
