package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The newest spec that {@code runOnChange} has answered. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChangeStatus(
    @JsonPropertyDescription(
            "number counts the changes of specHash that were answered; a spec that comes back is a"
                + " change too. None: none was answered.")
        @Nullable Long number,
    @JsonPropertyDescription("specHash that was answered. None: none was.")
        @Nullable String specHash,
    @JsonPropertyDescription(
            "run names the EtlRun that was made for it. None: a run of exactly this spec had"
                + " succeeded already.")
        @Nullable String run) {}
