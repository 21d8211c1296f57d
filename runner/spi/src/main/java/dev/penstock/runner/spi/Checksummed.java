package dev.penstock.runner.spi;

/**
 * The ability of {@link Batches} to prove that another read of the same split has brought the same
 * rows so far. Without it a read of an {@link InOrder} split is not continued.
 */
public interface Checksummed {
  /**
   * {@return a checksum of all rows that {@link Batches#next} has handed over} Called by the thread
   * that reads.
   */
  long checksum();
}
