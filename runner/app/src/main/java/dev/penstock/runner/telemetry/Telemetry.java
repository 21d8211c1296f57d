package dev.penstock.runner.telemetry;

import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.report.Spans;
import dev.penstock.runner.run.Outcome;
import dev.penstock.runner.run.Request;
import dev.penstock.runner.run.RunObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells lineage and traces of one attempt, each on a thread of its own, so that a server that hangs
 * keeps nothing from the other one. {@link #close} waits for what is left, and not longer than it
 * was made for.
 */
public final class Telemetry implements RunObserver, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final List<Line> lines;
  private final Duration atTheEnd;
  private final Clock clock;
  private @Nullable Request request;

  private Telemetry(List<Line> lines, Duration atTheEnd, Clock clock) {
    this.lines = List.copyOf(lines);
    this.atTheEnd = atTheEnd;
    this.clock = clock;
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
    var settings = TelemetrySettings.of(environment);
    var lines =
        Stream.of(
                new TelemetrySettings(settings.lineage(), Optional.empty()),
                new TelemetrySettings(Optional.empty(), settings.traces()))
            .filter(one -> one.lineage().isPresent() || one.traces().isPresent())
            .map(one -> new Line(one, new Delivery(patience, PAUSE)))
            .toList();
    lines.forEach(Line::start);
    return new Telemetry(lines, atTheEnd, clock);
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
    var all = lines.stream().map(Line::account).toList();
    return Optional.of(
        new Receipt.OfTelemetry(
            all.stream().mapToInt(Receipt.OfTelemetry::sent).sum(),
            all.stream().mapToInt(Receipt.OfTelemetry::failed).sum()));
  }

  private void offer(News one) {
    lines.forEach(line -> line.offer(one));
  }

  /** Waits until all is sent, or no longer than agreed. */
  @Override
  public void close() {
    offer(new News.Closed());
    long end = System.nanoTime() + atTheEnd.toNanos();
    try {
      for (var line : lines) {
        line.finish(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lines.forEach(Line::close);
    }
  }
}
