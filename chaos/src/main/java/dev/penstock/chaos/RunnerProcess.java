package dev.penstock.chaos;

import dev.penstock.api.model.Wanted;
import dev.penstock.api.runner.RunnerContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** An attempt as a process of its own, as a pod has it. */
final class RunnerProcess implements AutoCloseable {
  private static final int LAST_LINES = 6;

  private final Process process;
  private final List<String> lastLines = new ArrayList<>();
  private final AtomicBoolean paused = new AtomicBoolean();
  private final Thread reading;

  private RunnerProcess(Process process) {
    this.process = process;
    this.reading = Thread.ofVirtual().start(this::read);
  }

  /**
   * Starts one.
   *
   * @param pauseAt a checkpoint where it is to stay until it is killed
   */
  static RunnerProcess start(
      Grounds grounds, Flow flow, String run, Wanted wanted, Optional<Place.Checkpoint> pauseAt)
      throws IOException {
    var words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx192m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.penstock.runner.cli.Main",
                "run",
                "-f",
                flow.file().toString(),
                "-f",
                grounds.connections().toString(),
                "--run-id",
                run));
    words.addAll(
        switch (wanted) {
          case Wanted.Increment increment -> List.of();
          case Wanted.FullRefresh refresh -> List.of("--full-refresh");
          case Wanted.Window(var start, var end) -> List.of("--window", start + ".." + end);
          case Wanted.Adopt adopt -> List.of("--adopt");
        });
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put(RunnerContract.SCRATCH, grounds.directory().toString());
    pauseAt.ifPresent(place -> builder.environment().put("PENSTOCK_PAUSE_AT", place + ":600"));
    return new RunnerProcess(grounds.owned(builder.start()));
  }

  private void read() {
    try (BufferedReader log = process.inputReader()) {
      for (var line = log.readLine(); line != null; line = log.readLine()) {
        synchronized (lastLines) {
          lastLines.addLast(line);
          if (lastLines.size() > LAST_LINES) {
            lastLines.removeFirst();
          }
        }
        if (line.contains("event=paused")) {
          paused.set(true);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return whether it stands at its checkpoint} */
  boolean paused() {
    return paused.get();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** SIGKILL; it is gone when this returns. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** {@return how it ended} It must have an end within the given minutes. */
  Ended ends(int minutes) throws InterruptedException {
    if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
      return new Ended.Wrong("a process that does not end");
    }
    reading.join();
    synchronized (lastLines) {
      return Ended.of(process.exitValue(), String.join(" / ", lastLines));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
