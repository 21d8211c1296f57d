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
    @JsonPropertyDescription("state of the run. None: it has not been seen yet.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable RunState state,
    @JsonPropertyDescription("reason in CamelCase. None: nothing to say.") @Nullable String reason,
    @JsonPropertyDescription(
            "message is one sentence that names the object and one that says what to do. None:"
                + " nothing to say.")
        @Nullable String message,
    @JsonPropertyDescription(
            "uid is the identity of the run: of this EtlRun, or of the scheduled Job. None:"
                + " not known yet.")
        @Nullable String uid,
    @JsonPropertyDescription("job names the Job. None: none was made.") @Nullable String job,
    @JsonPropertyDescription("specHash of the spec that ran. None: not known yet.")
        @Nullable String specHash,
    @JsonPropertyDescription("commit is the number of the log entry. None: nothing was committed.")
        @Nullable Long commit,
    @JsonPropertyDescription("targets as the runner reported them. None: it has not.")
        @Size(max = 32)
        @Nullable List<TargetResult> targets,
    @JsonPropertyDescription(
            "rows that the commit added, over all targets; of a dry run: that it would have added."
                + " None: not known.")
        @Nullable Long rows,
    @JsonPropertyDescription("attempts counts pods that were started. None: not known.")
        @Nullable Integer attempts,
    @JsonPropertyDescription("scheduledTime is when the run was due (RFC 3339). None: not known.")
        @Nullable String scheduledTime,
    @JsonPropertyDescription("startTime (RFC 3339). None: it has not started.")
        @Nullable String startTime,
    @JsonPropertyDescription("completionTime (RFC 3339). None: it has not ended.")
        @Nullable String completionTime,
    @JsonPropertyDescription("duration in Go style, as 1m12s. None: it has not ended.")
        @Nullable String duration,
    @JsonPropertyDescription(
            "progress of the attempt that is active, at most 30 s old while its log can be read."
                + " None: not known, or the run does not work.")
        @Nullable RunProgressStatus progress,
    @JsonPropertyDescription(
            "conditions: Complete is True once the run has succeeded; Failed is True once it has"
                + " ended without; Ended is True once it has ended, whatever the result. None: nothing is"
                + " known yet.")
        @Nullable List<StatusCondition> conditions,
    @JsonPropertyDescription("backfill says how far a backfill is. None: the run is none.")
        @Nullable BackfillStatus backfill,
    @JsonPropertyDescription(
            "rejects counts what the run did not take as it came. None: nothing could be, or it is not"
                + " known.")
        @Nullable Rejects rejects) {

  /** A status before progress and conditions are put on it. */
  public EtlRunStatus(
      @Nullable RunState state,
      @Nullable String reason,
      @Nullable String message,
      @Nullable String uid,
      @Nullable String job,
      @Nullable String specHash,
      @Nullable Long commit,
      @Nullable List<TargetResult> targets,
      @Nullable Long rows,
      @Nullable Integer attempts,
      @Nullable String scheduledTime,
      @Nullable String startTime,
      @Nullable String completionTime,
      @Nullable String duration) {
    this(
        state,
        reason,
        message,
        uid,
        job,
        specHash,
        commit,
        targets,
        rows,
        attempts,
        scheduledTime,
        startTime,
        completionTime,
        duration,
        null,
        null,
        null,
        null);
  }

  /** {@return the same with that progress} */
  public EtlRunStatus withProgress(@Nullable RunProgressStatus now) {
    return with(now, conditions, backfill, rejects);
  }

  /** {@return the same with these conditions} */
  public EtlRunStatus withConditions(@Nullable List<StatusCondition> now) {
    return with(progress, now, backfill, rejects);
  }

  /** {@return the same with that account of a backfill} */
  public EtlRunStatus withBackfill(@Nullable BackfillStatus now) {
    return with(progress, conditions, now, rejects);
  }

  /** {@return the same with these counts} */
  public EtlRunStatus withRejects(@Nullable Rejects now) {
    return with(progress, conditions, backfill, now);
  }

  private EtlRunStatus with(
      @Nullable RunProgressStatus how,
      @Nullable List<StatusCondition> which,
      @Nullable BackfillStatus far,
      @Nullable Rejects not) {
    return new EtlRunStatus(
        state,
        reason,
        message,
        uid,
        job,
        specHash,
        commit,
        targets,
        rows,
        attempts,
        scheduledTime,
        startTime,
        completionTime,
        duration,
        how,
        which,
        far,
        not);
  }
}
