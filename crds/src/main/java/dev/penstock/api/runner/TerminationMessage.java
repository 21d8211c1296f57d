package dev.penstock.api.runner;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
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
    @Nullable Long durationMillis) {
  /** The reason of a container that does not know itself whether it has committed. */
  public static final String COMMIT_UNKNOWN = "CommitUnknown";

  /** The reason of a dry run that could be committed; its targets say what they would get. */
  public static final String DRY_RUN = "DryRun";
}
