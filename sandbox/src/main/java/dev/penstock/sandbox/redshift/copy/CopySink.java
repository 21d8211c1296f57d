package dev.penstock.sandbox.redshift.copy;

import java.io.IOException;

/** Where rows go on their way into the table. */
public interface CopySink {
  /** Takes the bytes before it returns. */
  void accept(byte[] bytes, int length) throws IOException;

  /** Told before each piece, and at the end, how many rows were read so far; may end the load. */
  default void read(long rows) throws IOException, LoadFailure {}
}
