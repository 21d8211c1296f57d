package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Slack: a bot, which opens a thread per incident, or an incoming webhook, which only posts. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SlackSpec(
    @JsonPropertyDescription(
            "channel that a bot posts to, by id or as #name; a pipeline may name another. None: every"
                + " pipeline names one, or the Secret holds a webhook, which has its own.")
        @Size(min = 1, max = 80)
        @Nullable String channel,
    @JsonPropertyDescription(
            "endpoint of the Web API for a gateway of your own, as a URL. None:"
                + " https://slack.com/api.")
        @Size(max = 512)
        @Nullable String endpoint) {}
