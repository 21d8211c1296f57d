package dev.penstock.operator.status;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.status.Conditions.State;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The conditions of a run, for {@code kubectl wait}. Complete and Failed are words of Jobs; both
 * are Unknown until the run has ended, so that waiting for {@code Complete=False} is waiting for an
 * end without success.
 */
public final class RunConditions {
  private RunConditions() {}

  /** {@return the status with its conditions, which continue those of the observed run} */
  public static EtlRunStatus on(EtlRun observed, EtlRunStatus status, Instant now) {
    var before = observed.getStatus() == null ? null : observed.getStatus().conditions();
    var conditions = new Conditions(before, observed.getMetadata().getGeneration(), now);
    var state = Objects.requireNonNullElse(status.state(), RunState.UNKNOWN);
    var ended = status.completionTime() != null;
    var reason = status.reason() == null ? "Unknown" : status.reason();
    var sentence = "Run %s %s.".formatted(observed.getMetadata().getName(), words(state, ended));
    return status.withConditions(
        List.of(
            conditions.condition("Complete", complete(state, ended), reason, sentence),
            conditions.condition("Failed", failed(state, ended), reason, sentence),
            conditions.condition("Ended", State.of(ended), reason, sentence)));
  }

  private static State complete(RunState state, boolean ended) {
    return known(state, ended) ? State.of(state == RunState.SUCCEEDED) : State.UNKNOWN;
  }

  private static State failed(RunState state, boolean ended) {
    return known(state, ended) ? State.of(state != RunState.SUCCEEDED) : State.UNKNOWN;
  }

  private static boolean known(RunState state, boolean ended) {
    return ended && state.terminal();
  }

  private static String words(RunState state, boolean ended) {
    return switch (state) {
      case QUEUED -> "waits";
      case RUNNING -> "is active";
      case SUCCEEDED -> "has succeeded";
      case FAILED -> "has failed";
      case CANCELLED -> "was cancelled";
      case SUPERSEDED -> "was obsolete before it started";
      case UNKNOWN -> ended ? "has ended, and its outcome is not known" : "is not known to be over";
    };
  }
}
