package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.process.ProcessRecords;
import dev.penstock.sandbox.process.RecordedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the demo of a checkout is at, for a second terminal. It stands in the state directory, apart
 * from the processes of the sandbox, since a demo works before there is a sandbox.
 */
public final class Activity {
  private static final String DEMO = "demo";

  private final StateDirectory state;
  private final Path folder;

  private Activity(StateDirectory state) {
    this.state = state;
    this.folder = state.path().resolve(DEMO);
  }

  public static Activity in(StateDirectory state) {
    return new Activity(state);
  }

  /**
   * What it is at.
   *
   * @param demo the process that still runs
   */
  public record Now(RecordedProcess demo, String phase, Instant since) {}

  /**
   * This JVM is the demo from now on.
   *
   * @throws IllegalArgumentException when another one runs; the message says what to do
   */
  void begin() {
    Optional<RecordedProcess> other = records().alive(DEMO);
    if (other.isPresent()) {
      throw new IllegalArgumentException(
          "a demo of this checkout runs already (pid %d); Ctrl-C there or `./penstock sandbox down` ends it"
              .formatted(other.get().pid()));
    }
    state.create();
    records().record(DEMO, ProcessHandle.current());
  }

  void at(String phase) {
    try {
      Path draft = folder.resolve("phase~");
      Files.writeString(draft, phase);
      Files.move(draft, phaseFile(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty when no demo of this checkout runs. */
  public Optional<Now> now() {
    return records().alive(DEMO).flatMap(this::now);
  }

  /** Ends a demo that runs, as Ctrl-C does. */
  public void end(Duration grace) {
    records().end(DEMO, grace);
  }

  private Optional<Now> now(RecordedProcess demo) {
    try {
      return Optional.of(
          new Now(
              demo,
              Files.readString(phaseFile()),
              Files.getLastModifiedTime(phaseFile()).toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path phaseFile() {
    return folder.resolve("phase");
  }

  private ProcessRecords records() {
    return ProcessRecords.in(folder);
  }
}
