package dev.penstock.chaos;

import java.util.Locale;

/** A way to load that a round is about. */
enum Mode {
  /** Increments are added on both sides. */
  APPEND,
  /** Every run adds all rows that the source has. */
  SNAPSHOT,
  /** Every run replaces what is there by all rows that the source has, after deletes in it. */
  REPLACE,
  /** Every run reads all rows; the warehouse keeps the newest version of the keys that came. */
  ABSENCE,
  /** Increments; the warehouse keeps the newest version of each key that is not deleted. */
  DELETES,
  /** Increments; the warehouse keeps the newest version of each key. */
  UPSERT,
  /** The same, and stretches of the cursor that are read again after silent corrections. */
  WINDOW,
  /** Increments, and refreshes that replace everything after deletes in the source. */
  REFRESH,
  /** Increments into a table that is lost now and then, and filled again from the log. */
  FROM_LOG,
  /** Every run replaces the last days whole, after corrections and deletes in them. */
  DAYS,
  /** Increments; the warehouse keeps every version of each key, and when it was valid. */
  SCD2,
  /** Two pipelines begin at once on one path and one table: one of them is refused. */
  SHARED;

  boolean upserts() {
    return this == UPSERT || this == WINDOW || this == DELETES;
  }

  /** {@return whether rows change in the source while runs read it} */
  boolean changes() {
    return upserts() || this == SCD2;
  }

  boolean incremental() {
    return this != SNAPSHOT && this != REPLACE && this != ABSENCE && this != DAYS;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
