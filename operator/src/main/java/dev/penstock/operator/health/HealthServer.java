package dev.penstock.operator.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** Answers the kubelet's probes on the JDK's HTTP server; whoever starts it closes it. */
public final class HealthServer implements AutoCloseable {
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
   * @param live false asks for a restart
   * @param ready false asks to wait
   */
  public static HealthServer start(
      String address, int port, BooleanSupplier live, BooleanSupplier ready) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(address, port), 0);
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/healthz/live", exchange -> answer(exchange, live));
    server.createContext("/healthz/ready", exchange -> answer(exchange, ready));
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

  private static void answer(HttpExchange exchange, BooleanSupplier question) throws IOException {
    boolean yes = question.getAsBoolean();
    var text = (yes ? "ok\n" : "no\n").getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(yes ? 200 : 503, text.length);
      exchange.getResponseBody().write(text);
    }
  }
}
