package dev.penstock.runner.spi;

import java.time.Instant;

/**
 * What earlier runs have delivered of a cursor: every row up to {@code upTo}. Only above {@code
 * since} it is known row by row, so only there a row may be read again.
 */
public record Delivered(Instant upTo, Instant since) {
  public Delivered {
    if (since.isAfter(upTo)) {
      throw new IllegalArgumentException("Delivered up to %s since %s".formatted(upTo, since));
    }
  }

  /** Up to there; no row below may be read again. */
  public Delivered(Instant upTo) {
    this(upTo, upTo);
  }
}
