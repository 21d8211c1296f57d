package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** How far a notifier has been told of one incident. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotificationStatus(
    @JsonPropertyDescription("entry of spec.notify by its name.") @Required @Nullable String entry,
    @JsonPropertyDescription("event is what is wrong: Failed, Stale or NotReady.")
        @Required
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable NotifyEvent event,
    @JsonPropertyDescription("id of the incident, which its messages bear.") @Required
        @Nullable String id,
    @JsonPropertyDescription("sinceTime is when it began (RFC 3339).") @Required
        @Nullable String sinceTime,
    @JsonPropertyDescription("reason that was seen last.") @Required @Nullable String reason,
    @JsonPropertyDescription(
            "due is the message that is not delivered yet: Opening, Reminder, Recovery or Brief."
                + " None: all are.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable NotificationStep due,
    @JsonPropertyDescription(
            "toldTime is when the newest message was delivered (RFC 3339). None: none was.")
        @Nullable String toldTime,
    @JsonPropertyDescription("reminders counts those that were delivered. None: none was.")
        @Nullable Integer reminders,
    @JsonPropertyDescription(
            "connection that the messages went to; another one gets a new thread. None: none was"
                + " delivered.")
        @Nullable String connection,
    @JsonPropertyDescription(
            "thread is what the notifier calls the first message. None: it has no threads.")
        @Nullable String thread,
    @JsonPropertyDescription("untilTime is when it was over (RFC 3339). None: it goes on.")
        @Nullable String untilTime) {}
