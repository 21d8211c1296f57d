package dev.penstock.runner.spi;

/** The ability of a source to say about how much it holds, before it is read. */
public interface Sized {
  /** {@return about how many rows all splits have together, by the source's statistics} */
  long estimatedRows();

  /** {@return about how many bytes they take on the wire} */
  long estimatedBytes();
}
