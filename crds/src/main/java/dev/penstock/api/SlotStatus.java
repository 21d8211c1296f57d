package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The account of a slot, or of several in a row of which the same is to be said. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SlotStatus(
    @JsonPropertyDescription(
            "time at which the schedule said run (RFC 3339); of several, the first. None: not known.")
        @Nullable String time,
    @JsonPropertyDescription("outcome of the slot. None: not known.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable SlotState outcome,
    @JsonPropertyDescription(
            "reason in CamelCase: the run's, or why there was none. None: nothing to say.")
        @Nullable String reason,
    @JsonPropertyDescription(
            "run names the EtlRun of the slot; of a skipped slot, the one that was in the way. None:"
                + " there is none.")
        @Nullable String run,
    @JsonPropertyDescription(
            "late says why the run had not started a minute after its time. None: it had.")
        @Nullable String late,
    @JsonPropertyDescription("lastTime is the last of several slots (RFC 3339). None: it is one.")
        @Nullable String lastTime,
    @JsonPropertyDescription("slots counts them. None: 1.") @Nullable Long slots) {}
