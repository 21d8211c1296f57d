package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How an upsert learns that a key is gone. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.column) != has(self.absence)",
    message = "deletes are known in one way: write exactly one of column, absence")
public record DeletesSpec(
    @JsonPropertyDescription(
            "column tells deletes: a boolean that is true, or a date or timestamp that is not NULL."
                + " The table does not hold keys whose newest row is a delete. None: absence tells.")
        @Size(min = 1, max = 128)
        @Nullable String column,
    @JsonPropertyDescription(
            "absence deletes from the table the keys that a run does not bring, so each run reads"
                + " all of its source. None: column tells.")
        @Nullable AbsenceSpec absence) {}
