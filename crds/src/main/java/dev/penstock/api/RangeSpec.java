package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Bounds of a column, both included. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.min) || has(self.max)",
    message = "a range has a bound: write min, max or both")
public record RangeSpec(
    @JsonPropertyDescription("column is a number, a date or a time; NULL is always in range.")
        @Required
        @Size(min = 1, max = 128)
        @Nullable String column,
    @JsonPropertyDescription(
            "min is the least value, as text: \"0\" or \"2026-01-01\". None: no lower bound.")
        @Size(max = 64)
        @Nullable String min,
    @JsonPropertyDescription("max is the greatest value, as text. None: no upper bound.")
        @Size(max = 64)
        @Nullable String max) {}
