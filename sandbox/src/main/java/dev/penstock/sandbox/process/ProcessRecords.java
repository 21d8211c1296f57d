package dev.penstock.sandbox.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processes that were started for one state directory, a file each in its folder {@code
 * processes}. Whoever starts a process records it at once; whoever starts afresh first ends what a
 * killed JVM left behind.
 */
public final class ProcessRecords {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Path folder;

  private ProcessRecords(Path folder) {
    this.folder = folder;
  }

  public static ProcessRecords in(Path stateDir) {
    return new ProcessRecords(stateDir.resolve("processes"));
  }

  /**
   * Remembers a process that was just started; a record of this name that still runs is refused.
   */
  public RecordedProcess record(String name, ProcessHandle process) {
    if (!name.matches("[a-z0-9][a-z0-9.-]*")) {
      throw new IllegalArgumentException("%s is no name of a process record".formatted(name));
    }
    read(folder.resolve(name))
        .filter(RecordedProcess::alive)
        .ifPresent(old -> {
          throw new IllegalStateException(
              "Process %s already runs as pid %d".formatted(name, old.pid()));
        });
    RecordedProcess recorded = RecordedProcess.of(name, process);
    try {
      Files.createDirectories(folder);
      Path draft = folder.resolve(name + "~");
      Files.writeString(draft, recorded.pid() + " " + recorded.start() + "\n");
      Files.move(
          draft,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return recorded;
  }

  /** The recorded processes that still run. */
  public List<RecordedProcess> alive() {
    return all().stream().filter(RecordedProcess::alive).toList();
  }

  /** The recorded process of this name, if it still runs. */
  public Optional<RecordedProcess> alive(String name) {
    return read(folder.resolve(name)).filter(RecordedProcess::alive);
  }

  /** Ends one recorded process, if it still runs, and forgets it. */
  public void end(String name, Duration grace) {
    read(folder.resolve(name)).ifPresent(process -> end(process, grace));
  }

  /** Ends every recorded process that still runs and forgets all; returns those that ran. */
  public List<RecordedProcess> endLeftovers() {
    List<RecordedProcess> ended = new ArrayList<>();
    for (RecordedProcess process : all()) {
      if (process.alive()) {
        ended.add(process);
      }
      end(process, GRACE);
    }
    return ended;
  }

  private void end(RecordedProcess process, Duration grace) {
    process.end(grace);
    try {
      Files.deleteIfExists(folder.resolve(process.name()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<RecordedProcess> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().flatMap(file -> read(file).stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<RecordedProcess> read(Path file) {
    if (file.getFileName().toString().endsWith("~")) {
      return Optional.empty();
    }
    try {
      String[] words = Files.readString(file).strip().split(" ", 2);
      if (words.length < 2 || !words[0].matches("\\d{1,18}")) {
        return Optional.empty(); // cut off by a loss of power: it names no process
      }
      return Optional.of(
          new RecordedProcess(file.getFileName().toString(), Long.parseLong(words[0]), words[1]));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
