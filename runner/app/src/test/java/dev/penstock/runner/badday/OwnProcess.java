package dev.penstock.runner.badday;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.runner.RunnerContract;
import dev.penstock.api.runner.TerminationMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An attempt in a process of its own, which a test may end or starve. */
record OwnProcess(Process process, BufferedReader log, Path message) implements AutoCloseable {

  /** What a process printed, and the message that it left. */
  record Left(int code, String log, TerminationMessage message) {}

  static OwnProcess of(BadDay day, Map<String, String> environment) throws IOException {
    return under(List.of(), day, environment);
  }

  /** Has another program prepare its world: that program's words come before java's. */
  static OwnProcess under(List<String> preparing, BadDay day, Map<String, String> environment)
      throws IOException {
    var message = Files.createTempFile(day.directory(), day.name(), ".message");
    var words = new ArrayList<>(preparing);
    words.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.penstock.runner.cli.Main",
            "run",
            "-f",
            day.pipelineFile().toString(),
            "-f",
            day.connectionsFile().toString(),
            "--run-id",
            day.run()));
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put(RunnerContract.TERMINATION_MESSAGE, message.toString());
    var process = builder.start();
    return new OwnProcess(process, process.inputReader(), message);
  }

  /** Reads its log up to that text. */
  void says(String text) throws IOException {
    var read = new StringBuilder();
    for (var line = log.readLine(); line != null; line = log.readLine()) {
      read.append(line).append('\n');
      if (line.contains(text)) {
        return;
      }
    }
    throw new AssertionError("It ended without saying " + text + ":\n" + read);
  }

  Left ends() throws Exception {
    var rest = String.join("\n", log.lines().toList());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Left(
        process.exitValue(),
        rest,
        new ObjectMapper().readValue(message.toFile(), TerminationMessage.class));
  }

  /** Sends SIGTERM; Process.destroy would close its streams, and the last words with them. */
  void terminate() {
    assertThat(process.toHandle().destroy()).isTrue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
