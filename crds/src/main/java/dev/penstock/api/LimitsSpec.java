package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** What all pipelines of a namespace share. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LimitsSpec(
    @JsonPropertyDescription("runs that may use the connection at once. None: unlimited.")
        @Min(1)
        @Max(1000)
        @Nullable Integer runs,
    @JsonPropertyDescription("connectionsPerRun bounds the sessions of one run. None: 4.")
        @Min(1)
        @Max(64)
        @Nullable Integer connectionsPerRun) {}
