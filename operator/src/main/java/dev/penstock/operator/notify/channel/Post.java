package dev.penstock.operator.notify.channel;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON. Connecting has a time limit, and the whole exchange has one, too: that of the JDK's
 * client ends with the first byte of an answer. A redirect is not followed, since it would carry
 * the message elsewhere, and no more of an answer is read than it takes to know it.
 */
public final class Post implements AutoCloseable {
  private static final int ANSWER = 64 * 1024;
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final HttpClient client;
  private final Duration patience;
  private final Clock clock;

  /**
   * @param connecting how long that may take
   * @param patience how long an exchange may take
   */
  public Post(Duration connecting, Duration patience, Clock clock) {
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(connecting)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(task -> Thread.ofVirtual().name("notify-http").start(task))
            .build();
    this.patience = patience;
    this.clock = clock;
  }

  /** An answer, or why there is none. */
  sealed interface Answer {
    /** Some status and what came with it. */
    record Came(int status, String body, Optional<Duration> after) implements Answer {
      /** {@return what the status alone says} */
      Sent judged() {
        if (status >= 200 && status < 300) {
          return new Sent.Delivered(Optional.empty());
        }
        var why = "it answered with the status %d".formatted(status);
        return status == 408 || status == 425 || status == 429 || status >= 500
            ? new Sent.Later(why, after)
            : new Sent.Refused("Answered" + status, why);
      }
    }

    /** None came. */
    record None(String why) implements Answer {
      Sent judged() {
        return new Sent.Later(why, Optional.empty());
      }
    }
  }

  Answer send(URI to, Map<String, String> headers, String body) throws InterruptedException {
    var request = HttpRequest.newBuilder(to).timeout(patience);
    headers.forEach(request::header);
    request.POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    var sending =
        client.sendAsync(
            request.build(),
            BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), ANSWER));
    try {
      var response = sending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer.Came(response.statusCode(), response.body(), after(response));
    } catch (TimeoutException late) {
      return new Answer.None("it did not answer within %d s".formatted(patience.toSeconds()));
    } catch (ExecutionException failed) {
      return new Answer.None(why(failed.getCause()));
    } finally {
      sending.cancel(true);
    }
  }

  /** By its class alone: the words of an exception may hold an address that is a secret. */
  private String why(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> "the answer could not be read";
      case java.net.http.HttpConnectTimeoutException slow -> "it takes no connection in time";
      case java.net.http.HttpTimeoutException slow ->
          "it did not answer within %d s".formatted(patience.toSeconds());
      case java.net.ConnectException refused -> "it takes no connection, or its name is not known";
      case SSLException untrusted -> "its certificate is not trusted, or it speaks no TLS";
      case IOException broken -> "the connection broke, or its answer was too long";
      default -> "the answer could not be read";
    };
  }

  /** Seconds, or a date. */
  private Optional<Duration> after(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .flatMap(this::pause)
        .map(pause -> pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
  }

  private Optional<Duration> pause(String text) {
    try {
      if (text.matches("[0-9]{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
      }
      var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      var pause = Duration.between(clock.instant(), date);
      return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
    } catch (DateTimeException neither) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
