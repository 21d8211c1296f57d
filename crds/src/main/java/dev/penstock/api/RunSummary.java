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
    @JsonPropertyDescription("name of the EtlRun.") @Nullable String name,
    @JsonPropertyDescription("uid is the identity of the run.") @Nullable String uid,
    @JsonPropertyDescription("result of the run.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable RunState result,
    @JsonPropertyDescription("reason in CamelCase.") @Nullable String reason,
    @JsonPropertyDescription("message is one sentence that names the object.")
        @Nullable String message,
    @JsonPropertyDescription("specHash of the spec that ran.") @Nullable String specHash,
    @JsonPropertyDescription("commit is the number of the log entry. None: nothing was committed.")
        @Nullable Long commit,
    @JsonPropertyDescription("rows that the commit added, over all targets. None: not known.")
        @Nullable Long rows,
    @JsonPropertyDescription("startTime (RFC 3339).") @Nullable String startTime,
    @JsonPropertyDescription("completionTime (RFC 3339).") @Nullable String completionTime,
    @JsonPropertyDescription("duration in Go style, as 1m12s.") @Nullable String duration) {}
