package dev.penstock.sandbox.kubernetes.processnode;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.penstock.sandbox.kubernetes.process.RecordedProcesses;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a kubelet's server that {@code kubectl logs} needs: what a pod's process has written
 * so far. Only the API server, by its certificate, may ask. Following is not supported: the answer
 * ends where the log ends now.
 */
final class LogServer implements AutoCloseable {
  private static final Pattern TAIL = Pattern.compile("(?:^|&)tailLines=(\\d{1,9})(?:&|$)");

  private final HttpsServer server;
  private final ExecutorService threads;

  private LogServer(HttpsServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /** Listens on a free port of loopback. */
  static LogServer start(Path pki, RecordedProcesses processes) throws IOException {
    var server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getByName(ProcessNode.ADDRESS), 0), 0);
    server.setHttpsConfigurator(configurator(pki));
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/containerLogs/", exchange -> answer(exchange, processes));
    server.start();
    return new LogServer(server, threads);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** /containerLogs/NAMESPACE/POD/CONTAINER: the newest pod of that name. */
  private static void answer(HttpExchange exchange, RecordedProcesses processes)
      throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath().split("/", -1);
      var log =
          path.length == 5
              ? processes.newestLog(PodContainer.nameBegin(path[2], path[3]))
              : Optional.<Path>empty();
      if (log.isEmpty()) {
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_NOT_FOUND, -1);
        return;
      }
      var content = tail(log.get(), exchange.getRequestURI().getQuery());
      exchange.getResponseHeaders().set("Content-Type", "text/plain");
      exchange.sendResponseHeaders(
          HttpURLConnection.HTTP_OK, content.length == 0 ? -1 : content.length);
      if (content.length > 0) {
        exchange.getResponseBody().write(content);
      }
    }
  }

  private static byte[] tail(Path log, @Nullable String query) throws IOException {
    var matcher = TAIL.matcher(query == null ? "" : query);
    var content = Files.readAllBytes(log);
    if (!matcher.find()) {
      return content;
    }
    var lines = new String(content, StandardCharsets.UTF_8).lines().toList();
    var wanted = Integer.parseInt(matcher.group(1));
    List<String> last = lines.subList(Math.max(0, lines.size() - wanted), lines.size());
    return last.isEmpty()
        ? new byte[0]
        : (String.join("\n", last) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static HttpsConfigurator configurator(Path pki) throws IOException {
    try {
      var context = Certificates.context(pki);
      return new HttpsConfigurator(context) {
        @Override
        public void configure(HttpsParameters parameters) {
          var needed = context.getDefaultSSLParameters();
          needed.setNeedClientAuth(true);
          parameters.setSSLParameters(needed);
        }
      };
    } catch (GeneralSecurityException e) {
      throw new IOException("The certificates in %s can not be used".formatted(pki), e);
    }
  }
}
