package dev.penstock.sandbox.kubernetes.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The program in the images of the node's tests: does one thing and says how it went. */
public final class Probe {
  private static final Path MESSAGE = Path.of("/dev/termination-log");
  private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private Probe() {}

  /** exit CODE MESSAGE | fill-heap | fill-memory | api | who. */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "exit" -> exit(Integer.parseInt(args[1]), args[2]);
      case "fill-heap" -> fillHeap();
      case "fill-memory" -> fillMemory();
      case "api" -> exit(0, askApi());
      case "who" -> exit(0, who());
      default -> exit(64, "no such probe");
    }
  }

  private static void exit(int code, String message) throws IOException {
    Files.writeString(MESSAGE, message);
    System.out.println("probe says " + message);
    System.exit(code);
  }

  private static void fillHeap() {
    List<byte[]> kept = new ArrayList<>();
    while (true) {
      kept.add(new byte[1 << 20]);
    }
  }

  /** Pages of a file in memory count against the pod's limit but not against the heap. */
  private static void fillMemory() throws IOException {
    var block = new byte[1 << 20];
    Arrays.fill(block, (byte) 1);
    try (var out = Files.newOutputStream(Path.of("/scratch/filled"))) {
      while (true) {
        out.write(block);
      }
    }
  }

  private static String who() throws IOException {
    var user =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("Uid:"))
            .map(line -> line.split("\t")[1])
            .findFirst()
            .orElse("?");
    var root = Files.isWritable(Path.of("/app")) ? "writable" : "read-only";
    Files.writeString(Path.of("/scratch/file"), "x");
    return "user %s, root %s, scratch writable".formatted(user, root);
  }

  private static String askApi() throws Exception {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream certificate = Files.newInputStream(ACCOUNT.resolve("ca.crt"))) {
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    var uri =
        "https://%s:%s/version"
            .formatted(
                System.getenv("KUBERNETES_SERVICE_HOST"), System.getenv("KUBERNETES_SERVICE_PORT"));
    var token = Files.readString(ACCOUNT.resolve("token"));
    try (var client = HttpClient.newBuilder().sslContext(tls).build()) {
      var request =
          HttpRequest.newBuilder(URI.create(uri)).header("Authorization", "Bearer " + token);
      var answer = client.send(request.build(), BodyHandlers.ofString());
      return "API server answers " + answer.statusCode();
    }
  }
}
