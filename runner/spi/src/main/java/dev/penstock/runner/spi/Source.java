package dev.penstock.runner.spi;

import java.util.List;

/**
 * One opened source. The plan opens it, the run closes it; {@link #open} is called by many threads
 * at once. An ability beyond this is an interface of its own, never a default method that throws.
 */
public interface Source<S extends Split> extends AutoCloseable {
  /** {@return the columns, fixed while the source is open} */
  Schema schema();

  /**
   * Cuts the source.
   *
   * @param wanted how many pieces can be read at once; a source may yield more or fewer
   * @return one or more splits that together hold every row once, all of one snapshot
   */
  List<S> splits(int wanted);

  /**
   * Begins to read a split. Repeatable: the same split yields the same rows while the source is
   * open.
   */
  Batches open(S split);

  /** Ends the snapshot and every read that is still under way. Idempotent; never throws. */
  @Override
  void close();
}
