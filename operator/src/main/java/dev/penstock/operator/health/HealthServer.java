package dev.penstock.operator.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Answers probes and scrapes on the JDK's HTTP server; whoever starts it closes it. */
public final class HealthServer implements AutoCloseable {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads;

  private HealthServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts to answer.
   *
   * @param port 0 takes a free one
   * @param live not ok asks for a restart
   * @param ready not ok asks to wait
   * @param metrics in the text format of Prometheus
   */
  public static HealthServer start(
      String address,
      int port,
      Supplier<Answer> live,
      Supplier<Answer> ready,
      Supplier<String> metrics)
      throws IOException {
    var server = HttpServer.create(new InetSocketAddress(address, port), 0);
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/healthz/live", exchange -> answer(exchange, live.get()));
    server.createContext("/healthz/ready", exchange -> answer(exchange, ready.get()));
    server.createContext("/metrics", exchange -> send(exchange, 200, METRICS, metrics.get()));
    server.start();
    return new HealthServer(server, threads);
  }

  /** {@return the port that it listens to} */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private static void answer(HttpExchange exchange, Answer answer) throws IOException {
    send(exchange, answer.ok() ? 200 : 503, TEXT, answer.text() + "\n");
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
