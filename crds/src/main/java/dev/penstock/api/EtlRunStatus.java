package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a run. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EtlRunStatus(
    @JsonPropertyDescription("state of the run.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable RunState state,
    @JsonPropertyDescription("reason in CamelCase.") @Nullable String reason,
    @JsonPropertyDescription(
            "message is one sentence that names the object and one that says what to do.")
        @Nullable String message,
    @JsonPropertyDescription(
            "uid is the identity of the run: of this EtlRun, or of the scheduled Job.")
        @Nullable String uid,
    @JsonPropertyDescription("job names the Job.") @Nullable String job,
    @JsonPropertyDescription("specHash of the spec that ran.") @Nullable String specHash,
    @JsonPropertyDescription("commit is the number of the log entry.") @Nullable Long commit,
    @JsonPropertyDescription("targets as the runner reported them.") @Size(max = 32)
        @Nullable List<TargetResult> targets,
    @JsonPropertyDescription("rows that the commit added, over all targets.") @Nullable Long rows,
    @JsonPropertyDescription("attempts counts pods that were started.") @Nullable Integer attempts,
    @JsonPropertyDescription("scheduledTime is when the run was due (RFC 3339).")
        @Nullable String scheduledTime,
    @JsonPropertyDescription("startTime (RFC 3339).") @Nullable String startTime,
    @JsonPropertyDescription("completionTime (RFC 3339).") @Nullable String completionTime,
    @JsonPropertyDescription("duration in Go style, as 1m12s.") @Nullable String duration) {}
