package dev.penstock.sandbox.kubernetes.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The long-running processes of one sandbox: one file per process holds its pid and start time, so
 * that whoever comes later can end exactly these, even if the JVM that started them was killed.
 */
public final class RecordedProcesses {
  // The process records itself and only then becomes the program: there is no moment in which a
  // killed JVM leaves a program without a record. Field 22 of stat is the start time, which exec
  // keeps; the name before it is "(sh)" and holds no blank. Only what the shell has built in is
  // used, since the PATH may be a pod's.
  private static final String RECORD_THEN_EXEC =
      "started() { shift 21; echo \"$$ $1\"; }; read -r stat </proc/$$/stat; "
          + "started $stat >\"$1\" && shift && exec \"$@\"";

  private static final Duration RECORDED_WITHIN = Duration.ofSeconds(30);

  private final Path records;
  private final Path logs;

  public RecordedProcesses(Path records, Path logs) {
    this.records = records;
    this.logs = logs;
  }

  /**
   * Starts a program in a session of its own (a Ctrl-C meant for the JVM does not reach it), its
   * output appended to the log of that name.
   */
  public void start(String name, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    start(name, command, builder -> builder.environment().putAll(environment));
  }

  /**
   * The same for a program that sees nothing of this JVM: the environment is all it gets.
   *
   * @param directory where it starts
   */
  public ContainedProcess contain(
      String name, List<String> command, Map<String, String> environment, Path directory)
      throws IOException, InterruptedException {
    var process =
        start(
            name,
            command,
            builder -> {
              builder.environment().clear();
              builder.environment().putAll(environment);
              builder.directory(directory.toFile());
            });
    return new ContainedProcess(process, records.resolve(name));
  }

  private Process start(String name, List<String> command, Consumer<ProcessBuilder> settings)
      throws IOException, InterruptedException {
    var record = records.resolve(name);
    var words = new ArrayList<>(List.of("setsid", "sh", "-c", RECORD_THEN_EXEC, "sh"));
    words.add(record.toString());
    words.addAll(command);
    var builder =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(Redirect.appendTo(log(name).toFile()));
    settings.accept(builder);
    var process = builder.start();
    try {
      // From here on killAll finds it, whatever happens to the caller.
      Waiting.until(RECORDED_WITHIN, () -> Files.exists(record) || !process.isAlive());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
    return process;
  }

  /** Waits for a condition that the named program brings about; fails at once when it ends. */
  public void await(String name, Duration limit, String what, Waiting.Condition condition)
      throws IOException, InterruptedException {
    var held =
        Waiting.until(
            limit,
            () -> {
              // The record appears a moment after the start.
              if (Files.exists(records.resolve(name)) && !alive(name)) {
                throw new IOException("%s has ended:%n%s".formatted(name, tail(name)));
              }
              return condition.holds();
            });
    if (!held) {
      throw new IOException(
          "%s: no %s within %d s:%n%s".formatted(name, what, limit.toSeconds(), tail(name)));
    }
  }

  /** Whether the named program has a record and still runs. */
  public boolean alive(String name) throws IOException {
    var record = records.resolve(name);
    return Files.exists(record)
        && RecordedProcess.read(record).filter(RecordedProcess::alive).isPresent();
  }

  /** The programs on record that still run. */
  public List<String> alive() throws IOException {
    var names = new ArrayList<String>();
    for (var name : names()) {
      if (alive(name)) {
        names.add(name);
      }
    }
    return names;
  }

  /** Ends everything on record and forgets it. */
  public void killAll() throws IOException, InterruptedException {
    for (var name : names()) {
      kill(name);
    }
  }

  /** Ends the named program with all that it has started, and forgets it. */
  public void kill(String name) throws IOException, InterruptedException {
    var record = records.resolve(name);
    if (!Files.exists(record)) {
      return;
    }
    var process = RecordedProcess.read(record);
    if (process.isPresent()) {
      process.get().kill();
    }
    Files.deleteIfExists(record);
  }

  /** Where the named program's output goes. */
  public Path log(String name) {
    return logs.resolve(name + ".log");
  }

  /** The youngest log whose name begins so. */
  public Optional<Path> newestLog(String prefix) throws IOException {
    try (var files = Files.list(logs)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .max(Comparator.comparing(file -> file.toFile().lastModified()));
    }
  }

  private List<String> names() throws IOException {
    if (!Files.isDirectory(records)) {
      return List.of();
    }
    try (var files = Files.list(records)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String tail(String name) throws IOException {
    if (!Files.exists(log(name))) {
      return "(no log)";
    }
    var lines = Files.readAllLines(log(name));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
  }
}
