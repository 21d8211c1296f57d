package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How many slots ended how; one that waits or works is not among them yet. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SlotCounts(
    @JsonPropertyDescription("succeeded counts slots whose run succeeded. None: 0.")
        @Nullable Long succeeded,
    @JsonPropertyDescription("failed counts slots whose run failed. None: 0.")
        @Nullable Long failed,
    @JsonPropertyDescription("cancelled counts slots whose run was cancelled. None: 0.")
        @Nullable Long cancelled,
    @JsonPropertyDescription("superseded counts slots whose run a newer one covers. None: 0.")
        @Nullable Long superseded,
    @JsonPropertyDescription("skipped counts slots without a run. None: 0.") @Nullable Long skipped,
    @JsonPropertyDescription("unknown counts slots of which no fact tells. None: 0.")
        @Nullable Long unknown,
    @JsonPropertyDescription("late counts slots, of all outcomes, whose run started late. None: 0.")
        @Nullable Long late) {}
