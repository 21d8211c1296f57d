package dev.penstock.runner.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this machine that writes down what it is sent, and answers as it is told. */
public final class Recorder implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** A request. */
  public record Got(String path, Optional<String> authorization, String type, JsonNode body) {}

  private final boolean endless;

  private Recorder(List<Integer> answers, boolean endless) throws IOException {
    this.endless = endless;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          var body = JSON.readTree(exchange.getRequestBody());
          int place;
          synchronized (got) {
            place = got.size();
            got.add(
                new Got(
                    exchange.getRequestURI().toString(),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    body));
          }
          if (endless) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('[');
            exchange.getResponseBody().flush();
          }
          if (answers.isEmpty()) {
            try {
              closing.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
          }
          exchange.sendResponseHeaders(answers.get(Math.min(place, answers.size() - 1)), -1);
          exchange.close();
        });
    server.start();
  }

  /** One that answers with these numbers, the last one again and again. */
  public static Recorder answering(Integer... status) throws IOException {
    return new Recorder(List.of(status), false);
  }

  /** One that takes every request and never answers. */
  public static Recorder hanging() throws IOException {
    return new Recorder(List.of(), false);
  }

  /** One that says yes, and whose answer has no end. */
  static Recorder endless() throws IOException {
    return new Recorder(List.of(), true);
  }

  /** {@return whether it has not been closed} */
  boolean isAnswering() {
    return closing.getCount() > 0;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Got> got() {
    return List.copyOf(got);
  }

  /** {@return the bodies that came to a path, in their order} */
  public List<JsonNode> bodies(String path) {
    return got.stream().filter(one -> one.path().equals(path)).map(Got::body).toList();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
