package dev.penstock.sandbox.redshift.copy.object;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What COPY asks of S3. Threads may share one. */
public interface ObjectStorage extends AutoCloseable {
  /** Every object whose key begins with the prefix, in the order of keys. */
  List<Listed> list(String bucket, String prefix) throws ObjectProblem;

  /**
   * Opens an object, which the caller closes.
   *
   * @param from empty for its start
   */
  Body open(String bucket, String key, Optional<From> from) throws ObjectProblem;

  @Override
  void close();

  record Listed(String key, long length) {}

  /**
   * Where to go on in an object that has been read in part.
   *
   * @param etag of that object; another one under the same key is a problem
   */
  record From(long offset, String etag) {}

  /**
   * An open object.
   *
   * @param length of the whole object, wherever the stream begins
   */
  record Body(InputStream stream, long length, String etag, Instant modified) implements Closeable {
    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
