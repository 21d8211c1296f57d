package dev.penstock.runner.source.jdbc;

import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Batches;
import dev.penstock.runner.spi.Checksummed;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Progress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one statement over a session of its own, fetched a few at a time. It is run by the
 * first {@link #next}, so that a statement which is long in coming to its first row can be ended
 * too: by {@link #close} from another thread, or by an interrupt of a virtual thread.
 */
public final class JdbcBatches implements Batches, Checksummed {
  private final JdbcQuery query;
  private final JdbcErrors errors;
  private final String object;
  private final Consumer<JdbcBatches> closing;
  private final FetchSize fetch;
  private final Tally tally = new Tally();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Progress progress = Progress.NONE;
  private @Nullable ResultSet result;
  private boolean ended;

  /**
   * Before its first row; closing it closes the session.
   *
   * @param object for messages: {@code Table public.orders}
   * @param closing told once, when it is closed
   */
  public JdbcBatches(
      JdbcQuery query, JdbcErrors errors, String object, Consumer<JdbcBatches> closing) {
    this.query = query;
    this.errors = errors;
    this.object = object;
    this.closing = closing;
    this.fetch = new FetchSize(query.rowBytes());
  }

  @Override
  public boolean next(Batch into) {
    into.clear();
    if (stopping()) {
      throw stopped(null);
    }
    int rows = 0;
    long before = tally.bytes();
    try {
      ResultSet cursor = cursor();
      VectorWriter[] writers = writers(into);
      while (rows < Batch.ROWS && tally.bytes() - before < Batch.BYTES && advance(cursor)) {
        read(cursor, writers, rows++);
      }
    } catch (SQLException e) {
      throw stopping() ? stopped(e) : errors.translate(e, object);
    }
    into.filled(rows);
    progress = progress.plus(new Progress(rows, tally.bytes() - before));
    return rows > 0;
  }

  private ResultSet cursor() throws SQLException {
    ResultSet cursor = result;
    if (cursor == null) {
      query.statement().setFetchSize(fetch.rows());
      cursor = query.statement().executeQuery(query.sql());
      result = cursor;
    }
    return cursor;
  }

  private VectorWriter[] writers(Batch into) {
    return into.vectors().stream()
        .map(vector -> new VectorWriter(vector, tally))
        .toArray(VectorWriter[]::new);
  }

  private boolean advance(ResultSet cursor) throws SQLException {
    if (ended) {
      return false;
    }
    if (fetch.used()) {
      cursor.setFetchSize(fetch.next());
    }
    ended = !cursor.next();
    return !ended;
  }

  private void read(ResultSet cursor, VectorWriter[] writers, int row) throws SQLException {
    long before = tally.bytes();
    for (int i = 0; i < writers.length; i++) {
      query.columns().get(i).read(cursor, writers[i], row);
    }
    fetch.took(tally.bytes() - before);
  }

  private boolean stopping() {
    return closed.get() || Thread.currentThread().isInterrupted();
  }

  private PenstockException stopped(@Nullable SQLException cause) {
    close();
    return errors.cancelled(cause);
  }

  /** Of the values, as they came. */
  @Override
  public long checksum() {
    return tally.sum();
  }

  @Override
  public Progress progress() {
    return progress;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      closing.accept(this);
      try {
        // Not close(), which may wait for the lock that a blocked read holds.
        query.statement().getConnection().abort(Runnable::run);
      } catch (SQLException e) {
        // It is gone, which is what was wanted.
      }
    }
  }
}
