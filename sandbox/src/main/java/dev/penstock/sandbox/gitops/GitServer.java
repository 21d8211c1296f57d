package dev.penstock.sandbox.gitops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Git over HTTP on a free port of 127.0.0.1, for reading only. {@code git http-backend} does the
 * work, a process for each request.
 */
final class GitServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads;

  private GitServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Serves every bare repository below a folder.
   *
   * @param root the folder; a repository's path below it is its path in the URL
   */
  static GitServer start(Path root) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(root, exchange));
    server.start();
    return new GitServer(server, threads);
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  /** Where a repository is cloned from. */
  URI url(String repository) {
    return URI.create("http://127.0.0.1:%d/%s".formatted(address().getPort(), repository));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void answer(Path root, HttpExchange exchange) throws IOException {
    try (exchange) {
      var builder = new ProcessBuilder("git", "http-backend");
      builder.environment().putAll(variables(root, exchange));
      var process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try {
        // A request may be larger than a pipe, and its answer begin before its end.
        var body = Thread.startVirtualThread(() -> send(exchange, process));
        reply(exchange, new BufferedInputStream(process.getInputStream()));
        body.join();
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  /** What the common gateway interface (RFC 3875) tells a program about a request. */
  private static Map<String, String> variables(Path root, HttpExchange exchange) {
    var uri = exchange.getRequestURI();
    var headers = exchange.getRequestHeaders();
    return Map.ofEntries(
        Map.entry("GIT_PROJECT_ROOT", root.toString()),
        Map.entry("GIT_HTTP_EXPORT_ALL", "1"),
        Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
        Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
        Map.entry("REQUEST_METHOD", exchange.getRequestMethod()),
        Map.entry("PATH_INFO", uri.getPath()),
        Map.entry("QUERY_STRING", text(uri.getRawQuery())),
        Map.entry("CONTENT_TYPE", text(headers.getFirst("Content-Type"))),
        Map.entry("HTTP_CONTENT_ENCODING", text(headers.getFirst("Content-Encoding"))),
        Map.entry("GIT_PROTOCOL", text(headers.getFirst("Git-Protocol"))),
        Map.entry("REMOTE_ADDR", "127.0.0.1"));
  }

  private static void send(HttpExchange exchange, Process process) {
    try (var in = exchange.getRequestBody();
        var out = process.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // The program ended without reading all of it; its answer says why.
    }
  }

  /** The program writes headers, an empty line, and the body. */
  private static void reply(HttpExchange exchange, InputStream from) throws IOException {
    var status = 200;
    for (var line = line(from); !line.isEmpty(); line = line(from)) {
      var colon = line.indexOf(':');
      var name = line.substring(0, colon);
      var value = line.substring(colon + 1).strip();
      if (name.equalsIgnoreCase("Status")) {
        status = Integer.parseInt(value.substring(0, 3));
      } else {
        exchange.getResponseHeaders().set(name, value);
      }
    }
    exchange.sendResponseHeaders(status, 0);
    from.transferTo(exchange.getResponseBody());
  }

  private static String line(InputStream from) throws IOException {
    var line = new StringBuilder();
    for (var next = from.read(); next != '\n'; next = from.read()) {
      if (next < 0) {
        throw new IOException("git http-backend ended within its headers");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  private static String text(@Nullable String header) {
    return header == null ? "" : header;
  }
}
