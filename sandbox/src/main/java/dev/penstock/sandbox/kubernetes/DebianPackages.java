package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.process.Command;
import dev.penstock.sandbox.kubernetes.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * containerd and runc as Debian builds them: downloaded and unpacked into the cache, not installed.
 * They are taken from there even where the machine has its own, so that every machine runs the
 * same.
 */
final class DebianPackages {
  private static final List<String> PACKAGES = List.of("containerd", "runc");
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path folder;

  private DebianPackages(Path folder) {
    this.folder = folder;
  }

  /** Where the packages of this machine's release are or will be. */
  static DebianPackages in(Path tools) throws IOException {
    return new DebianPackages(tools.resolve("debian-" + release()));
  }

  boolean present() {
    return Files.isExecutable(program("containerd")) && Files.isExecutable(program("runc"));
  }

  /** Folders for the PATH of whoever starts these programs. */
  List<Path> path() {
    return List.of(folder.resolve("usr/bin"), folder.resolve("usr/sbin"));
  }

  Path program(String name) {
    return folder.resolve(name.equals("runc") ? "usr/sbin" : "usr/bin").resolve(name);
  }

  void fetch(Consumer<String> progress) throws IOException, InterruptedException {
    var work = Files.createTempDirectory(Files.createDirectories(folder.getParent()), "debian-");
    try {
      var downloads = Files.createDirectory(work.resolve("downloads"));
      download(work, downloads, progress);
      var unpacked = Files.createDirectory(work.resolve("unpacked"));
      try (var files = Files.newDirectoryStream(downloads, "*.deb")) {
        for (var file : files) {
          Command.of("dpkg-deb", "-x", file.toString(), unpacked.toString()).run();
        }
      }
      checkLibraries(unpacked);
      Folders.delete(folder);
      Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Folders.delete(work);
    }
  }

  private static void download(Path work, Path downloads, Consumer<String> progress)
      throws IOException, InterruptedException {
    var known = Command.of("apt-get", "download").and(PACKAGES).in(downloads).within(PATIENCE);
    try {
      known.run();
    } catch (IOException e) {
      // No package lists, or old ones whose files are gone: lists of our own leave apt's alone.
      progress.accept("tools: apt knows no containerd and runc to download, reading its sources");
      var own = apt(work);
      own.and("update").run();
      own.and("download").and(PACKAGES).in(downloads).run();
    }
  }

  private static Command apt(Path work) throws IOException {
    var state = work.resolve("state");
    var cache = work.resolve("cache");
    Files.createDirectories(state.resolve("lists/partial"));
    Files.createDirectories(cache.resolve("archives/partial"));
    return Command.of("apt-get", "-q")
        .and("-o", "Dir::State=" + state)
        .and("-o", "Dir::State::status=/var/lib/dpkg/status")
        .and("-o", "Dir::Cache=" + cache)
        .and("-o", "APT::Sandbox::User=root")
        .within(PATIENCE);
  }

  private static void checkLibraries(Path unpacked) throws IOException, InterruptedException {
    var runc = unpacked.resolve("usr/sbin/runc");
    var missing =
        Command.of("ldd", runc.toString())
            .run()
            .lines()
            .filter(line -> line.contains("not found"))
            .toList();
    if (!missing.isEmpty()) {
      throw new IOException("runc needs libraries that this machine lacks: " + missing);
    }
  }

  private static String release() throws IOException {
    var name =
        Files.readAllLines(Path.of("/etc/os-release")).stream()
            .filter(line -> line.startsWith("VERSION_CODENAME="))
            .map(line -> line.substring("VERSION_CODENAME=".length()).replace("\"", ""))
            .findFirst()
            .orElse("unknown");
    return name + "-" + System.getProperty("os.arch");
  }
}
