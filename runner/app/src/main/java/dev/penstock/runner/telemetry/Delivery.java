package dev.penstock.runner.telemetry;

import dev.penstock.runner.report.Receipt;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages, one after the other. Each is tried a few times; one that does not arrive is
 * counted, and the first of its endpoint is told. Used by one thread; {@link #account} by any.
 */
final class Delivery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private static final int TRIES = 3;

  /** What a collector says when it would take the message later. */
  private static final Set<Integer> LATER = Set.of(408, 429, 500, 502, 503, 504);

  private final Duration patience;
  private final Duration pause;
  private final Set<String> told = new HashSet<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private volatile @Nullable HttpClient opened;

  /**
   * @param patience with an answer
   * @param pause before the second try; doubled before each further one
   */
  Delivery(Duration patience, Duration pause) {
    this.patience = patience;
    this.pause = pause;
  }

  /** Opened by the thread that sends: it takes longer than a run may wait. */
  private HttpClient client() {
    var open = opened;
    if (open == null) {
      open =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(patience)
              .build();
      opened = open;
    }
    return open;
  }

  /**
   * Sends JSON; {@return whether it has arrived}
   *
   * @throws InterruptedException when nobody waits for it any more; it is counted as failed
   */
  boolean send(Endpoint endpoint, byte[] json) throws InterruptedException {
    var request = HttpRequest.newBuilder(endpoint.uri()).timeout(patience);
    endpoint.headers().forEach(request::header);
    var post =
        request
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(json))
            .build();
    String why = "not sent";
    boolean arrived = false;
    try {
      for (int round = 0; round < TRIES && !arrived; round++) {
        if (round > 0) {
          Thread.sleep(pause.multipliedBy(1L << (round - 1)));
        }
        try {
          int status = status(post);
          arrived = status >= 200 && status < 300;
          why = "status " + status;
          if (!LATER.contains(status)) {
            break;
          }
        } catch (IOException e) {
          // Its text may hold the address with all its parts.
          why = e.getClass().getSimpleName();
        }
      }
    } catch (InterruptedException e) {
      why = "no time is left";
      throw e;
    } finally {
      count(endpoint, arrived, why);
    }
    return arrived;
  }

  /** The patience of a request ends with the headers of its answer, so no body is waited for. */
  private int status(HttpRequest post) throws IOException, InterruptedException {
    var answer = client().send(post, HttpResponse.BodyHandlers.ofInputStream());
    answer.body().close();
    return answer.statusCode();
  }

  private void count(Endpoint endpoint, boolean arrived, String why) {
    if (arrived) {
      sent.incrementAndGet();
      return;
    }
    failed.incrementAndGet();
    if (told.add(endpoint.what())) {
      LOG.warn(
          "event=telemetry-failed what={} to={} message=\"{}\"",
          endpoint.what(),
          endpoint.place(),
          why);
    }
  }

  /** Counts messages that were never made or handed over. */
  void lost(int messages) {
    failed.addAndGet(messages);
  }

  Receipt.OfTelemetry account() {
    return new Receipt.OfTelemetry(sent.get(), failed.get());
  }

  @Override
  public void close() {
    var open = opened;
    if (open != null) {
      open.shutdownNow();
    }
  }
}
