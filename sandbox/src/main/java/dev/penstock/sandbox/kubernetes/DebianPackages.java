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
 * Programs as Debian builds them: downloaded and unpacked into the cache, not installed. They are
 * taken from there even where the machine has its own, so that every machine runs the same.
 */
final class DebianPackages {
  /** The release that the versions below are of; another one brings its own. */
  static final String RELEASE = "bookworm";

  static final String CONTAINERD = "1.6.20";
  static final String RUNC = "1.1.5";
  static final String REDIS = "7.0.15";

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path folder;
  private final String what;
  private final List<String> packages;
  private final List<String> programs;

  /**
   * Packages of this machine's release.
   *
   * @param folder where they are or will be
   * @param what they bring, in words
   * @param programs that are there once all is, relative to the root of the packages
   */
  private DebianPackages(Path folder, String what, List<String> packages, List<String> programs) {
    this.folder = folder;
    this.what = what;
    this.packages = packages;
    this.programs = programs;
  }

  /** What a node needs. */
  static DebianPackages node(Path tools) throws IOException {
    return new DebianPackages(
        tools.resolve("debian-" + machine()),
        "containerd and runc",
        List.of("containerd", "runc"),
        List.of("usr/bin/containerd", "usr/sbin/runc"));
  }

  /** Redis with the libraries that few machines have. */
  static DebianPackages redis(Path tools) throws IOException {
    return new DebianPackages(
        tools.resolve("debian-redis-" + machine()),
        "redis",
        List.of("redis-server", "redis-tools", "libatomic1", "libjemalloc2", "liblzf1"),
        List.of("usr/bin/redis-server"));
  }

  boolean present() {
    return programs.stream().map(folder::resolve).allMatch(Files::isExecutable);
  }

  /** Folders for the PATH of whoever starts these programs. */
  List<Path> path() {
    return List.of(folder.resolve("usr/bin"), folder.resolve("usr/sbin"));
  }

  Path program(String name) {
    return programs.stream()
        .filter(program -> program.endsWith("/" + name))
        .findFirst()
        .map(folder::resolve)
        .orElseGet(() -> folder.resolve("usr/bin").resolve(name));
  }

  /** Where the libraries of the packages are, for LD_LIBRARY_PATH; may not be there. */
  List<Path> libraries() throws IOException {
    return libraries(folder);
  }

  void fetch(Consumer<String> progress) throws IOException, InterruptedException {
    progress.accept("tools: downloading %s (Debian packages, not installed)".formatted(what));
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
      // Documents are links into packages that are not here.
      Folders.delete(unpacked.resolve("usr/share"));
      checkLibraries(unpacked);
      Folders.delete(folder);
      Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Folders.delete(work);
    }
  }

  private void download(Path work, Path downloads, Consumer<String> progress)
      throws IOException, InterruptedException {
    var known = Command.of("apt-get", "download").and(packages).in(downloads).within(PATIENCE);
    try {
      known.run();
    } catch (IOException e) {
      // No package lists, or old ones whose files are gone: lists of our own leave apt's alone.
      progress.accept("tools: apt knows no %s to download, reading its sources".formatted(what));
      var own = apt(work);
      own.and("update").run();
      own.and("download").and(packages).in(downloads).run();
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

  private void checkLibraries(Path unpacked) throws IOException, InterruptedException {
    // The last one is what all the rest is for, and it is linked to libraries.
    var program = unpacked.resolve(programs.getLast());
    var missing =
        Command.of("ldd", program.toString())
            .with("LD_LIBRARY_PATH", searched(libraries(unpacked)))
            .run()
            .lines()
            .filter(line -> line.contains("not found"))
            .toList();
    if (!missing.isEmpty()) {
      throw new IOException(
          "%s needs libraries that this machine lacks: %s"
              .formatted(program.getFileName(), missing));
    }
  }

  /** Folders as LD_LIBRARY_PATH takes them. */
  static String searched(List<Path> folders) {
    return String.join(":", folders.stream().map(Path::toString).toList());
  }

  /** They lie below the name of the architecture, as usr/lib/x86_64-linux-gnu. */
  private static List<Path> libraries(Path root) throws IOException {
    var all = root.resolve("usr/lib");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (var folders = Files.newDirectoryStream(all, "*-linux-*")) {
      for (var folder : folders) {
        return List.of(folder);
      }
      return List.of();
    }
  }

  private static String machine() throws IOException {
    return release() + "-" + System.getProperty("os.arch");
  }

  /** {@return the code name of this machine's release, as bookworm} */
  static String release() throws IOException {
    return Files.readAllLines(Path.of("/etc/os-release")).stream()
        .filter(line -> line.startsWith("VERSION_CODENAME="))
        .map(line -> line.substring("VERSION_CODENAME=".length()).replace("\"", ""))
        .findFirst()
        .orElse("unknown");
  }
}
