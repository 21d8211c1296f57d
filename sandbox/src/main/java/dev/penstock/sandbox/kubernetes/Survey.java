package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything the {@link Doctor} judges: what decides the level, and what else a stranger's machine
 * may lack.
 *
 * @param jdk the feature version of the JDK that runs this; empty for a runtime without a compiler
 * @param maven its version, as 3.9.9
 * @param userNamespaces whether this user may make one, which was tried
 * @param loopbackPorts whether free ports of 127.0.0.1 can be bound
 * @param port443 whether port 443 of some address of 127.0.0.0/8 can be bound
 * @param cache the user's cache of Penstock
 * @param freeDiskBytes where the cache is or will be
 */
public record Survey(
    Machine machine,
    OptionalInt jdk,
    Optional<String> maven,
    boolean userNamespaces,
    boolean loopbackPorts,
    boolean port443,
    Path cache,
    long freeDiskBytes,
    long memoryBytes) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Looks at this machine, which takes a second or two; changes nothing. */
  public static Survey of(Path cache) throws IOException, InterruptedException {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var compiler = Path.of(System.getProperty("java.home"), "bin", "javac");
    return new Survey(
        Machine.inspect(),
        Files.isExecutable(compiler)
            ? OptionalInt.of(Runtime.version().feature())
            : OptionalInt.empty(),
        output("mvn", "-v").flatMap(Survey::mavenVersion),
        output("unshare", "--user", "--map-root-user", "true").isPresent(),
        binds("127.0.0.1", 0),
        binds("127.201.43.1", 443),
        cache,
        Files.getFileStore(existing(cache)).getUsableSpace(),
        system.getTotalMemorySize());
  }

  static Optional<String> mavenVersion(String output) {
    // Maven colours its name even where nobody sees it.
    return output
        .replaceAll("\u001B\\[[0-9;]*m", "")
        .lines()
        .filter(line -> line.startsWith("Apache Maven "))
        .map(line -> line.split(" ")[2])
        .findFirst();
  }

  private static Optional<String> output(String... command) throws InterruptedException {
    try {
      return Optional.of(Command.of(command).within(PATIENCE).run());
    } catch (IOException e) {
      // Not there, or it may not: both are the answer "no".
      return Optional.empty();
    }
  }

  private static boolean binds(String host, int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path existing(Path folder) {
    var parent = folder.toAbsolutePath();
    while (!Files.isDirectory(parent)) {
      var above = parent.getParent();
      if (above == null) {
        return parent;
      }
      parent = above;
    }
    return parent;
  }
}
