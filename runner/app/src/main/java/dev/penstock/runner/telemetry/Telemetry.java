package dev.penstock.runner.telemetry;

import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.StepBinder;
import dev.penstock.runner.lineage.Dataset;
import dev.penstock.runner.lineage.Lineage;
import dev.penstock.runner.lineage.PlanLineage;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.report.Spans;
import dev.penstock.runner.run.Outcome;
import dev.penstock.runner.run.Request;
import dev.penstock.runner.run.RunObserver;
import dev.penstock.runner.spi.PenstockException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells lineage and traces of one attempt, on a thread of its own. What it is told waits in a short
 * queue; {@link #close} waits for the rest, and not longer than it was made for.
 */
public final class Telemetry implements RunObserver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

  /** More news than an attempt has. */
  private static final int NEWS = 16;

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofMillis(250);

  /** How long spans wait for others before they are sent. */
  private static final Duration GATHERING = Duration.ofSeconds(5);

  private final TelemetrySettings settings;
  private final Duration atTheEnd;
  private final Clock clock;
  private final Delivery delivery;
  private final BlockingQueue<News> news = new ArrayBlockingQueue<>(NEWS);
  private final Thread thread;

  // Of the thread alone.
  private @Nullable RunEvents events;
  private @Nullable Tracing tracing;

  private sealed interface News {
    record Began(Request request, Spans spans, Instant start) implements News {}

    record Planned(Request request, Plan plan) implements News {}

    record Ended(Outcome outcome, Instant at) implements News {}

    record Failed(Failure failure, Instant at) implements News {}

    record Closed() implements News {}
  }

  private @Nullable Request request;

  private Telemetry(TelemetrySettings settings, Duration atTheEnd, Duration patience, Clock clock) {
    this.settings = settings;
    this.atTheEnd = atTheEnd;
    this.clock = clock;
    this.delivery = new Delivery(patience, PAUSE);
    this.thread = Thread.ofPlatform().daemon().name("telemetry").unstarted(this::tell);
  }

  /**
   * Begins to listen.
   *
   * @param environment of the process
   * @param atTheEnd how long {@link #close} may take
   */
  public static Telemetry start(Map<String, String> environment, Duration atTheEnd, Clock clock) {
    return start(environment, atTheEnd, PATIENCE, clock);
  }

  /**
   * The same.
   *
   * @param patience with an answer
   */
  static Telemetry start(
      Map<String, String> environment, Duration atTheEnd, Duration patience, Clock clock) {
    var telemetry = new Telemetry(TelemetrySettings.of(environment), atTheEnd, patience, clock);
    telemetry.thread.start();
    return telemetry;
  }

  @Override
  public void began(Request asked, Spans spans, Instant start) {
    request = asked;
    offer(new News.Began(asked, spans, start));
  }

  @Override
  public void planned(Plan plan) {
    if (request != null) {
      offer(new News.Planned(request, plan));
    }
  }

  @Override
  public void ended(Outcome outcome) {
    offer(new News.Ended(outcome, clock.instant()));
  }

  @Override
  public void failed(Throwable why, Optional<Entry> committed) {
    offer(new News.Failed(Failure.of(why, committed), clock.instant()));
  }

  @Override
  public Optional<Receipt.OfTelemetry> account() {
    return Optional.of(delivery.account());
  }

  private void offer(News one) {
    if (!news.offer(one)) {
      delivery.lost(1);
    }
  }

  private void tell() {
    try {
      while (true) {
        var next = news.poll(GATHERING.toMillis(), TimeUnit.MILLISECONDS);
        if (next instanceof News.Closed) {
          return;
        }
        try {
          if (next == null) {
            gather();
          } else {
            tell(next);
          }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
          // A bug here costs a message, and no run.
          delivery.lost(1);
          LOG.warn("event=telemetry-failed message=\"{}\"", e.getClass().getName());
        }
      }
    } catch (InterruptedException e) {
      // Nobody waits any more.
    }
  }

  private void tell(News next) throws InterruptedException {
    switch (next) {
      case News.Began(var asked, var spans, var start) -> {
        settings.traces().ifPresent(to -> tracing = new Tracing(to, asked, spans, start));
        if (settings.lineage().isPresent()) {
          var to = settings.lineage().get();
          var all = new RunEvents(to, asked, tables(asked));
          events = all;
          delivery.send(to.endpoint(), all.start(start));
        }
      }
      case News.Planned(var asked, var plan) -> {
        if (events != null) {
          events.planned(plan, columns(asked, plan));
        }
      }
      case News.Ended(var outcome, var at) -> {
        if (events != null) {
          delivery.send(events.endpoint(), events.complete(outcome, at));
        }
        if (tracing != null) {
          send(tracing.rest(outcome.entry(), at));
        }
      }
      case News.Failed(var failure, var at) -> {
        if (events != null) {
          delivery.send(events.endpoint(), events.failed(failure, at));
        }
        if (tracing != null) {
          send(tracing.rest(failure, at));
        }
      }
      case News.Closed closed -> {}
    }
  }

  private void gather() throws InterruptedException {
    if (tracing != null) {
      send(tracing.sofar());
    }
  }

  private void send(List<byte[]> requests) throws InterruptedException {
    var endpoint = settings.traces().orElseThrow().endpoint();
    for (int i = 0; i < requests.size(); i++) {
      if (!delivery.send(endpoint, requests.get(i))) {
        // Others wait behind these, and no memory grows for a server that is away.
        delivery.lost(requests.size() - i - 1);
        return;
      }
    }
  }

  private static Map<String, List<Dataset>> tables(Request asked) {
    Map<String, List<Dataset>> tables = new LinkedHashMap<>();
    try (var binder = StepBinder.open(EngineSettings.smallest(asked.scratch()), List.of())) {
      var lineage = new PlanLineage(asked.connections(), binder);
      for (var source : asked.pipeline().sources()) {
        tables.put(source.name(), lineage.tables(source));
      }
    } catch (PenstockException e) {
      // An event without its inputs is better than none.
      LOG.warn("event=lineage-incomplete message=\"{}\"", e.message());
    }
    return tables;
  }

  private static Map<String, Lineage> columns(Request asked, Plan plan) {
    try (var binder = StepBinder.open(EngineSettings.smallest(asked.scratch()), List.of())) {
      return new PlanLineage(asked.connections(), binder).of(plan);
    }
  }

  /** Waits until all is sent, or no longer than agreed. */
  @Override
  public void close() {
    try {
      if (!news.offer(new News.Closed()) || !thread.join(atTheEnd)) {
        thread.interrupt();
        LOG.warn("event=telemetry-unfinished messages={}", news.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      delivery.close();
    }
  }
}
