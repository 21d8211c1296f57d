package dev.penstock.sandbox.kubernetes.image;

import dev.penstock.sandbox.kubernetes.process.Command;
import dev.penstock.sandbox.kubernetes.process.FileMutex;
import dev.penstock.sandbox.kubernetes.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * The file system below every Java image: a Java run-time linked from the JDK that runs us, the C
 * library, a user, root certificates.
 *
 * @param root the folder that becomes /
 * @param key of everything it was made from
 */
record BaseLayer(Path root, String key) {
  /** Change it when the content changes in a way that its inputs don't show. */
  private static final String FORMAT = "1";

  /** Where Java is in the image. */
  static final String JAVA_HOME = "/opt/java";

  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.compiler",
          "java.desktop",
          "java.instrument",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.security.jgss",
          "java.security.sasl",
          "java.sql",
          "java.transaction.xa",
          "java.xml",
          "jdk.crypto.ec",
          "jdk.httpserver",
          "jdk.management",
          "jdk.net",
          "jdk.unsupported",
          "jdk.zipfs");

  private static final Map<String, String> FILES =
      Map.of(
          "etc/passwd",
          "root:x:0:0:root:/root:/sbin/nologin\npenstock:x:10001:10001::/scratch:/sbin/nologin\n",
          "etc/group",
          "root:x:0:\npenstock:x:10001:\n",
          "etc/nsswitch.conf",
          "hosts: files dns\n");

  private static final Path CERTIFICATES = Path.of("/etc/ssl/certs/ca-certificates.crt");

  /** The layer for this JDK and machine, from the cache or made now. */
  static BaseLayer in(Path images, Consumer<String> progress)
      throws IOException, InterruptedException {
    var javaHome = Path.of(System.getProperty("java.home"));
    var libraries = SystemLibraries.of(javaHome);
    var key = key(javaHome, libraries);
    var root = images.resolve("base-" + key);
    if (!Files.isDirectory(root)) {
      try (var mutex = FileMutex.acquire(images.resolve("base.lock"), () -> {})) {
        if (!Files.isDirectory(root)) {
          progress.accept("images: linking a Java run-time from " + javaHome);
          make(root, javaHome, libraries);
        }
      }
    }
    return new BaseLayer(root, key);
  }

  /** {@return the image's own Java, which also runs here: it was linked on this machine} */
  Path java() {
    return root.resolve(relative(JAVA_HOME)).resolve("bin/java");
  }

  private static String key(Path javaHome, SortedMap<Path, Path> libraries) throws IOException {
    var fingerprint = new Fingerprint().add(FORMAT).add(String.join(",", MODULES));
    fingerprint.add(System.getProperty("java.vm.version")).add(javaHome.resolve("release"));
    for (var library : libraries.entrySet()) {
      fingerprint.add(library.getKey().toString()).add(library.getValue());
    }
    if (Files.exists(CERTIFICATES)) {
      fingerprint.add(CERTIFICATES);
    }
    return fingerprint.value();
  }

  private static void make(Path root, Path javaHome, SortedMap<Path, Path> libraries)
      throws IOException, InterruptedException {
    var work = Files.createTempDirectory(root.toAbsolutePath().getParent(), "base-making-");
    try {
      var made = Files.createDirectory(work.resolve("root"));
      for (var library : libraries.entrySet()) {
        copy(library.getValue(), made.resolve(relative(library.getKey().toString())));
      }
      if (Files.exists(CERTIFICATES)) {
        copy(CERTIFICATES, made.resolve(relative(CERTIFICATES.toString())));
      }
      for (var file : FILES.entrySet()) {
        var target = made.resolve(file.getKey());
        Files.createDirectories(target.getParent());
        Files.writeString(target, file.getValue());
      }
      Files.createDirectory(made.resolve("tmp"));
      Files.createDirectory(made.resolve("scratch"));
      link(javaHome, made.resolve(relative(JAVA_HOME)));
      Files.move(made, root, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Folders.delete(work);
    }
  }

  // Temurin 25 has no jmods: jlink links from the running image itself.
  private static void link(Path javaHome, Path target) throws IOException, InterruptedException {
    Files.createDirectories(target.getParent());
    Command.of(javaHome.resolve("bin/jlink").toString())
        .and("--add-modules", String.join(",", MODULES))
        .and("--strip-java-debug-attributes", "--no-header-files", "--no-man-pages")
        .and("--compress", "zip-6", "--generate-cds-archive")
        .and("--output", target.toString())
        .within(Duration.ofMinutes(5))
        .run();
    Folders.delete(target.resolve("legal"));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static String relative(String path) {
    return path.substring(1);
  }
}
