package dev.penstock.sandbox.s3.faults;

import java.time.Duration;

/** What goes wrong with a request. */
public sealed interface StoreFault {
  /** 503 with S3's code SlowDown; the store doesn't see the request. */
  record SlowDown() implements StoreFault {}

  /** 502 without a body, as of a balancer before the store; that doesn't see the request. */
  record BadGateway() implements StoreFault {}

  /** 403 with S3's code AccessDenied; the store doesn't see the request. */
  record AccessDenied() implements StoreFault {}

  /** The connection is reset; the store doesn't see the request. */
  record Reset() implements StoreFault {}

  /** One bit of the request's body arrives as another one; of a body in chunks, of its framing. */
  record Damaged() implements StoreFault {}

  /** The store has done what was asked, and the connection is reset before a word of its reply. */
  record LostReply() implements StoreFault {}

  /**
   * The reply says its length, and ends before.
   *
   * @param bytes of the body that arrive
   */
  record Truncated(long bytes) implements StoreFault {
    public Truncated {
      if (bytes < 0) {
        throw new IllegalArgumentException("%d bytes".formatted(bytes));
      }
    }
  }

  /** The reply's body drips. */
  record Slow(int bytesPerSecond) implements StoreFault {
    public Slow {
      if (bytesPerSecond < 1) {
        throw new IllegalArgumentException("%d bytes per second".formatted(bytesPerSecond));
      }
    }
  }

  /** The request reaches the store after a time, or when the fault is disarmed. */
  record Delay(Duration time) implements StoreFault {}

  /**
   * The reply arrives, and the connection closes behind it though nobody said so: a client that
   * keeps it meets a closed one.
   */
  record HangUp() implements StoreFault {}
}
