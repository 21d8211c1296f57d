package dev.penstock.runner.commit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One sealed Parquet file; its keys are never reused, its figures are as written.
 *
 * @param staged key under which the attempt uploaded it
 * @param visible key in the dataset, where the staged one is copied after the commit; empty: the
 *     target has no dataset, the staged object stays
 * @param sha256 of the whole object, hexadecimal
 * @param day of all its rows, in the column of the target's {@code days}; empty: it has none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record CommittedPart(
    String staged,
    Optional<String> visible,
    long bytes,
    long rows,
    String sha256,
    Optional<LocalDate> day) {
  /** Of a target whose days are not told. */
  public CommittedPart(
      String staged, Optional<String> visible, long bytes, long rows, String sha256) {
    this(staged, visible, bytes, rows, sha256, Optional.empty());
  }

  public CommittedPart {
    // Entries of an earlier format do not have it.
    day = day == null ? Optional.empty() : day;
    if (bytes < 1 || rows < 1) {
      throw new IllegalArgumentException(
          "Part %s has %d rows in %d bytes".formatted(staged, rows, bytes));
    }
  }
}
