package dev.penstock.operator.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * The way from one operator to the API server, which a test may cut, bend and slow down. It speaks
 * HTTP/1.1 to the operator, without TLS, and passes its identity on.
 */
final class ApiProxy implements AutoCloseable {
  private static final List<String> PASSED_ON =
      List.of("Authorization", "Content-Type", "Accept", "Impersonate-User");

  private final Config config;
  private final Function<ApiRequest, Fate> fates;
  private final HttpServer server;
  private final HttpClient upstream;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<WatchStream> watches = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private volatile boolean tried;
  private volatile Duration lag = Duration.ZERO;

  private ApiProxy(Config config, Function<ApiRequest, Fate> fates, HttpServer server)
      throws GeneralSecurityException, IOException {
    this.config = config;
    this.fates = fates;
    this.server = server;
    this.upstream = HttpClient.newBuilder().sslContext(SSLUtils.sslContext(config)).build();
  }

  /**
   * Starts to listen.
   *
   * @param config of a client that goes straight to the API server
   * @param fates asked for each request, by many threads at once
   */
  static ApiProxy start(Config config, Function<ApiRequest, Fate> fates) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var proxy = new ApiProxy(config, fates, HttpServer.create(address, 0));
      proxy.server.setExecutor(proxy.threads);
      proxy.server.createContext("/", proxy::handle);
      proxy.server.start();
      return proxy;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("No proxy to the API server", e);
    }
  }

  /** {@return the URL that stands for the API server} */
  String url() {
    return "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
  }

  /** Nothing passes any more, neither way; what is open is closed. */
  void cut() {
    cut = true;
    watches.forEach(WatchStream::end);
  }

  /** Whatever comes from now on passes again. */
  void mend() {
    cut = false;
  }

  /** {@return whether anything was ever asked, answered or not} */
  boolean wasTried() {
    return tried;
  }

  /** Every event of a watch arrives that much later. */
  void lag(Duration time) {
    lag = time;
  }

  /** Tells every open watch that its place in history is gone, and ends it. */
  void forget() {
    watches.forEach(WatchStream::forget);
  }

  @Override
  public void close() {
    cut();
    server.stop(0);
    threads.shutdownNow();
    upstream.shutdownNow();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      var request = ApiRequest.of(exchange);
      tried = true;
      if (cut) {
        return;
      }
      switch (fates.apply(request)) {
        case Fate.Pass() -> pass(exchange, request);
        case Fate.Answer(var code, var headers, var body) -> {
          headers.forEach(exchange.getResponseHeaders()::set);
          reply(exchange, code, body.getBytes(StandardCharsets.UTF_8));
        }
        case Fate.Reset() -> {}
        case Fate.LoseReply(var then) -> {
          upstream.send(forward(exchange, request), BodyHandlers.ofByteArray());
          then.run();
        }
      }
    } catch (IOException e) {
      // The operator has gone, or the API server: to either it is a broken connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(HttpExchange exchange, ApiRequest request)
      throws IOException, InterruptedException {
    var forwarded = forward(exchange, request);
    if (!request.isWatch()) {
      var response = upstream.send(forwarded, BodyHandlers.ofByteArray());
      if (!cut) {
        copyHeaders(response, exchange);
        reply(exchange, response.statusCode(), response.body());
      }
      return;
    }
    var response = upstream.send(forwarded, BodyHandlers.ofInputStream());
    copyHeaders(response, exchange);
    exchange.sendResponseHeaders(response.statusCode(), 0);
    // A watch that has nothing to tell has begun all the same.
    exchange.getResponseBody().flush();
    var stream = new WatchStream(exchange, response.body());
    watches.add(stream);
    try (var events = response.body()) {
      if (!cut) {
        copy(events, stream);
      }
    } finally {
      watches.remove(stream);
    }
  }

  private void copy(InputStream events, WatchStream stream) throws IOException {
    var buffer = new byte[64 * 1024];
    for (int read = events.read(buffer); read >= 0; read = events.read(buffer)) {
      // An early return would only shorten the lag.
      LockSupport.parkNanos(lag.toNanos());
      stream.write(buffer, read);
    }
  }

  private HttpRequest forward(HttpExchange exchange, ApiRequest request) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    var uri = URI.create(config.getMasterUrl()).resolve(exchange.getRequestURI());
    var forwarded =
        HttpRequest.newBuilder(uri).method(request.method(), BodyPublishers.ofByteArray(body));
    for (var name : PASSED_ON) {
      var value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        forwarded.header(name, value);
      }
    }
    return forwarded.build();
  }

  private static void copyHeaders(HttpResponse<?> response, HttpExchange exchange) {
    for (var name : List.of("Content-Type", "Retry-After")) {
      response
          .headers()
          .firstValue(name)
          .ifPresent(v -> exchange.getResponseHeaders().set(name, v));
    }
  }

  private static void reply(HttpExchange exchange, int code, byte[] body) throws IOException {
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
