package dev.penstock.runner.engine;

import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Named;
import dev.penstock.runner.spi.Progress;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Resting;
import dev.penstock.runner.spi.Sized;
import dev.penstock.runner.spi.Source;
import dev.penstock.runner.spi.Split;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.jspecify.annotations.Nullable;

/**
 * A source as a table function of the engine. The engine calls {@code bind} whenever it only looks
 * at the columns, {@code init} when it begins to read, then {@code localInit} and {@code apply} on
 * its own threads, each of which takes one split after the other from the common queue.
 *
 * <p>One scan reads all splits, unless {@link #offer} has said which ones are next. The engine
 * never closes what a function opens and turns exceptions into text. So the readers and the first
 * failure are kept here, for the {@link Statements} to settle and to rethrow.
 */
final class SourceFunction<S extends Split>
    implements DuckDBTableFunction<Object, int[], SourceFunction.Cursor<S>>, AutoCloseable {
  private final String relation;
  private final Source<S> source;
  private final List<RawColumn> columns;
  private final int wanted;
  private final int connections;
  private final Map<String, Mending> mendings;
  private final String called;
  private final Queue<S> splits = new ArrayDeque<>();
  private final Set<ReadAhead<S>> reading = new HashSet<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private Progress done = Progress.NONE;
  private Scan scan = new Scan(0);
  private Next next = Next.ALL;
  private boolean closed;

  /** What the next scan reads. */
  private enum Next {
    ALL,
    OFFERED,
    NOTHING
  }

  /** What became of the splits of one scan. */
  private static final class Scan {
    private final int splits;
    private int ended;
    private long handed;
    private long counted;

    Scan(int splits) {
      this.splits = splits;
    }
  }

  /** Where one thread of the engine is. */
  static final class Cursor<S extends Split> {
    private @Nullable ReadAhead<S> reader;
  }

  /**
   * @param wanted how many splits a scan of all asks for
   * @param connections how many may be read at once
   * @param mendings by column; of others every text is UTF-8
   */
  SourceFunction(
      String relation,
      Source<S> source,
      int wanted,
      int connections,
      Map<String, Mending> mendings) {
    this.relation = relation;
    this.source = source;
    this.wanted = wanted;
    this.connections = Math.max(1, connections);
    this.columns = source.schema().columns().stream().map(RawColumn::new).toList();
    this.mendings = Map.copyOf(mendings);
    this.called = called(relation, source);
  }

  Source<S> source() {
    return source;
  }

  /** Says which splits the next scan reads. */
  synchronized void offer(List<S> offered) {
    splits.clear();
    splits.addAll(offered);
    next = Next.OFFERED;
  }

  @Override
  public Object bind(DuckDBTableFunctionBindInfo bind) throws Exception {
    for (RawColumn column : columns) {
      column.declare(bind);
    }
    if (source instanceof Sized sized) {
      // So that the engine builds the hash tables of joins from the other side.
      bind.setCardinality(Math.max(1, sized.estimatedRows()), false);
    }
    return relation;
  }

  /** {@return which columns the engine wants, by their place in the schema} */
  @Override
  public int[] init(DuckDBTableFunctionInitInfo init) {
    try {
      // Without the lock, which a cancel needs: a source may ask its server.
      List<S> all = whole() ? source.splits(wanted) : List.of();
      init.setMaxThreads(Math.max(1, Math.min(begin(all), connections)));
      int[] places = new int[(int) init.getColumnCount()];
      for (int i = 0; i < places.length; i++) {
        places[i] = (int) init.getColumnIndex(i);
      }
      return places;
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
      throw e;
    }
  }

  private synchronized boolean whole() {
    return next == Next.ALL;
  }

  private synchronized int begin(List<S> all) {
    if (next == Next.NOTHING) {
      throw new IllegalStateException("Source " + relation + " was scanned twice");
    }
    splits.addAll(all);
    next = Next.NOTHING;
    scan = new Scan(splits.size());
    return splits.size();
  }

  @Override
  public Cursor<S> localInit(DuckDBTableFunctionInitInfo init) {
    return new Cursor<>();
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter chunk)
      throws Exception {
    int[] places = call.getInitData();
    Cursor<S> cursor = call.getLocalInitData();
    try {
      while (true) {
        ReadAhead<S> reader = cursor.reader;
        if (reader == null) {
          reader = nextReader();
          if (reader == null) {
            return 0;
          }
          cursor.reader = reader;
        }
        Batch batch = reader.next();
        if (batch == null) {
          cursor.reader = null;
          ended(reader);
          continue;
        }
        OutputChunk output = OutputChunk.of(chunk);
        for (int i = 0; i < places.length; i++) {
          // Beyond the schema are the engine's own columns, which count(*) asks for.
          if (places[i] >= 0 && places[i] < columns.size()) {
            var column = columns.get(places[i]).column();
            var mending = mendings.get(column.name());
            var vector = batch.vector(places[i]);
            VectorCopy.copy(
                mending == null ? vector : mending.mend(vector, batch.rows()),
                column,
                called,
                batch.rows(),
                output.vector(i));
          }
        }
        int rows = batch.rows();
        handed(rows);
        reader.giveBack(batch);
        return rows;
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
      throw new IllegalStateException("Source " + relation + " failed");
    }
  }

  /** {@return the source as messages call it} */
  private static String called(String relation, Source<?> source) {
    return source instanceof Named named
        ? "source %s (%s%s)"
            .formatted(
                relation,
                named.object().substring(0, 1).toLowerCase(Locale.ROOT),
                named.object().substring(1))
        : "source " + relation;
  }

  private synchronized @Nullable ReadAhead<S> nextReader() throws InterruptedException {
    if (closed) {
      throw new InterruptedException("closed");
    }
    S split = splits.poll();
    if (split == null) {
      return null;
    }
    ReadAhead<S> reader = ReadAhead.start(source, split, "read-" + relation);
    reading.add(reader);
    return reader;
  }

  private synchronized void handed(int rows) {
    scan.handed += rows;
  }

  private synchronized void ended(ReadAhead<S> reader) {
    scan.ended++;
    scan.counted += reader.progress().rows();
    reading.remove(reader);
    done = done.plus(reader.progress());
    if (splits.isEmpty()) {
      rest();
    }
  }

  /** Ends the reads that a statement has given up, because it needed no more rows. */
  synchronized void settle() {
    for (ReadAhead<S> reader : reading) {
      reader.close();
      done = done.plus(reader.progress());
    }
    reading.clear();
    rest();
  }

  /** What the next scan or another source may need is not kept. */
  private void rest() {
    if (source instanceof Resting kept) {
      kept.rest();
    }
  }

  /** {@return what a source or a reader threw, if anything did} */
  @Nullable Throwable failure() {
    return failure.get();
  }

  /**
   * Refuses to go on unless the last scan has read every split to its end, and has handed on every
   * row that the readers have counted.
   */
  synchronized void drained() {
    if (scan.ended != scan.splits || scan.handed != scan.counted) {
      throw new InternalException(
          Reason.COUNT_MISMATCH,
          "Of source %s %d of %d splits were read to their end, %d of %d rows reached the engine"
              .formatted(relation, scan.ended, scan.splits, scan.handed, scan.counted),
          "Report this with its log; nothing was committed");
    }
  }

  /** {@return the items of a select list that make the source's types of the raw ones} */
  String converted() {
    return String.join(", ", columns.stream().map(RawColumn::converted).toList());
  }

  /** {@return rows and bytes of all splits so far} */
  synchronized Progress progress() {
    return reading.stream().map(ReadAhead::progress).reduce(done, Progress::plus);
  }

  /** Stops all readers; the engine's threads that wait for them wake with an error. */
  @Override
  public synchronized void close() {
    closed = true;
    reading.forEach(ReadAhead::close);
  }
}
