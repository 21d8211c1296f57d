package dev.penstock.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Wall and CPU time of this process since the clock was made. */
final class Clock {
  private final long from = System.nanoTime();
  private final long cpu = cpu();

  /** {@return seconds, as JSON} */
  String json() {
    return String.format(
        Locale.ROOT,
        "{\"wall\": %.3f, \"cpu\": %.3f}",
        (System.nanoTime() - from) / 1e9,
        (cpu() - cpu) / 1e9);
  }

  private static long cpu() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime();
  }
}
