package dev.penstock.sandbox.kubernetes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/**
 * Where the cluster listens, all of it on loopback.
 *
 * @param services the range that ClusterIPs come from
 */
record Addresses(String apiHost, int apiPort, String services, int kubeletPort) {
  private static final int ATTEMPTS = 50;

  /** Free addresses for the level. */
  static Addresses free(ClusterLevel level) throws IOException {
    return switch (level) {
      case NODE -> node();
      case PROCESS, CONTROL_PLANE, NONE, NAMED ->
          new Addresses("127.0.0.1", freePort(), "10.96.0.0/24", freePort());
    };
  }

  String api() {
    return "https://%s:%d".formatted(apiHost, apiPort);
  }

  // The API server listens on the first address of the service range, port 443: exactly what the
  // kubelet puts into every pod as KUBERNETES_SERVICE_HOST and _PORT. So clients in pods, which
  // share the host's network, reach it without a kube-proxy.
  private static Addresses node() throws IOException {
    var random = new SecureRandom();
    for (var i = 0; i < ATTEMPTS; i++) {
      var network = "127.%d.%d".formatted(random.nextInt(2, 250), random.nextInt(0, 256));
      if (free(network + ".1", 443)) {
        return new Addresses(network + ".1", 443, network + ".0/24", freePort());
      }
    }
    throw new IOException("Port 443 is taken on every address of 127.0.0.0/8");
  }

  private static boolean free(String host, int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
