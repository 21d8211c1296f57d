package dev.penstock.runner.report;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The spans of one attempt, on one monotonic clock. Threads share it. */
public final class Spans {
  private static final Logger LOG = LoggerFactory.getLogger(Spans.class);

  private final ConcurrentLinkedQueue<Span> ended = new ConcurrentLinkedQueue<>();
  private final LongSupplier nanos;
  private final long start;

  /**
   * @param nanos as {@link System#nanoTime}
   */
  public Spans(LongSupplier nanos) {
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  /** {@return milliseconds since the attempt began} */
  public long now() {
    return (nanos.getAsLong() - start) / 1_000_000;
  }

  /** Notes a span that ends now. */
  public void end(String stage, String of, long from, long rows, long bytes) {
    var span = new Span(stage, of, from, now(), rows, bytes);
    ended.add(span);
    LOG.info(
        "event=span stage={} of={} ms={} rows={} bytes={}",
        stage,
        of,
        span.to() - span.from(),
        rows,
        bytes);
  }

  /** {@return all that have ended, in the order of their ends} */
  public List<Span> ended() {
    return List.copyOf(ended);
  }
}
