package dev.penstock.runner.change.tree;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program of this machine, started without a shell and without a terminal.
 *
 * @param file found on the PATH
 * @param first words before those of each call
 */
record Program(Path file, List<String> first) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int SHOWN = 500;

  Program {
    first = List.copyOf(first);
  }

  /**
   * What it said.
   *
   * @param out a file that the caller's scratch holds
   * @param err the beginning of it, on one line
   */
  record Said(int code, Path out, String err) {}

  /** {@return the program of that name; empty if the PATH has none} */
  static Optional<Program> find(String path, String name, String... first) {
    for (var directory : path.split(File.pathSeparator)) {
      // An empty entry means the working directory, where a stranger's file may lie.
      var file = Path.of(directory, name);
      if (!directory.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(new Program(file, List.of(first)));
      }
    }
    return Optional.empty();
  }

  /**
   * Runs it to its end.
   *
   * @param scratch for what it prints
   * @param input that it reads; empty: nothing
   */
  Said run(Path directory, Path scratch, String input, String... words)
      throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(file.toString());
    command.addAll(first);
    command.addAll(List.of(words));
    try {
      var in = Files.writeString(Files.createTempFile(scratch, "in", ""), input);
      var out = Files.createTempFile(scratch, "out", "");
      var err = Files.createTempFile(scratch, "err", "");
      var builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(Map.of("GIT_TERMINAL_PROMPT", "0", "GIT_OPTIONAL_LOCKS", "0"));
      var process = builder.start();
      try {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          throw new TransientException(
              Reason.SOURCE_UNAVAILABLE,
              "%s has not ended after %d s".formatted(name(), PATIENCE.toSeconds()),
              "Try again, or pass folders of rendered manifests");
        }
      } finally {
        process.destroyForcibly();
      }
      return new Said(process.exitValue(), out, beginning(err));
    } catch (IOException e) {
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          "%s can not be run".formatted(name()),
          "See that it can be started by hand",
          e);
    }
  }

  String name() {
    return String.valueOf(file.getFileName());
  }

  private static String beginning(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    var text = new String(bytes, 0, Math.min(SHOWN, bytes.length), StandardCharsets.UTF_8);
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
