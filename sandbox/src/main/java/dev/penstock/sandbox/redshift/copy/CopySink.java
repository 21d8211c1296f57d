package dev.penstock.sandbox.redshift.copy;

import java.io.IOException;

/** Where rows go on their way into the table. */
public interface CopySink {
  /** Takes the bytes before it returns. */
  void accept(byte[] bytes, int length) throws IOException;
}
