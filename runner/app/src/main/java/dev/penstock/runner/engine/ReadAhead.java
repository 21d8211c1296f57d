package dev.penstock.runner.engine;

import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Batches;
import dev.penstock.runner.spi.Progress;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Source;
import dev.penstock.runner.spi.Split;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads one split on a thread of its own, a few batches ahead of the engine, so that the source's
 * server and the engine work at the same time. The batches circulate: filled by the reader, emptied
 * by the engine, given back; their number bounds the memory.
 */
final class ReadAhead<S extends Split> implements AutoCloseable {
  /** Two for each side to work on and a few for their difference in pace. */
  private static final int DEPTH = 6;

  private final Source<S> source;
  private final S split;
  private final BlockingQueue<Batch> empty = new LinkedBlockingQueue<>();
  private final BlockingQueue<Filled> filled = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile @Nullable Batches batches;
  private volatile Progress last = Progress.NONE;
  private volatile boolean closed;

  private sealed interface Filled {
    record Rows(Batch batch) implements Filled {}

    record End() implements Filled {}

    record Failed(Throwable failure) implements Filled {}
  }

  private ReadAhead(Source<S> source, S split, Schema schema, String name) {
    this.source = source;
    this.split = split;
    for (int i = 0; i < DEPTH; i++) {
      empty.add(new Batch(schema));
    }
    this.thread = Thread.ofVirtual().name(name).unstarted(this::read);
  }

  /** Begins to read. */
  static <S extends Split> ReadAhead<S> start(Source<S> source, S split, String name) {
    ReadAhead<S> reader = new ReadAhead<>(source, split, source.schema(), name);
    reader.thread.start();
    return reader;
  }

  private void read() {
    try (Batches opened = source.open(split)) {
      batches = opened;
      while (!closed) {
        Batch batch = empty.take();
        boolean rows = opened.next(batch);
        last = opened.progress();
        if (!rows) {
          filled.add(new Filled.End());
          return;
        }
        filled.add(new Filled.Rows(batch));
      }
      filled.add(new Filled.Failed(new InterruptedException("closed")));
    } catch (InterruptedException e) {
      filled.add(new Filled.Failed(e));
    } catch (RuntimeException | Error e) {
      filled.add(new Filled.Failed(e));
    }
  }

  /**
   * {@return the next batch, to be given back; null at the end} Waits until there is one.
   *
   * @throws Throwable whatever stopped the reader
   */
  @Nullable Batch next() throws Throwable {
    Filled next = filled.take();
    return switch (next) {
      case Filled.Rows rows -> rows.batch();
      case Filled.End end -> null;
      case Filled.Failed failed -> throw failed.failure();
    };
  }

  /** Lets the reader fill the batch again. */
  void giveBack(Batch batch) {
    empty.add(batch);
  }

  /** {@return rows and bytes so far} */
  Progress progress() {
    return last;
  }

  /** Stops the reader, blocked or not, and wakes the engine if it waits. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Batches open = batches;
    if (open != null) {
      open.close();
    }
  }
}
