package dev.penstock.runner;

import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Batches;
import dev.penstock.runner.spi.Progress;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Source;
import dev.penstock.runner.spi.Split;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A source that holds rows in memory and can be made to misbehave before each batch. */
public final class MemorySource implements Source<MemorySource.Range> {
  /** Rows from one place up to another. */
  public record Range(int from, int to) implements Split {}

  private final Rows rows;
  private final Consumer<Batches> before;

  /** How often a split was opened, and how often closed. */
  public final AtomicInteger opened = new AtomicInteger();

  public final AtomicInteger closed = new AtomicInteger();

  public MemorySource(Rows rows) {
    this(rows, batches -> {});
  }

  public MemorySource(Rows rows, Consumer<Batches> before) {
    this.rows = rows;
    this.before = before;
  }

  @Override
  public Schema schema() {
    return rows.schema();
  }

  @Override
  public List<Range> splits(int wanted) {
    int size = rows.values().size();
    return IntStream.range(0, wanted)
        .mapToObj(i -> new Range(size * i / wanted, size * (i + 1) / wanted))
        .toList();
  }

  @Override
  public Batches open(Range split) {
    opened.incrementAndGet();
    return new Batches() {
      private int at = split.from();
      private boolean open = true;

      @Override
      public boolean next(Batch into) {
        before.accept(this);
        if (at == split.to()) {
          into.clear();
          return false;
        }
        at += rows.fill(into, at, split.to());
        return true;
      }

      @Override
      public Progress progress() {
        return new Progress(at - split.from(), 8L * (at - split.from()));
      }

      @Override
      public void close() {
        if (open) {
          open = false;
          closed.incrementAndGet();
        }
      }
    };
  }

  @Override
  public void close() {}
}
