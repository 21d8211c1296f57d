package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How far the attempt of an active run was when it was last asked. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunProgressStatus(
    @JsonPropertyDescription("phase is what the attempt is at. None: not known.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable RunPhase phase,
    @JsonPropertyDescription(
            "rows that were read from all sources so far. None: not known, as before they are open.")
        @Nullable Long rows,
    @JsonPropertyDescription(
            "rowsExpected is how many that will be, by the statistics of the sources. None: they do"
                + " not tell, or more has been read than they knew.")
        @Nullable Long rowsExpected,
    @JsonPropertyDescription("bytes that were read so far, as on the wire. None: not known.")
        @Nullable Long bytes,
    @JsonPropertyDescription("bytesExpected is how many that will be. None: not known.")
        @Nullable Long bytesExpected) {}
