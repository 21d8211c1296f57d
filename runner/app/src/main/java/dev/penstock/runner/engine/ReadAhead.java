package dev.penstock.runner.engine;

import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Batches;
import dev.penstock.runner.spi.Checksummed;
import dev.penstock.runner.spi.InOrder;
import dev.penstock.runner.spi.Progress;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Source;
import dev.penstock.runner.spi.Split;
import dev.penstock.runner.spi.TransientException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads one split on a thread of its own, a few batches ahead of the engine, so that the source's
 * server and the engine work at the same time. The batches circulate: filled by the reader, emptied
 * by the engine, given back; their number bounds the memory.
 *
 * <p>A read whose connection breaks is repeated, but no row is handed over twice: either none was
 * handed over yet, or the split comes in order and what is skipped is proven to be the same.
 */
final class ReadAhead<S extends Split> implements AutoCloseable {
  /** One for each side to work on and two for their difference in pace. */
  private static final int DEPTH = 4;

  /** How often a read is repeated before its failure goes on. */
  private static final int REPEATS = 3;

  /** Before the first repetition; twice and three times that before the others. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Source<S> source;
  private final S split;
  private final BlockingQueue<Batch> empty = new LinkedBlockingQueue<>();
  private final BlockingQueue<Filled> filled = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile @Nullable Batches batches;
  private volatile Progress last = Progress.NONE;
  private volatile boolean closed;

  /** What was handed over: written and read by the reader's thread. */
  private Taken taken = new Taken(0, 0, 0);

  /**
   * What the engine has got.
   *
   * @param checksum of its rows, where the batches have one
   */
  private record Taken(long batches, long rows, long checksum) {}

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
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::readRepeatedly);
  }

  /** Begins to read. */
  static <S extends Split> ReadAhead<S> start(Source<S> source, S split, String name) {
    ReadAhead<S> reader = new ReadAhead<>(source, split, source.schema(), name);
    reader.thread.start();
    return reader;
  }

  private void readRepeatedly() {
    try {
      for (int repeats = 0; ; repeats++) {
        try {
          read();
          // Not before the split is closed: whoever sees the end may open the next one, and the
          // source bears only so many at once.
          filled.add(new Filled.End());
          return;
        } catch (TransientException e) {
          if (repeats == REPEATS || !repeatable(e)) {
            throw e;
          }
          Thread.sleep(PAUSE.multipliedBy(repeats + 1L));
        }
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      filled.add(new Filled.Failed(e));
    }
  }

  private boolean repeatable(TransientException e) {
    boolean broke =
        e.reason() == Reason.CONNECTION_LOST
            || e.reason() == Reason.CONNECTION_FAILED
            || e.reason() == Reason.SOURCE_UNAVAILABLE;
    boolean provable = split instanceof InOrder && batches instanceof Checksummed;
    return broke && !closed && (taken.batches() == 0 || provable);
  }

  private void read() throws InterruptedException {
    try (Batches opened = source.open(split)) {
      batches = opened;
      Batch batch = empty.take();
      try {
        skip(opened, batch);
        while (!closed) {
          if (!opened.next(batch)) {
            last = opened.progress();
            return;
          }
          last = opened.progress();
          taken = new Taken(taken.batches() + 1, last.rows(), checksum(opened));
          filled.add(new Filled.Rows(batch));
          batch = empty.take();
        }
      } catch (RuntimeException e) {
        // The next try needs it: none but the engine puts the others back.
        empty.add(batch);
        throw e;
      }
      throw new InterruptedException("closed");
    }
  }

  /** Reads what the engine has got already, into a batch that it does not see. */
  private void skip(Batches opened, Batch batch) {
    for (long i = 0; i < taken.batches(); i++) {
      if (!opened.next(batch)) {
        break;
      }
    }
    if (taken.batches() > 0
        && (opened.progress().rows() != taken.rows() || checksum(opened) != taken.checksum())) {
      throw new TransientException(
          Reason.SOURCE_CHANGED,
          "A split that was read again after its connection broke has other rows than before",
          "Nothing is to be done if the next attempt succeeds");
    }
  }

  private static long checksum(Batches opened) {
    return opened instanceof Checksummed summed ? summed.checksum() : 0;
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
