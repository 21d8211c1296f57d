package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A verb in a JVM of its own, as the launcher's last line starts it, and what it prints. */
final class Terminal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Path HOME = Path.of(System.getProperty("penstock.home"));

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;

  private Terminal(Process process) {
    this.process = process;
    this.reader = Thread.startVirtualThread(this::read);
  }

  /** A verb of demo and sandbox. */
  static Terminal sandbox(Path checkout, Map<String, String> environment, String... words)
      throws IOException {
    return start("sandbox", "dev.penstock.sandbox.cli.Main", checkout, environment, words);
  }

  /** A verb against a cluster. */
  static Terminal cli(Path checkout, Map<String, String> environment, String... words)
      throws IOException {
    return start("cli", "dev.penstock.cli.Main", checkout, environment, words);
  }

  private static Terminal start(
      String module, String main, Path checkout, Map<String, String> environment, String... words)
      throws IOException {
    List<String> command = new ArrayList<>();
    // Whoever started this build may have had it ignore SIGINT, which children inherit.
    command.addAll(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.add("-Dpenstock.home=" + checkout);
    command.addAll(List.of("-cp", HOME.resolve(module).resolve("target/dist/lib") + "/*", main));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new Terminal(builder.start());
  }

  long pid() {
    return process.pid();
  }

  /** Waits until a line contains the words; fails when the verb ends without. */
  void awaitLine(String words) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> said().contains(words) || !process.isAlive());
    assertThat(said()).contains(words);
  }

  /** Sends a signal by its name. */
  void signal(String name) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, "" + pid()).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  /** {@return the exit code, once it has ended} */
  int code() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(said()).isTrue();
    reader.join();
    return process.exitValue();
  }

  String said() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  String lastLine() {
    synchronized (lines) {
      return lines.getLast();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void read() {
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        System.out.println("  | " + line);
        synchronized (lines) {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
