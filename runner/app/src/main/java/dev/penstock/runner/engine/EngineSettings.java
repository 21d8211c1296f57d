package dev.penstock.runner.engine;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What the engine may use.
 *
 * @param threads that run SQL
 * @param memoryBytes that it may hold before it spills; it overshoots by 60 to 120 MB
 * @param scratch an existing directory, the only one that SQL can touch
 * @param spillBytes how much of scratch it may fill with what does not fit memory; empty: nine
 *     tenths of what is free
 */
public record EngineSettings(int threads, long memoryBytes, Path scratch, OptionalLong spillBytes) {
  private static final long MIB = 1024 * 1024;

  /** Below this not even streaming steps work. */
  private static final long LEAST = 100 * MIB;

  public EngineSettings {
    if (threads < 1 || memoryBytes < LEAST) {
      throw new IllegalArgumentException(
          "Engine with %d threads and %d bytes".formatted(threads, memoryBytes));
    }
    scratch = scratch.toAbsolutePath().normalize();
  }

  /** Without a bound of its own for what spills. */
  public EngineSettings(int threads, long memoryBytes, Path scratch) {
    this(threads, memoryBytes, scratch, OptionalLong.empty());
  }

  /** {@return what is left of this container (or machine) beside the Java heap} */
  public static EngineSettings ofContainer(Path scratch) {
    long total =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean container
            ? container.getTotalMemorySize() // the cgroup's limit where there is one
            : 2 * Runtime.getRuntime().maxMemory();
    return of(total, scratch);
  }

  /** {@return what is left beside the Java heap of a container with that much memory} */
  public static EngineSettings of(long containerBytes, Path scratch) {
    int threads = Runtime.getRuntime().availableProcessors();
    return new EngineSettings(
        threads, beside(containerBytes, Runtime.getRuntime().maxMemory(), threads), scratch);
  }

  /** {@return enough to read SQL with, and for no row} */
  public static EngineSettings smallest(Path scratch) {
    return new EngineSettings(1, LEAST, scratch);
  }

  /**
   * {@return the same, on a scratch of that size: three fifths for what spills, the rest for parts}
   */
  public EngineSettings onScratchOf(long bytes) {
    return new EngineSettings(
        threads, memoryBytes, scratch, OptionalLong.of(Math.max(64 * MIB, bytes / 5 * 3)));
  }

  /** 200 MiB for the JVM itself, 16 MiB per thread for what the engine does not count. */
  static long beside(long total, long heap, int threads) {
    return Math.max(LEAST, total - heap - 200 * MIB - 16 * MIB * threads);
  }
}
