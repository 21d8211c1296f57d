package dev.penstock.operator.notify.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A receiver on this machine that writes down what it gets, and answers as a test says. */
public final class Recorder implements AutoCloseable {
  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicReference<Function<Request, Answer>> answers =
      new AtomicReference<>(request -> Answer.ok());

  /** What came. */
  public record Request(String path, Map<String, List<String>> headers, String body) {

    /** {@return the body as JSON} */
    public JsonNode json() {
      return Json.read(body);
    }

    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  /**
   * What it says.
   *
   * @param millis that it takes before; negative: it never answers
   */
  public record Answer(int status, Map<String, String> headers, String body, long millis) {
    /** {@return 200, as Slack says it, with a number for the message} */
    public static Answer ok() {
      return new Answer(200, Map.of(), "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"17.1\"}", 0);
    }

    /** {@return a status without a body} */
    public static Answer of(int status) {
      return new Answer(status, Map.of(), "", 0);
    }
  }

  private Recorder(HttpServer server) {
    this.server = server;
  }

  /** Starts one on a free port. */
  public static Recorder start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    var recorder = new Recorder(server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", recorder::take);
    server.start();
    return recorder;
  }

  /** {@return its address, without a slash at its end} */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers like that from now on. */
  public void answer(Function<Request, Answer> answer) {
    answers.set(answer);
  }

  /** {@return what came so far} */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var request =
          new Request(
              exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders()), body);
      var answer = answers.get().apply(request);
      requests.add(request);
      if (answer.millis() < 0) {
        // A headers line and then nothing: the time limit of the JDK's client ends with it.
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        new java.util.concurrent.CountDownLatch(1).await(30, java.util.concurrent.TimeUnit.SECONDS);
        return;
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
