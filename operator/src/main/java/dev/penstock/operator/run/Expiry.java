package dev.penstock.operator.run;

import dev.penstock.operator.backfill.Backfills;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.StatusPen;
import dev.penstock.operator.status.PipelineOutcome;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Deletes a run as long after its end as its spec says. When that is follows from what stands on
 * the API server, so an operator that starts anew deletes what is due. A run whose end is not yet
 * in its pipeline's status stays until it is, so that none goes uncounted.
 */
final class Expiry {
  private static final Duration COUNTING = Duration.ofSeconds(2);

  private Expiry() {}

  /** Deletes a run that has ended, if it is time, or looks again when it will be. */
  static UpdateControl<EtlRun> follow(EtlRun run, Instant now, Context<EtlRun> context) {
    UpdateControl<EtlRun> control = UpdateControl.noUpdate();
    left(run, now)
        .ifPresent(left -> {
          if (left.isPositive()) {
            control.rescheduleAfter(left.plus(StatusPen.AT_ONCE));
          } else if (!counted(run, context)) {
            control.rescheduleAfter(COUNTING);
          } else if (run.getMetadata().getDeletionTimestamp() == null) {
            // Names come back: another run of this name has another version.
            context.getClient().resource(run).lockResourceVersion().delete();
          }
        });
    return control;
  }

  /** {@return how long the run is kept from now on, maybe not at all; empty: for good} */
  static Optional<Duration> left(EtlRun run, Instant now) {
    var spec = run.getSpec();
    var status = run.getStatus();
    var seconds = spec == null ? null : spec.ttlSecondsAfterFinished();
    var end = status == null ? null : status.completionTime();
    return seconds == null || end == null
        ? Optional.empty()
        : Optional.of(Duration.between(now, Instant.parse(end).plusSeconds(seconds)));
  }

  /** The runs of a backfill go with it. */
  private static boolean counted(EtlRun run, Context<EtlRun> context) {
    var pipeline = RunEventSources.pipeline(run, context);
    return pipeline == null
        || Stream.concat(Stream.of(run), Backfills.runs(run, context))
            .allMatch(ended -> PipelineOutcome.counts(pipeline, ended));
  }
}
