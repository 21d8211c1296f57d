package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How far a backfill is. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackfillStatus(
    @JsonPropertyDescription(
            "timeZone is the pipeline's when the backfill was first seen; windows are cut in it to"
                + " the end. None: not known.")
        @Nullable String timeZone,
    @JsonPropertyDescription("windows counts all. None: not known.") @Nullable Integer windows,
    @JsonPropertyDescription("done counts windows whose runs have succeeded. None: not known.")
        @Nullable Integer done,
    @JsonPropertyDescription(
            "failed counts windows whose runs have ended otherwise; the first one ends the backfill."
                + " None: not known.")
        @Nullable Integer failed,
    @JsonPropertyDescription("current is the window whose run has not succeeded yet. None: no run.")
        @Nullable BackfillWindowStatus current,
    @JsonPropertyDescription("next is the window after that. None: there is none.")
        @Nullable BackfillWindowStatus next) {}
