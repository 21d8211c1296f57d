package dev.penstock.sandbox.redshift.copy.object;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Asks again where a request or an answer was lost, as COPY does. A stream that breaks goes on at
 * the byte where it broke, so nothing is read twice.
 */
public final class PatientStorage implements ObjectStorage {
  private final ObjectStorage inner;
  private final Patience patience;
  private final BooleanSupplier cancelled;

  /**
   * The inner storage is closed with this one.
   *
   * @param cancelled asked between two tries: nobody waits for a COPY that is given up
   */
  public PatientStorage(ObjectStorage inner, Patience patience, BooleanSupplier cancelled) {
    this.inner = inner;
    this.patience = patience;
    this.cancelled = cancelled;
  }

  @Override
  public List<Listed> list(String bucket, String prefix) throws ObjectProblem {
    return new Tries().until(() -> inner.list(bucket, prefix));
  }

  @Override
  public Body open(String bucket, String key, Optional<From> from) throws ObjectProblem {
    Body body = new Tries().until(() -> inner.open(bucket, key, from));
    return new Body(
        new Resuming(bucket, key, body, from.map(From::offset).orElse(0L)),
        body.length(),
        body.etag(),
        body.modified());
  }

  @Override
  public void close() {
    inner.close();
  }

  private interface Request<T> {
    T make() throws ObjectProblem;
  }

  /** The tries since something last succeeded. */
  private final class Tries {
    private final long begun = System.nanoTime();
    private int made;

    <T> T until(Request<T> request) throws ObjectProblem {
      while (true) {
        try {
          return request.make();
        } catch (ObjectProblem e) {
          again(e);
        }
      }
    }

    /** Waits for the next try, or throws the problem if there is none. */
    void again(ObjectProblem problem) throws ObjectProblem {
      Duration spent = Duration.ofNanos(System.nanoTime() - begun);
      if (problem.kind() != ObjectProblem.Kind.PASSING
          || spent.compareTo(patience.limit()) >= 0
          || cancelled.getAsBoolean()) {
        throw problem;
      }
      made++;
      try {
        Thread.sleep(patience.pauseAfter(made));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw problem;
      }
    }
  }

  /** One object, over as many connections as it takes. */
  private final class Resuming extends InputStream {
    private final String bucket;
    private final String key;
    private final String etag;
    private final long length;
    private InputStream current;
    private long offset;

    Resuming(String bucket, String key, Body body, long offset) {
      this.bucket = bucket;
      this.key = key;
      this.etag = body.etag();
      this.length = body.length();
      this.current = body.stream();
      this.offset = offset;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int start, int most) throws IOException {
      if (most == 0) {
        return 0;
      }
      if (offset >= length) {
        return -1;
      }
      Tries tries = new Tries();
      while (true) {
        String lost;
        try {
          int count = current.read(into, start, most);
          if (count > 0) {
            offset += count;
            return count;
          }
          lost = "the answer ended at byte %d of %d".formatted(offset, length);
        } catch (InterruptedIOException e) {
          throw e;
        } catch (IOException e) {
          lost = String.valueOf(e.getMessage());
        }
        tries.again(
            new ObjectProblem(ObjectProblem.Kind.PASSING, "S3CurlException: %s".formatted(lost)));
        abandon();
        Optional<From> here = Optional.of(new From(offset, etag));
        current = tries.until(() -> inner.open(bucket, key, here)).stream();
      }
    }

    /** What is left of a broken answer is nobody's. */
    private void abandon() {
      try {
        current.close();
      } catch (IOException e) {
        // It is broken, which is why it is closed.
      }
    }

    /** GZIPInputStream asks this before it looks for a further member. */
    @Override
    public int available() {
      return offset < length ? 1 : 0;
    }

    @Override
    public void close() throws IOException {
      current.close();
    }
  }
}
