package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A condition with the six fields of the Kubernetes API conventions. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StatusCondition(
    @JsonPropertyDescription("type in CamelCase.") @Required @Nullable String type,
    @JsonPropertyDescription("status is True, False or Unknown.") @Required @Nullable String status,
    @JsonPropertyDescription(
            "observedGeneration is the generation the condition was judged on. None: not known.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "lastTransitionTime is when status last changed (RFC 3339). None: not known.")
        @Nullable String lastTransitionTime,
    @JsonPropertyDescription("reason in CamelCase. None: not known.") @Nullable String reason,
    @JsonPropertyDescription(
            "message is one sentence that names the object and one that says what to do. None:"
                + " nothing to say.")
        @Nullable String message) {}
