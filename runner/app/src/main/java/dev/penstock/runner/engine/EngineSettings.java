package dev.penstock.runner.engine;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What the engine may use.
 *
 * <p>The recipe for a container of some size: the Java heap has what the JVM's flags say; {@link
 * #JVM} is for the JVM itself; {@link #PER_THREAD} for each thread; the engine has the rest. So
 * many threads as leave each one {@link #STREAMING}, or {@link #BLOCKING} where rows are held.
 *
 * @param threads that run SQL; each reads one split of a source at a time
 * @param memoryBytes that it may hold before it spills; it overshoots by 60 to 120 MB
 * @param scratch an existing directory, the only one that SQL can touch
 * @param spillBytes how much of scratch it may fill with what does not fit memory; empty: nine
 *     tenths of what is free
 * @param rowGroupBytes what a thread gathers at most before it encodes a row group; a column of
 *     long texts takes as much once more while it is encoded
 */
public record EngineSettings(
    int threads, long memoryBytes, Path scratch, OptionalLong spillBytes, long rowGroupBytes) {
  private static final long MIB = 1024 * 1024;

  /**
   * A wide table would hold hundreds of megabytes before it had the usual number of rows. Three
   * quarters of {@link #STREAMING}.
   */
  private static final long ROW_GROUP = 48 * MIB;

  /** Which share of its memory a thread that also sorts or joins gathers for a row group. */
  private static final long SHARE = 8;

  /** Below this not even streaming steps work. */
  private static final long LEAST = 100 * MIB;

  /** Classes, code, the library, and what the engine does not count. */
  private static final long JVM = 200 * MIB;

  /** What a thread holds outside of the engine: 8 MiB of batches of its split, 16 of its own. */
  private static final long PER_THREAD = 24 * MIB;

  /** With less a thread can not hold a row group of a part. */
  private static final long STREAMING = 64 * MIB;

  /** With less a thread that sorts or joins can not spill: measured, see docs/pod.md. */
  public static final long BLOCKING = 128 * MIB;

  public EngineSettings {
    if (threads < 1 || memoryBytes < LEAST || rowGroupBytes < MIB) {
      throw new IllegalArgumentException(
          "Engine with %d threads and %d bytes".formatted(threads, memoryBytes));
    }
    scratch = scratch.toAbsolutePath().normalize();
  }

  /** With row groups as large as they get. */
  public EngineSettings(int threads, long memoryBytes, Path scratch, OptionalLong spillBytes) {
    this(threads, memoryBytes, scratch, spillBytes, ROW_GROUP);
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
    var runtime = Runtime.getRuntime();
    return beside(containerBytes, runtime.maxMemory(), runtime.availableProcessors(), scratch);
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
        threads,
        memoryBytes,
        scratch,
        OptionalLong.of(Math.max(64 * MIB, bytes / 5 * 3)),
        rowGroupBytes);
  }

  /**
   * {@return the same for work that holds rows until the last one has come} With fewer threads
   * where not every one could spill; what they held is the engine's. With smaller row groups where
   * usual ones would take what the step needs.
   */
  public EngineSettings holdingRows() {
    int bearable = (int) Math.clamp(memoryBytes / BLOCKING, 1, threads);
    long memory = memoryBytes + PER_THREAD * (threads - bearable);
    long rowGroup = Math.clamp(memory / bearable / SHARE, 8 * MIB, ROW_GROUP);
    return new EngineSettings(bearable, memory, scratch, spillBytes, rowGroup);
  }

  /** {@return what is left of a container} */
  static EngineSettings beside(long total, long heap, int processors, Path scratch) {
    long left = total - heap - JVM;
    int threads = (int) Math.clamp(left / (STREAMING + PER_THREAD), 1, processors);
    return new EngineSettings(threads, Math.max(LEAST, left - PER_THREAD * threads), scratch);
  }
}
