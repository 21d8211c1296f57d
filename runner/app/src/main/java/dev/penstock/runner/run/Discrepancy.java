package dev.penstock.runner.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Something that log, store and warehouse do not agree on.
 *
 * @param message one sentence that names the object, without its full stop
 * @param repair one sentence that says what to do, without its full stop
 */
public record Discrepancy(Kind kind, String message, String repair) {
  /** What is wrong. */
  public enum Kind {
    /** The log. */
    ENTRY_GONE,
    ENTRY_FOREIGN,
    /** The dataset. */
    OBJECT_GONE,
    OBJECT_TRUNCATED,
    OBJECT_CHANGED,
    OBJECT_FOREIGN,
    OBJECT_REPLACED,
    NOT_VISIBLE,
    CLAIM_GONE,
    CLAIM_FOREIGN,
    /** What the next run of an increment must leave out. */
    TAIL_GONE,
    /** The warehouse. */
    NOT_PUBLISHED,
    LEDGER_GONE,
    LEDGER_FOREIGN,
    LEDGER_AHEAD,
    LEDGER_ROW_GONE,
    LEDGER_ROW_FOREIGN,
    TABLE_GONE,
    ROWS_MISSING,
    ROWS_FOREIGN,
    KEY_REPEATED,
    VERSIONS_BROKEN,
    VERSIONS_DIFFER,
    /** What dead attempts left. */
    STAGING_LEFT,
    STAGING_FOREIGN;

    /** {@return the name in CamelCase} */
    @Override
    public String toString() {
      return Arrays.stream(name().split("_", -1))
          .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
          .collect(Collectors.joining());
    }
  }

  /** {@return the finding on a line} */
  public String line() {
    return "%s: %s. %s.".formatted(kind, message, repair);
  }
}
