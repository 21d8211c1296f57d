package dev.penstock.runner;

import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Batches;
import dev.penstock.runner.spi.Progress;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Sized;
import dev.penstock.runner.spi.Source;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A {@link MemorySource} that knows its size and how many of its splits are open at once. */
public final class SizedMemorySource implements Source<MemorySource.Range>, Sized {
  private final MemorySource source;
  private final long rows;
  private final AtomicInteger open = new AtomicInteger();

  /** The most splits that were open at one time. */
  public final AtomicInteger mostOpen = new AtomicInteger();

  public SizedMemorySource(Rows rows) {
    this.source = new MemorySource(rows);
    this.rows = rows.values().size();
  }

  /** How often a split was opened. */
  public int opened() {
    return source.opened.get();
  }

  @Override
  public Schema schema() {
    return source.schema();
  }

  @Override
  public List<MemorySource.Range> splits(int wanted) {
    return source.splits(wanted);
  }

  @Override
  public Batches open(MemorySource.Range split) {
    var batches = source.open(split);
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    return new Batches() {
      private boolean closed;

      @Override
      public boolean next(Batch into) {
        return batches.next(into);
      }

      @Override
      public Progress progress() {
        return batches.progress();
      }

      @Override
      public synchronized void close() {
        if (!closed) {
          closed = true;
          open.decrementAndGet();
        }
        batches.close();
      }
    };
  }

  @Override
  public long estimatedRows() {
    return rows;
  }

  @Override
  public long estimatedBytes() {
    return 8 * rows;
  }

  @Override
  public void close() {
    source.close();
  }
}
