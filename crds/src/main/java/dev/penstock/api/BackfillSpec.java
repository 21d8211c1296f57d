package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A long stretch of the cursor that is read again, one window after the other. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.from) || !has(self.to) || size(self.from) != size(self.to) || self.from <"
            + " self.to",
    message = "a backfill ends after its start: write a later to")
public record BackfillSpec(
    @JsonPropertyDescription(
            "from is where the first window begins: a day in the pipeline's time zone, as"
                + " 2026-01-01, or an instant, as 2026-01-01T05:00:00Z.")
        @Required
        @Pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?$")
        @Size(max = 20)
        @Nullable String from,
    @JsonPropertyDescription(
            "to is the first day, or the first instant, after the last window; written as from.")
        @Required
        @Pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?$")
        @Size(max = 20)
        @Nullable String to,
    @JsonPropertyDescription(
            "every is how long a window is, by the clock of the pipeline's time zone: Hour, Day"
                + " (from midnight), Week (from Monday) or Month (from the first). At most 1000"
                + " windows.")
        @Required
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable BackfillWindow every) {}
