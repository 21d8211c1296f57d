package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads of a table only what changed since the last committed run. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.key) || !has(self.overlap) || self.overlap.matches('^[^1-9]*$')",
    message =
        "overlap reads rows again: write key, the columns that tell rows apart, or remove overlap")
@ValidationRule(
    value = "has(self.key) || !has(self.nulls) || self.nulls != 'Include'",
    message =
        "rows without a cursor are read by every run: write key, the columns that tell rows apart,"
            + " or nulls: Fail")
public record IncrementalSpec(
    @JsonPropertyDescription(
            "column is the cursor: a timestamp that every change of a row moves on.")
        @Required
        @Size(min = 1, max = 128)
        @Nullable String column,
    @JsonPropertyDescription(
            "key are the columns that tell rows apart, 1 to 16. Required with overlap and with nulls:"
                + " Include. None: rows are not told apart.")
        @Size(min = 1, max = 16)
        @Nullable List<String> key,
    @JsonPropertyDescription(
            "overlap is how far below the last watermark is read again, as 10m or 1h30m, at most"
                + " 744h; rows that were delivered already are left out. None: 0s.")
        @Pattern("^(0|(([0-9]+([.][0-9]*)?|[.][0-9]+)(ns|us|µs|ms|s|m|h))+)$")
        @Size(max = 32)
        @Nullable String overlap,
    @JsonPropertyDescription(
            "settle is how far the watermark stays behind the clock of the source, as 30s, at most"
                + " 744h, and a promise: no transaction that writes stays open longer. None: 5s, and"
                + " every open transaction of the database holds the watermark back, so the user of"
                + " the connection must be able to see them.")
        @Pattern("^(0|(([0-9]+([.][0-9]*)?|[.][0-9]+)(ns|us|µs|ms|s|m|h))+)$")
        @Size(max = 32)
        @Nullable String settle,
    @JsonPropertyDescription(
            "timeZone is the zone of a cursor without one, as in the IANA database. None: Etc/UTC.")
        @Size(max = 64)
        @Nullable String timeZone,
    @JsonPropertyDescription("nulls says what a row without a cursor means. None: Fail.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable NullCursors nulls,
    @JsonPropertyDescription(
            "deletes says what becomes of rows that are deleted in the source. None: Ignore.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable DeletedRows deletes) {}
