package dev.penstock.runner.engine;

import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Progress;
import dev.penstock.runner.spi.Source;
import dev.penstock.runner.spi.Split;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
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
 * its own threads, each of which works on one split after the other.
 *
 * <p>The engine never closes what a function opens and turns exceptions into text. So the readers
 * and the first failure are kept here, for the {@link DuckDbEngine} to close and to rethrow.
 */
final class SourceFunction<S extends Split>
    implements DuckDBTableFunction<Object, int[], SourceFunction.Cursor<S>>, AutoCloseable {
  private final String relation;
  private final Source<S> source;
  private final List<RawColumn> columns;
  private final int wanted;
  private final Queue<S> splits = new ArrayDeque<>();
  private final List<ReadAhead<S>> readers = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private boolean scanned;
  private boolean closed;

  /** Where one thread of the engine is. */
  static final class Cursor<S extends Split> {
    private @Nullable ReadAhead<S> reader;
  }

  SourceFunction(String relation, Source<S> source, int wanted) {
    this.relation = relation;
    this.source = source;
    this.wanted = wanted;
    this.columns = source.schema().columns().stream().map(RawColumn::new).toList();
  }

  @Override
  public Object bind(DuckDBTableFunctionBindInfo bind) throws Exception {
    for (RawColumn column : columns) {
      column.declare(bind);
    }
    return relation;
  }

  /** {@return which columns the engine wants, by their place in the schema} */
  @Override
  public synchronized int[] init(DuckDBTableFunctionInitInfo init) {
    try {
      if (scanned) {
        throw new IllegalStateException("Source " + relation + " was scanned twice");
      }
      scanned = true;
      splits.addAll(source.splits(wanted));
      init.setMaxThreads(splits.size());
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
          continue;
        }
        for (int i = 0; i < places.length; i++) {
          // Beyond the schema are the engine's own columns, which count(*) asks for.
          if (places[i] >= 0 && places[i] < columns.size()) {
            VectorCopy.copy(
                batch.vector(places[i]),
                columns.get(places[i]).column(),
                batch.rows(),
                chunk.vector(i));
          }
        }
        int rows = batch.rows();
        reader.giveBack(batch);
        return rows;
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
      throw new IllegalStateException("Source " + relation + " failed");
    }
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
    readers.add(reader);
    return reader;
  }

  /** {@return what a source or a reader threw, if anything did} */
  @Nullable Throwable failure() {
    return failure.get();
  }

  /** {@return the items of a select list that make the source's types of the raw ones} */
  String converted() {
    return String.join(", ", columns.stream().map(RawColumn::converted).toList());
  }

  /** {@return rows and bytes of all splits so far} */
  synchronized Progress progress() {
    return readers.stream().map(ReadAhead::progress).reduce(Progress.NONE, Progress::plus);
  }

  /** Stops all readers; the engine's threads that wait for them wake with an error. */
  @Override
  public synchronized void close() {
    closed = true;
    readers.forEach(ReadAhead::close);
  }
}
