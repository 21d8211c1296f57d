package dev.penstock.sandbox;

import dev.penstock.sandbox.process.ProcessRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of one sandbox, by name. The folder is open to its owner only. */
public record StateDirectory(Path path) {
  /** The record of the JVM that holds the sandbox. */
  public static final String HOLDER = "sandbox";

  public StateDirectory {
    path = path.toAbsolutePath().normalize();
  }

  /** What {@code sandbox.json} says, if a sandbox is ready here. */
  public Optional<SandboxDescription> description() {
    try {
      return Files.exists(descriptionFile())
          ? Optional.of(Json.MAPPER.readValue(descriptionFile().toFile(), SandboxDescription.class))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path descriptionFile() {
    return path.resolve("sandbox.json");
  }

  public Path credentialsFile() {
    return path.resolve("credentials.json");
  }

  /** The connections of the examples, with the endpoints of this sandbox. */
  public Path connectionsFile() {
    return path.resolve("connections.yaml");
  }

  /** The Secrets that the connections name. */
  public Path secretsFile() {
    return path.resolve("secrets.yaml");
  }

  /**
   * Where the JVM in the background writes what it does, and, in the other file, what went wrong.
   */
  public Path progressFile() {
    return path.resolve("progress.txt");
  }

  public Path logFile() {
    return path.resolve("sandbox.log");
  }

  public ProcessRecords processes() {
    return ProcessRecords.in(path);
  }

  /** The folder of the cluster alone. */
  public Path kubernetes() {
    return part("kubernetes");
  }

  /** The folder of one environment that a commit travels through, apart from those of others. */
  public Path environment(String name) {
    return part("environments").resolve(name);
  }

  /** The folders of all environments that were ever started here. */
  List<Path> environments() {
    Path all = part("environments");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(all)) {
      return folders.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path part(String name) {
    return path.resolve(name);
  }

  public void create() {
    try {
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes everything, the lock too; no JVM may hold it. */
  public void delete() {
    DirectoryTree.delete(path);
    try {
      Files.deleteIfExists(lockFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Held by the JVM whose sandbox this is; empty if another holds it. */
  Optional<Hold> hold() {
    Path file = lockFile();
    try {
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new Hold(channel));
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Beside the folder, whose content the start of a sandbox deletes. */
  private Path lockFile() {
    return path.resolveSibling(path.getFileName() + ".lock");
  }

  record Hold(FileChannel channel) implements AutoCloseable {
    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
