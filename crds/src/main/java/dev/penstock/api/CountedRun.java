package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** A run that has ended and was counted. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CountedRun(
    @JsonPropertyDescription("uid is the identity of the run. None: not known.")
        @Nullable String uid,
    @JsonPropertyDescription("result of the run. None: not known.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable RunState result,
    @JsonPropertyDescription("completionTime (RFC 3339). None: not known.")
        @Nullable String completionTime,
    @JsonPropertyDescription(
            "window is true of a run over one, which is no load of what is new. None: false.")
        @Nullable Boolean window) {}
