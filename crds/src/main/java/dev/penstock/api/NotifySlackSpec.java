package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Where in Slack a pipeline is told of. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotifySlackSpec(
    @JsonPropertyDescription(
            "channel that a bot posts to, by id or as #name. None: that of the connection.")
        @Size(min = 1, max = 80)
        @Nullable String channel) {}
