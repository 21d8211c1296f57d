package dev.penstock.sandbox.kubernetes;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs Java programs of these tests as a user without rights, who can read nothing of ours but what
 * is linked into a folder of his.
 */
final class Unprivileged {
  private static final String NOBODY = "65534";
  private static final String EVERYONE_READS = "rwxr-xr-x";

  private final Path folder;

  private Unprivileged(Path folder) {
    this.folder = folder;
  }

  /** Only root can become somebody else. */
  static void assumePossible() {
    Assumptions.assumeTrue(Machine.inspect().root(), "needs root, to become somebody else");
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv (util-linux)");
  }

  /**
   * Prepares a folder for him.
   *
   * @param folder one that everybody can reach
   */
  static Unprivileged in(Path folder) throws IOException, InterruptedException {
    open(folder);
    open(Files.createDirectories(folder.resolve("home")));
    run(List.of("chown", "-R", NOBODY + ":" + NOBODY, folder.resolve("home").toString()));
    return new Unprivileged(folder);
  }

  Path home() {
    return folder.resolve("home");
  }

  /** The command for a Java program of these tests. */
  List<String> java(Class<?> main, String... arguments) throws IOException {
    var words =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--inh-caps=-all",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                linkedClassPath(),
                main.getName()));
    words.addAll(List.of(arguments));
    return words;
  }

  /** The same files under a path that he can read; links where the file system is the same. */
  Path link(Path source, String name) throws IOException {
    var target = folder.resolve(name);
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            open(Files.createDirectories(target.resolve(source.relativize(dir).toString())));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            linkFile(file, target.resolve(source.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
    return target;
  }

  private String linkedClassPath() throws IOException {
    var entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    var linked = new ArrayList<Path>();
    for (var i = 0; i < entries.length; i++) {
      var entry = Path.of(entries[i]);
      if (Files.exists(entry)) {
        linked.add(link(entry, "classpath/%d-%s".formatted(i, entry.getFileName())));
      }
    }
    return linked.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static void linkFile(Path source, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Files.deleteIfExists(target);
    try {
      Files.createLink(target, source.toRealPath());
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(source, target);
    }
  }

  private static Path open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(EVERYONE_READS));
    return folder;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException("%s failed".formatted(Stream.of(command).toList()));
    }
  }
}
