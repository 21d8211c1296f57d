package dev.penstock.sandbox.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A process as it was when recorded. Pids come back; a pid together with its start does not, so
 * only that pair is ever ended.
 *
 * @param name what it is for, unique within a state directory
 * @param start when it started, in words that only this machine's current boot gives to it
 */
public record RecordedProcess(String name, long pid, String start) {
  private static final Duration PAUSE = Duration.ofMillis(20);

  static RecordedProcess of(String name, ProcessHandle process) {
    String start =
        start(process)
            .orElseThrow(
                () -> new IllegalStateException("Process %s has already ended".formatted(name)));
    return new RecordedProcess(name, process.pid(), start);
  }

  /**
   * Whether exactly this process still runs; one that has ended and waits for its parent doesn't.
   */
  public boolean alive() {
    return handle().isPresent();
  }

  /** Asks it to end, forces it after the grace, and then forces whatever it had started. */
  public void end(Duration grace) {
    Optional<ProcessHandle> found = handle();
    if (found.isEmpty()) {
      return;
    }
    ProcessHandle process = found.get();
    List<RecordedProcess> started =
        process
            .descendants()
            .flatMap(
                child -> start(child).map(s -> new RecordedProcess(name, child.pid(), s)).stream())
            .toList();
    process.destroy();
    if (!ended(grace)) {
      process.destroyForcibly();
      if (!ended(Duration.ofSeconds(10))) {
        throw new IllegalStateException(
            "Process %s (pid %d) doesn't end after SIGKILL".formatted(name, pid));
      }
    }
    // A parent that ends in order takes its children along; give them the moment that needs.
    for (RecordedProcess child : started) {
      if (!child.ended(Duration.ofMillis(500))) {
        child.handle().ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  private Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid).filter(p -> start(p).filter(start::equals).isPresent());
  }

  private boolean ended(Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    while (alive()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return !alive();
      }
    }
    return true;
  }

  private static Optional<String> start(ProcessHandle process) {
    Path stat = Path.of("/proc/%d/stat".formatted(process.pid()));
    if (!Files.isDirectory(Path.of("/proc/self"))) {
      return process.info().startInstant().map(Object::toString);
    }
    try {
      String line = Files.readString(stat);
      // The second field is the command in brackets and may hold anything, brackets too.
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      if (fields[0].equals("Z") || fields[0].equals("X")) {
        return Optional.empty();
      }
      // Clock ticks since boot: unlike a wall clock time, they don't move when the clock is set.
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return Optional.of(fields[19] + "@" + boot);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
