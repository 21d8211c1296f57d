package dev.penstock.api.runner;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.penstock.api.Rejects;
import dev.penstock.api.TargetResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a container says at its end: at most 4,096 bytes of JSON, which Kubernetes keeps in the
 * pod's status.
 *
 * @param reason in CamelCase: {@code Committed}, {@code AlreadyCommitted}, {@code DryRun} or why it
 *     failed
 * @param message one sentence that names the object
 * @param nextStep one sentence that says what to do; none after a success
 * @param specHash of the spec that ran; none when it could not be read
 * @param commit the number of the run's log entry; none when this attempt saw none
 * @param targets rows, parts and published numbers; empty without a commit
 * @param durationMillis of this attempt
 * @param rejects what it did not take as it came; none when no column and no check says so
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TerminationMessage(
    @Nullable String reason,
    @Nullable String message,
    @Nullable String nextStep,
    @Nullable String specHash,
    @Nullable Long commit,
    @Nullable List<TargetResult> targets,
    @Nullable Long durationMillis,
    @Nullable Rejects rejects) {
  /** The reason of a container that does not know itself whether it has committed. */
  public static final String COMMIT_UNKNOWN = "CommitUnknown";

  /** The reason of a dry run that could be committed; its targets say what they would get. */
  public static final String DRY_RUN = "DryRun";

  /** One of an attempt of which no more is known. */
  public TerminationMessage(
      @Nullable String reason,
      @Nullable String message,
      @Nullable String nextStep,
      @Nullable String specHash,
      @Nullable Long commit,
      @Nullable List<TargetResult> targets,
      @Nullable Long durationMillis) {
    this(reason, message, nextStep, specHash, commit, targets, durationMillis, null);
  }

  /** {@return the same with these counts} */
  public TerminationMessage withRejects(@Nullable Rejects now) {
    return new TerminationMessage(
        reason, message, nextStep, specHash, commit, targets, durationMillis, now);
  }
}
