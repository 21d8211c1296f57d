package dev.penstock.operator.calls;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the API server answers, and notes since when it does not. A watch counts once, when
 * it begins.
 */
public final class ApiCalls implements Interceptor {
  /** Counter of requests by {@code verb}, {@code resource} and {@code code}. */
  public static final String NAME = "penstock.api.requests";

  private final MeterRegistry registry;
  private final Clock clock;
  private final AtomicReference<@Nullable Instant> silent = new AtomicReference<>();

  public ApiCalls(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** {@return for how long no try has reached the API server; empty: the last one did} */
  public Optional<Duration> silentFor() {
    return Optional.ofNullable(silent.get()).map(since -> Duration.between(since, clock.instant()));
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.@Nullable Consumer<List<ByteBuffer>> consumer) {
    silent.set(null);
    count(request, Integer.toString(response.code()));
  }

  @Override
  public void afterConnectionFailure(HttpRequest request, Throwable failure) {
    silent.compareAndSet(null, clock.instant());
    count(request, "none");
  }

  private void count(HttpRequest request, String code) {
    var call = Call.of(request);
    registry
        .counter(NAME, "verb", call.verb(), "resource", call.resource(), "code", code)
        .increment();
  }
}
