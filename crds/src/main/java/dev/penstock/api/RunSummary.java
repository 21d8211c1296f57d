package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** A run that has ended, as its pipeline remembers it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunSummary(
    @JsonPropertyDescription("name of the EtlRun. None: not known.") @Nullable String name,
    @JsonPropertyDescription("uid is the identity of the run. None: not known.")
        @Nullable String uid,
    @JsonPropertyDescription("result of the run. None: not known.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable RunState result,
    @JsonPropertyDescription("reason in CamelCase. None: not known.") @Nullable String reason,
    @JsonPropertyDescription("message is one sentence that names the object. None: nothing to say.")
        @Nullable String message,
    @JsonPropertyDescription("specHash of the spec that ran. None: not known.")
        @Nullable String specHash,
    @JsonPropertyDescription("commit is the number of the log entry. None: nothing was committed.")
        @Nullable Long commit,
    @JsonPropertyDescription("rows that the commit added, over all targets. None: not known.")
        @Nullable Long rows,
    @JsonPropertyDescription("startTime (RFC 3339). None: it never started.")
        @Nullable String startTime,
    @JsonPropertyDescription("completionTime (RFC 3339). None: not known.")
        @Nullable String completionTime,
    @JsonPropertyDescription("duration in Go style, as 1m12s. None: it never started.")
        @Nullable String duration) {}
