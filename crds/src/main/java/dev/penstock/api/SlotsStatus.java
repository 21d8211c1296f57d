package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The account of every time at which the schedule said run. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SlotsStatus(
    @JsonPropertyDescription(
            "schedule of the CronJob, by which slots are expected. None: none are.")
        @Nullable String schedule,
    @JsonPropertyDescription("timeZone of the CronJob. None: no slots are expected.")
        @Nullable String timeZone,
    @JsonPropertyDescription(
            "suspend is true while all slots are skipped; they are counted on resume. None: false.")
        @Nullable Boolean suspend,
    @JsonPropertyDescription(
            "since is from when schedule, timeZone and suspend are as they are (RFC 3339). None: no"
                + " slots are expected.")
        @Nullable String since,
    @JsonPropertyDescription("countedFrom is where the account begins (RFC 3339). None: nowhere.")
        @Nullable String countedFrom,
    @JsonPropertyDescription(
            "accountedUntil is the time up to which every slot has its account (RFC 3339). None:"
                + " nothing is accounted for.")
        @Nullable String accountedUntil,
    @JsonPropertyDescription("counts of all slots since countedFrom. None: none.")
        @Nullable SlotCounts counts,
    @JsonPropertyDescription(
            "recent slots, at most 8 entries, the newest last; slots in a row of which the same is"
                + " to be said are one. None: none.")
        @Size(max = 8)
        @Nullable List<SlotStatus> recent) {}
