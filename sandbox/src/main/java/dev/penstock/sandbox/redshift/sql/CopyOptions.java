package dev.penstock.sandbox.redshift.sql;

import java.util.Optional;
import java.util.Set;

/**
 * How a COPY reads fields and what it forgives.
 *
 * @param maxError how many refused rows fail the load; 0 and 1 both mean the first
 * @param ignoreHeader lines to skip at the start of each file
 * @param nullAs the field that is NULL
 * @param replacement stands for each byte that is no UTF-8; without it such a byte is an error
 * @param dateFormat empty means {@code YYYY-MM-DD}
 * @param timeFormat empty means {@code YYYY-MM-DD HH:MI:SS}
 */
public record CopyOptions(
    Set<Flag> flags,
    int maxError,
    int ignoreHeader,
    String nullAs,
    Optional<Character> replacement,
    Optional<String> dateFormat,
    Optional<String> timeFormat) {
  public static final int MOST_ERRORS = 100_000;

  public CopyOptions {
    flags = Set.copyOf(flags);
    if (maxError < 0 || maxError > MOST_ERRORS || ignoreHeader < 0) {
      throw new IllegalArgumentException(
          "MAXERROR %d, IGNOREHEADER %d".formatted(maxError, ignoreHeader));
    }
  }

  /** What is either said or not. */
  public enum Flag {
    ACCEPTANYDATE,
    BLANKSASNULL,
    EMPTYASNULL,
    EXPLICIT_IDS,
    FILLRECORD,
    IGNOREBLANKLINES,
    NOLOAD,
    ROUNDEC,
    TRIMBLANKS,
    TRUNCATECOLUMNS
  }

  /** Nothing said. */
  public static CopyOptions none() {
    return new CopyOptions(
        Set.of(), 0, 0, "\\N", Optional.empty(), Optional.empty(), Optional.empty());
  }

  public boolean has(Flag flag) {
    return flags.contains(flag);
  }
}
