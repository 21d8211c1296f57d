package dev.penstock.runner.telemetry;

import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.StepBinder;
import dev.penstock.runner.lineage.Dataset;
import dev.penstock.runner.lineage.Lineage;
import dev.penstock.runner.lineage.PlanLineage;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.run.Request;
import dev.penstock.runner.spi.PenstockException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one server of one attempt, on a thread of its own. What it is told waits in a short queue.
 */
final class Line implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Line.class);

  /** More news than an attempt has. */
  private static final int NEWS = 16;

  /** How long spans wait for others before they are sent. */
  private static final Duration GATHERING = Duration.ofSeconds(5);

  private final TelemetrySettings settings;
  private final Delivery delivery;
  private final BlockingQueue<News> news = new ArrayBlockingQueue<>(NEWS);
  private final Thread thread;

  // Of the thread alone.
  private @Nullable RunEvents events;
  private @Nullable Tracing tracing;

  /** One whose thread has to be started. */
  Line(TelemetrySettings settings, Delivery delivery) {
    this.settings = settings;
    this.delivery = delivery;
    this.thread = Thread.ofPlatform().daemon().name("telemetry").unstarted(this::tell);
  }

  void start() {
    thread.start();
  }

  void offer(News one) {
    if (!news.offer(one)) {
      delivery.lost(1);
    }
  }

  Receipt.OfTelemetry account() {
    return delivery.account();
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
      return new PlanLineage(asked.connections(), binder)
          .of(plan.pipeline().sources(), plan.steps(), plan.relations());
    }
  }

  /** Waits until all is sent, or no longer than that. */
  void finish(Duration patience) throws InterruptedException {
    var unused = thread.join(patience);
  }

  /** Sends nothing any more. */
  @Override
  public void close() {
    if (thread.isAlive()) {
      thread.interrupt();
      LOG.warn("event=telemetry-unfinished messages={}", news.size());
    }
    delivery.close();
  }
}
