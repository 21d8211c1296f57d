package dev.penstock.sandbox.kubernetes.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process known by its pid and the moment it started (clock ticks since the machine's start, as
 * Linux counts): a pid comes back, the pair does not.
 */
public record RecordedProcess(long pid, long started) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The process that has this pid now. */
  public static Optional<RecordedProcess> of(long pid) {
    return Stat.of(pid).map(stat -> new RecordedProcess(pid, stat.started()));
  }

  /** Reads "pid started"; nothing when the file holds something else, such as half a line. */
  static Optional<RecordedProcess> read(Path file) throws IOException {
    var words = Files.readString(file).strip().split(" ");
    try {
      return words.length == 2
          ? Optional.of(new RecordedProcess(Long.parseLong(words[0]), Long.parseLong(words[1])))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether the process belongs to the session that this first process began. */
  static boolean inSession(long pid, long first) {
    return Stat.of(pid).filter(stat -> stat.session() == first && !stat.zombie()).isPresent();
  }

  /** Whether it still runs; a zombie doesn't. */
  public boolean alive() {
    return Stat.of(pid).filter(s -> s.started() == started && !s.zombie()).isPresent();
  }

  /**
   * Kills it and returns when it and all it had started are gone. Nothing of a sandbox needs a
   * goodbye: its state is thrown away.
   */
  public void kill() throws IOException, InterruptedException {
    if (!alive()) {
      return;
    }
    var family = family();
    signal();
    // The first process of a pid namespace ends after all others in it, so these are waited for.
    Waiting.until(Duration.ofSeconds(5), () -> family.stream().noneMatch(RecordedProcess::alive));
    family.forEach(RecordedProcess::signal);
    if (!Waiting.until(PATIENCE, () -> family.stream().noneMatch(RecordedProcess::alive))) {
      throw new IOException("Process %d does not end".formatted(pid));
    }
  }

  private List<RecordedProcess> family() {
    var children =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .flatMap(handle -> RecordedProcess.of(handle.pid()).stream());
    return Stream.concat(Stream.of(this), children).toList();
  }

  private void signal() {
    if (alive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** The fields of /proc/PID/stat that matter here. */
  private record Stat(boolean zombie, long session, long started) {
    static Optional<Stat> of(long pid) {
      try {
        var line = Files.readString(Path.of("/proc/%d/stat".formatted(pid)));
        // The second field is a name in parentheses and may hold blanks and parentheses itself.
        var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return Optional.of(
            new Stat(
                "ZX".contains(fields[0]), Long.parseLong(fields[3]), Long.parseLong(fields[19])));
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }
}
