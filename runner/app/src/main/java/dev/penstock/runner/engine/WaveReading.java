package dev.penstock.runner.engine;

import dev.penstock.runner.spi.Sized;
import dev.penstock.runner.spi.Split;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One pass over a source, wave by wave. Between two calls of {@link #next} exactly one statement
 * scans the source. Used by one thread.
 */
public final class WaveReading<S extends Split> {
  private final SourceFunction<S> function;
  private final Pace pace;
  private final int splits;
  private final long bytesEach;
  private final Deque<S> waiting;
  private int waves;
  private long sealed;

  WaveReading(SourceFunction<S> function, Pace pace, int threads) {
    this.function = function;
    this.pace = pace;
    long bytes = function.source() instanceof Sized sized ? sized.estimatedBytes() : 0;
    this.waiting = new ArrayDeque<>(function.source().splits(pace.splits(bytes, threads)));
    this.splits = waiting.size();
    this.bytesEach = Math.max(1, bytes / Math.max(1, splits));
  }

  /** {@return whether there is another wave, which is then on offer to the next scan} */
  public boolean next() {
    if (waiting.isEmpty()) {
      return false;
    }
    long wanted = pace.next(function.progress().bytes(), sealed);
    List<S> wave = new ArrayList<>();
    long bytes = 0;
    while (!waiting.isEmpty() && (wave.isEmpty() || bytes + bytesEach <= wanted)) {
      wave.add(waiting.remove());
      bytes += bytesEach;
    }
    waves++;
    function.offer(wave);
    return true;
  }

  /**
   * Makes sure that the wave was read to its end, and learns from what became of it.
   *
   * @param rows that were made of it; without one the engine may have found that it needs no row of
   *     the wave
   * @param bytes of the parts that were made of it
   */
  public void read(long rows, long bytes) {
    sealed += bytes;
    if (rows > 0) {
      function.drained();
    }
  }

  /** {@return how many waves were begun} */
  public int waves() {
    return waves;
  }

  /** {@return into how many splits the source is cut} */
  public int splits() {
    return splits;
  }
}
