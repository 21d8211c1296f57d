package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a pipeline: at most 16 kB, written only when it changes. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EtlPipelineStatus(
    @JsonPropertyDescription(
            "observedGeneration is the generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("conditions: Ready, LastRunSucceeded, Verified.")
        @Nullable List<StatusCondition> conditions,
    @JsonPropertyDescription(
            "nextScheduleTime is when the next run is due (RFC 3339). None: no schedule or"
                + " suspended.")
        @Nullable String nextScheduleTime,
    @JsonPropertyDescription(
            "active names the EtlRun that is running or queued first. None: nothing runs.")
        @Nullable String active,
    @JsonPropertyDescription("lastRun is the newest run that has ended.")
        @Nullable RunSummary lastRun,
    @JsonPropertyDescription("lastSuccessfulRun is the newest run that succeeded.")
        @Nullable RunSummary lastSuccessfulRun,
    @JsonPropertyDescription("consecutiveFailures counts failed runs since the last success.")
        @Nullable Integer consecutiveFailures) {}
