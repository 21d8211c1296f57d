package dev.penstock.sandbox.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Where the time goes: announces each phase, and lists them all at the end. */
final class Phases {
  private final PrintStream out;
  private final Map<String, Duration> took = new LinkedHashMap<>();
  private final long begin = System.nanoTime();

  Phases(PrintStream out) {
    this.out = out;
  }

  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  interface Act {
    void run() throws IOException, InterruptedException;
  }

  <T> T time(String phase, Work<T> work) throws IOException, InterruptedException {
    long from = begin(phase);
    try {
      return work.run();
    } finally {
      took.merge(phase, since(from), Duration::plus);
    }
  }

  void act(String phase, Act act) throws IOException, InterruptedException {
    long from = begin(phase);
    try {
      act.run();
    } finally {
      took.merge(phase, since(from), Duration::plus);
    }
  }

  private long begin(String phase) {
    out.printf(Locale.ROOT, "%n[%s] %s%n", seconds(since(begin)), phase);
    out.flush();
    return System.nanoTime();
  }

  void print() {
    out.printf("%nWhere the time went%n");
    took.forEach((phase, time) -> out.printf("  %9s  %s%n", seconds(time), phase));
    out.printf("  %9s  in all (without the build of the Java programs)%n", seconds(since(begin)));
  }

  private static Duration since(long from) {
    return Duration.ofNanos(System.nanoTime() - from);
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
