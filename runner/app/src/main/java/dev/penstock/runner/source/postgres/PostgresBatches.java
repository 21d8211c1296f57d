package dev.penstock.runner.source.postgres;

import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Batches;
import dev.penstock.runner.spi.Checksummed;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Progress;
import dev.penstock.runner.spi.Reason;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * The rows of one COPY over a session of its own. A read that blocks is ended by closing the
 * socket: {@link #close} from another thread, or an interrupt of a virtual thread.
 */
final class PostgresBatches implements Batches, Checksummed {
  private final PgConnection session;
  private final String statement;
  private final CopyDecoder decoder;
  private final PostgresErrors errors;
  private final String object;
  private final Closing closing;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Progress progress = Progress.NONE;
  private @Nullable CopyStream copy;
  private volatile boolean ended;

  /** Who is told that a read is over. */
  interface Closing {
    /** {@return whether the session is taken over, and must not be closed} */
    boolean keeps(PostgresBatches batches, PgConnection session);
  }

  PostgresBatches(
      PgConnection session,
      String statement,
      CopyDecoder decoder,
      PostgresErrors errors,
      String object,
      Closing closing) {
    this.session = session;
    this.statement = statement;
    this.decoder = decoder;
    this.errors = errors;
    this.object = object;
    this.closing = closing;
  }

  @Override
  public boolean next(Batch into) {
    into.clear();
    if (closed.get() || Thread.currentThread().isInterrupted()) {
      throw stopped(null);
    }
    int rows = 0;
    int decoded = 0;
    long bytes = 0;
    CopyStream copy = begun();
    try {
      while (rows < Batch.ROWS && !ended) {
        if (decoder.row()) {
          rows++;
          if (decoder.full()) {
            decoded = decode(into, decoded, rows);
          }
          continue;
        }
        if (rows > 0 && bytes >= Batch.BYTES) {
          break;
        }
        if (!copy.holdsNext()) {
          decoded = decode(into, decoded, rows);
        }
        if (copy.next()) {
          bytes += copy.to() - copy.from();
          decoder.take(copy.bytes(), copy.from(), copy.to());
        } else {
          ended = true;
        }
      }
      decode(into, decoded, rows);
    } catch (SQLException e) {
      throw closed.get() || Thread.currentThread().isInterrupted()
          ? stopped(e)
          : errors.translate(e, object);
    }
    into.filled(rows);
    progress = progress.plus(new Progress(rows, bytes));
    if (ended) {
      checkCount(copy);
    }
    return rows > 0;
  }

  private int decode(Batch into, int decoded, int rows) {
    decoder.decode(into, decoded);
    return rows;
  }

  /**
   * Not before the first row is wanted: until then a server says nothing of a statement that sorts
   * or waits, and who made these batches must be able to close them.
   */
  private CopyStream begun() {
    CopyStream begun = copy;
    if (begun == null) {
      try {
        begun = CopyStream.of(session, statement);
        copy = begun;
      } catch (SQLException e) {
        throw closed.get() || Thread.currentThread().isInterrupted()
            ? stopped(e)
            : errors.copying(e, object);
      }
    }
    return begun;
  }

  /** The server says how many rows it has sent; fewer would be a decoder that skipped some. */
  private void checkCount(CopyStream copy) {
    long sent = copy.rows();
    if (sent >= 0 && sent != progress.rows()) {
      throw new InternalException(
          Reason.COUNT_MISMATCH,
          "%s: the server sent %d rows, %d were read".formatted(object, sent, progress.rows()),
          "Report this with its log");
    }
  }

  private PenstockException stopped(@Nullable SQLException cause) {
    close();
    return errors.cancelled(cause);
  }

  /** {@return whether all rows were read, so that the session is idle again} */
  boolean ended() {
    return ended;
  }

  /** Of the messages, each of which is one row as it came. */
  @Override
  public long checksum() {
    CopyStream begun = copy;
    return begun == null ? 0 : begun.checksum();
  }

  @Override
  public Progress progress() {
    return progress;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      if (closing.keeps(this, session)) {
        return;
      }
      try {
        // Not close(), which waits for the lock that a blocked read holds.
        session.abort(Runnable::run);
      } catch (SQLException e) {
        PostgresDatabase.quietly(session);
      }
    }
  }
}
