package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What of its data a run did not take as it came. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Rejects(
    @JsonPropertyDescription(
            "refused counts the rows for which the run was refused, by a check or because a value can"
                + " not arrive; one that breaks several rules counts as often. None: not refused for"
                + " rows, or they were not counted.")
        @Nullable Long refused,
    @JsonPropertyDescription(
            "truncated counts the values that tooLong: Truncate has cut. None: no column has it.")
        @Nullable Long truncated,
    @JsonPropertyDescription(
            "setNull counts the values that a policy of their column has set to NULL. None: no column"
                + " has such a policy.")
        @Nullable Long setNull,
    @JsonPropertyDescription(
            "replaced counts the values that invalidText: Replace has mended. None: no column has it.")
        @Nullable Long replaced) {

  /** {@return those of a run that was refused for so many rows} */
  public static Rejects refusedRows(long rows) {
    return new Rejects(rows, null, null, null);
  }
}
