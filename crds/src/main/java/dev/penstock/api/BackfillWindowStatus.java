package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** A window of a backfill. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackfillWindowStatus(
    @JsonPropertyDescription("start is its first instant (RFC 3339). None: not known.")
        @Nullable String start,
    @JsonPropertyDescription("end is the first instant after it (RFC 3339). None: not known.")
        @Nullable String end,
    @JsonPropertyDescription("run names the EtlRun of the window. None: it has none yet.")
        @Nullable String run) {}
