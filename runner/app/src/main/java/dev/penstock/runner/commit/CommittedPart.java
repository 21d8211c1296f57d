package dev.penstock.runner.commit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * One sealed Parquet file; its keys are never reused, its figures are as written.
 *
 * @param staged key under which the attempt uploaded it
 * @param visible key in the dataset, where the staged one is copied after the commit; empty: the
 *     target has no dataset, the staged object stays
 * @param sha256 of the whole object, hexadecimal
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record CommittedPart(
    String staged, Optional<String> visible, long bytes, long rows, String sha256) {
  public CommittedPart {
    if (bytes < 1 || rows < 1) {
      throw new IllegalArgumentException(
          "Part %s has %d rows in %d bytes".formatted(staged, rows, bytes));
    }
  }
}
