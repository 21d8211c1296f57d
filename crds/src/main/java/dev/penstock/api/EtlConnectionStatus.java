package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a connection: so far of those that notify. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EtlConnectionStatus(
    @JsonPropertyDescription(
            "observedGeneration is the generation of the spec that this status speaks of. None: of none"
                + " yet.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "conditions of a connection that notifies: Ready (the operator may use it), Delivering"
                + " (the newest message arrived). None: nothing is known yet.")
        @Nullable List<StatusCondition> conditions,
    @JsonPropertyDescription(
            "notifyTest is the newest message of `penstock notify --test`. None: none was sent.")
        @Nullable NotifyTestStatus notifyTest) {}
