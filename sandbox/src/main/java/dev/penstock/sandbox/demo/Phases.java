package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.Span;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the time goes: announces each phase with what it took last time, and lists them all at the
 * end.
 */
final class Phases {
  private static final Duration WORTH_SAYING = Duration.ofSeconds(1);

  private final PrintStream out;
  private final LastTimes lastTimes;
  private final Consumer<String> announce;
  private final long begin;
  private final Map<String, Duration> took = new LinkedHashMap<>();
  private volatile String current = "Machine";
  private @Nullable Span firstTable;

  /**
   * Phases from now on.
   *
   * @param before how long the person has already waited
   * @param announce told the name of each phase as it begins
   */
  Phases(PrintStream out, LastTimes lastTimes, Duration before, Consumer<String> announce) {
    this.out = out;
    this.lastTimes = lastTimes;
    this.announce = announce;
    this.begin = System.nanoTime() - before.toNanos();
  }

  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  interface Act {
    void run() throws IOException, InterruptedException;
  }

  <T> T time(String phase, Work<T> work) throws IOException, InterruptedException {
    long from = begin(phase);
    T result = work.run();
    Duration time = Span.since(from).time();
    took.merge(phase, time, Duration::plus);
    lastTimes.took(phase, time);
    return result;
  }

  void act(String phase, Act act) throws IOException, InterruptedException {
    time(
        phase,
        () -> {
          act.run();
          return List.of();
        });
  }

  /** The phase that has begun last. */
  String current() {
    return current;
  }

  Span sinceBegin() {
    return Span.since(begin);
  }

  /** The first results are on the screen; a repeated call does nothing. */
  void firstTableShown() {
    if (firstTable == null) {
      firstTable = sinceBegin();
    }
  }

  /**
   * Lists them.
   *
   * @param built what was not in the cache, with how long it took; empty: nothing
   */
  void print(List<String> built) {
    out.printf("%nWhere the time went%n");
    took.forEach((phase, time) -> out.printf("  %9s  %s%n", new Span(time), phase));
    out.printf(
        "%nFirst table after %s, %s in all. %s%n",
        Optional.ofNullable(firstTable).map(Span::toString).orElse("no time at all"),
        sinceBegin(),
        built.isEmpty()
            ? "A warm start: all that has to be built was in the cache."
            : "A cold start: built were %s.".formatted(String.join(", ", built)));
  }

  private long begin(String phase) throws IOException {
    current = phase;
    announce.accept(phase);
    out.printf(
        "%n[%s] %s%s%n",
        sinceBegin(),
        phase,
        lastTimes
            .of(phase)
            .filter(time -> time.time().compareTo(WORTH_SAYING) >= 0)
            .map(" (last time %s)"::formatted)
            .orElse(""));
    out.flush();
    return System.nanoTime();
  }
}
