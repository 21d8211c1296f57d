package dev.penstock.sandbox.kubernetes.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that is watched to its end. It is the first process of its session, and what it starts
 * ends with it.
 */
public final class ContainedProcess {
  private final Process process;
  private final Path record;

  ContainedProcess(Process process, Path record) {
    this.process = process;
    this.record = record;
  }

  /** Does something when the program has ended, on a thread of the JVM's. */
  public void onExit(Runnable act) {
    process.onExit().thenRun(act);
  }

  /** Its number, also after its end. */
  public long pid() {
    return process.pid();
  }

  /** What it ended with, 128 and the signal's number for a signal; it must have ended. */
  public int exitCode() {
    return process.exitValue();
  }

  /** Asks it to end, and forces it and all it has started after the grace. */
  public void end(Duration grace) throws IOException, InterruptedException {
    if (!grace.isZero()) {
      process.destroy();
      process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
    }
    kill();
  }

  /** Ends what the program has left running, itself included, and forgets it. */
  public void kill() throws IOException, InterruptedException {
    var recorded = RecordedProcess.of(process.pid());
    if (process.isAlive() && recorded.isPresent()) {
      recorded.get().kill();
    }
    // The kernel gives the number of a session to nobody else while one of its processes lives.
    for (var left : session()) {
      left.kill();
    }
    process.waitFor();
    Files.deleteIfExists(record);
  }

  private List<RecordedProcess> session() {
    return ProcessHandle.allProcesses()
        .filter(handle -> handle.pid() != process.pid())
        .filter(handle -> RecordedProcess.inSession(handle.pid(), process.pid()))
        .flatMap(handle -> RecordedProcess.of(handle.pid()).stream())
        .toList();
  }
}
