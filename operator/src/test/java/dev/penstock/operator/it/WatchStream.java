package dev.penstock.operator.it;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The events of one watch on their way to the operator. */
final class WatchStream {
  private static final String GONE =
      """
      {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure",\
      "reason":"Expired","code":410,"message":"too old resource version"}}
      """;

  private final HttpExchange exchange;
  private final InputStream events;

  WatchStream(HttpExchange exchange, InputStream events) {
    this.exchange = exchange;
    this.events = events;
  }

  synchronized void write(byte[] bytes, int length) throws IOException {
    exchange.getResponseBody().write(bytes, 0, length);
    exchange.getResponseBody().flush();
  }

  void forget() {
    var gone = GONE.getBytes(StandardCharsets.UTF_8);
    try {
      write(gone, gone.length);
    } catch (IOException e) {
      // It has ended already.
    }
    end();
  }

  void end() {
    try (exchange;
        events) {
      // Whoever copies finds both ends closed.
    } catch (IOException e) {
      // It has ended already.
    }
  }
}
