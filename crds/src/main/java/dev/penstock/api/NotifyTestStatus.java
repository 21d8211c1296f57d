package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** What became of the newest test message. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotifyTestStatus(
    @JsonPropertyDescription("id as the annotation penstock.dev/notify-test says it.") @Required
        @Nullable String id,
    @JsonPropertyDescription("result: Delivered or Failed.") @Required @Nullable String result,
    @JsonPropertyDescription("message says what the receiver answered. None: nothing to say.")
        @Nullable String message,
    @JsonPropertyDescription("completionTime is when that was known (RFC 3339). None: not known.")
        @Nullable String completionTime) {}
