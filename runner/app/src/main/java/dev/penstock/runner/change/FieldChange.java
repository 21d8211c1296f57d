package dev.penstock.runner.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * A field of a spec that differs.
 *
 * @param path with items by their name, as {@code spec.steps[enriched].sql}
 * @param before as JSON, text without quotes; absent: it was not written
 * @param diff lines of a unified diff, for SQL and other texts of several lines; else empty
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FieldChange(
    String path, Optional<String> before, Optional<String> after, List<String> diff) {
  public FieldChange {
    diff = List.copyOf(diff);
    if (before.equals(after)) {
      throw new IllegalArgumentException(path + " does not differ");
    }
  }
}
