package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Deletes of the keys that a run does not bring, up to a share of the table. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AbsenceSpec(
    @JsonPropertyDescription(
            "maxPercent is how many percent of the table's rows one run may delete, 0 to 100; a run"
                + " that would delete more is refused before it commits.")
        @Required
        @Min(0)
        @Max(100)
        @Nullable Integer maxPercent) {}
