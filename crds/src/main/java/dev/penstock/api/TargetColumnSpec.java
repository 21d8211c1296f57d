package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What becomes of the values of one column of a target, in parts and table alike. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TargetColumnSpec(
    @JsonPropertyDescription("name of the column, of the relation that the target is from.")
        @Required
        @Size(min = 1, max = 128)
        @Nullable String name,
    @JsonPropertyDescription(
            "tooLong says what becomes of a text of more than maxBytes: Truncate cuts it behind the"
                + " last character that fits, SetNull puts NULL in its place; both are counted. Not"
                + " for columns of key and orderBy; a JSON document is not cut. None: Fail.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable TooLongPolicy tooLong,
    @JsonPropertyDescription(
            "maxBytes is how many bytes of UTF-8 a text may have, 4 to 65535. None: 65535, which is"
                + " what a VARCHAR of the warehouse holds; no limit in a target without redshift, if"
                + " tooLong is not written either.")
        @Min(4)
        @Max(65535)
        @Nullable Integer maxBytes,
    @JsonPropertyDescription(
            "timeZone names the zone, as in the IANA database, whose wall-clock times a TIMESTAMP"
                + " holds; parts and table then hold the instant, a TIMESTAMPTZ. A time that happens"
                + " twice is the later one, a time that is skipped is read by the offset before. None:"
                + " a TIMESTAMP stays as it is, of no zone.")
        @Size(max = 64)
        @Nullable String timeZone) {}
