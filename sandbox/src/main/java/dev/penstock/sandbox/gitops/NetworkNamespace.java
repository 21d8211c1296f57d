package dev.penstock.sandbox.gitops;

import dev.penstock.sandbox.kubernetes.Beside;
import dev.penstock.sandbox.kubernetes.process.ContainedProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A network with nothing in it but a loopback of its own, for programs that listen on every address
 * they find. Servers on the machine's loopback are reached from inside under the same address and
 * port. One process holds it; without that process it is gone.
 */
final class NetworkNamespace implements AutoCloseable {
  private static final String HOLDER = "gitops-network";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ContainedProcess holder;
  private final List<Relay> relays;

  private NetworkNamespace(ContainedProcess holder, List<Relay> relays) {
    this.holder = holder;
    this.relays = List.copyOf(relays);
  }

  /**
   * Makes it; needs root.
   *
   * @param reachable addresses of this machine's loopback
   */
  static NetworkNamespace open(Beside beside, List<InetSocketAddress> reachable)
      throws IOException, InterruptedException {
    var relays = new ArrayList<Relay>();
    var ready = beside.files().resolve("network-is-ready");
    Files.deleteIfExists(ready);
    var arguments = new ArrayList<>(List.of(ready.toString()));
    try {
      for (var address : reachable) {
        var socket = beside.sockets().resolve("gitops-%d.sock".formatted(relays.size()));
        relays.add(Relay.open(UnixDomainSocketAddress.of(socket), address));
        arguments.add(address.getAddress().getHostAddress());
        arguments.add(Integer.toString(address.getPort()));
        arguments.add(socket.toString());
      }
      var holder =
          beside
              .processes()
              .contain(
                  HOLDER,
                  Stream.concat(holding().stream(), arguments.stream()).toList(),
                  Map.of(
                      "PATH",
                      System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")),
                  beside.files());
      var network = new NetworkNamespace(holder, relays);
      try {
        beside.processes().await(HOLDER, PATIENCE, "network of its own", () -> Files.exists(ready));
        return network;
      } catch (IOException | InterruptedException | RuntimeException e) {
        holder.kill();
        throw e;
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      closeAll(relays);
      throw e;
    }
  }

  /** The command that runs that one inside. The process keeps its number. */
  List<String> inside(List<String> command) {
    return Stream.concat(
            Stream.of("nsenter", "--net=/proc/%d/ns/net".formatted(holder.pid()), "--"),
            command.stream())
        .toList();
  }

  /** Whether somebody inside listens on that port of TCP. */
  boolean listens(int port) throws IOException {
    // Local address and port in hexadecimal; 0A is the state of a socket that listens.
    var pattern = ".*:%04X [0-9A-F:]+ 0A .*".formatted(port);
    for (var table : List.of("tcp", "tcp6")) {
      var file = Path.of("/proc/%d/net/%s".formatted(holder.pid(), table));
      if (Files.readAllLines(file).stream().anyMatch(line -> line.matches(pattern))) {
        return true;
      }
    }
    return false;
  }

  /** Ends the holder. Programs inside are to be ended before. */
  @Override
  public void close() throws IOException {
    var endings = new ArrayList<Ending>();
    endings.add(holder::kill);
    relays.forEach(relay -> endings.add(relay::close));
    Ending.all(endings);
  }

  private static List<String> holding() throws IOException {
    return List.of(
        "unshare",
        "--net",
        "sh",
        "-c",
        "ip link set lo up && exec \"$@\"",
        "sh",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        classPath(),
        Inside.class.getName());
  }

  private static String classPath() throws IOException {
    try {
      return Path.of(Inside.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static void closeAll(List<Relay> relays) throws IOException {
    Ending.all(relays.stream().<Ending>map(relay -> relay::close).toList());
  }
}
