package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody who is told when a pipeline fails and when it has recovered. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotifySpec(
    @JsonPropertyDescription("name of the entry, within the pipeline.")
        @Required
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @Size(max = 63)
        @Nullable String name,
    @JsonPropertyDescription(
            "connection of a notifying kind: slack, teams, email, pagerduty or webhook.")
        @Required
        @Size(min = 1, max = 253)
        @Nullable String connection,
    @JsonPropertyDescription(
            "slack says where in Slack; only with a connection of that kind. None: as the connection"
                + " says.")
        @Nullable NotifySlackSpec slack,
    @JsonPropertyDescription(
            "events that are told: Failed, Recovered, Stale, NotReady. None: all of them.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Size(min = 1, max = 4)
        @Nullable List<NotifyEvent> events) {}
