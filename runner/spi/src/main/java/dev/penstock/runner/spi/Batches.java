package dev.penstock.runner.spi;

/**
 * The rows of one split. Read by one thread, which may block; interrupting it cancels the read with
 * a {@link TransientException} of reason {@link Reason#CANCELLED}.
 */
public interface Batches extends AutoCloseable {
  /**
   * Overwrites the batch with the next rows.
   *
   * @return false at the end; the batch then holds no row. Never true with an empty batch.
   */
  boolean next(Batch into);

  /**
   * {@return rows and bytes so far} May be called by any thread: the run polls, a connector reports
   * nothing by itself.
   */
  Progress progress();

  /** Releases the socket, also under a read that is blocked. Idempotent; never throws. */
  @Override
  void close();
}
