package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** By what a target of Window tells its days. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TargetWindowSpec(
    @JsonPropertyDescription(
            "column holds the day of a row. It is a DATE that no row lacks: a step makes one of a"
                + " time, and says in which time zone.")
        @Required
        @Size(max = 127)
        @Nullable String column) {}
