package dev.penstock.operator.run;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunTrigger;
import dev.penstock.api.validation.CanonicalSpec;
import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.admission.Decision;
import dev.penstock.operator.admission.Gate;
import dev.penstock.operator.admission.Obsolescence;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.StatusPen;
import dev.penstock.operator.status.RunConditions;
import dev.penstock.operator.status.RunOutcome;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run whose Job waits: out of the queue, on, or in. What the caches know is good enough to wait
 * by; before anything is done the API server is asked.
 */
final class Queueing {
  private static final Decision.Wait ADMITTING =
      new Decision.Wait(AdmissionReason.ADMITTING, "It may start and is being started.");

  private final KubernetesClient client;
  private final Gate gate;
  private final Withdrawal withdrawal;

  Queueing(KubernetesClient client, Gate gate) {
    this.client = client;
    this.gate = gate;
    this.withdrawal = new Withdrawal(client);
  }

  /**
   * {@return the next status; empty: the Job has started}
   *
   * @param now RFC 3339
   */
  Optional<EtlRunStatus> follow(
      EtlRun run,
      Job job,
      String now,
      StatusPen<EtlRun, EtlRunStatus> pen,
      Context<EtlRun> context) {
    if (Boolean.TRUE.equals(run.getSpec().cancel())) {
      return Optional.of(withdrawn(run, job, AdmissionReason.CANCELLED, now));
    }
    var identity = RunJob.identity(run, job);
    var queue = RunEventSources.queue(run, context);
    var obsolete =
        obsolete(run, job, RunEventSources.pipeline(run, context), queue)
            .flatMap(guess -> obsolete(run, job, pipeline(run), queue));
    if (obsolete.isPresent()) {
      return Optional.of(withdrawn(run, job, obsolete.get(), now));
    }
    if (Gate.decide(queue.with(job), job, queue.limits()) instanceof Decision.Wait wait) {
      return Optional.of(RunOutcome.queued(identity, job, wait));
    }
    var changed = obsolete(run, job, pipeline(run), queue);
    if (changed.isPresent()) {
      return Optional.of(withdrawn(run, job, changed.get(), now));
    }
    // The Job's name is on the status before the Job may start, so it never gets a second one, and
    // a status that says less proves that it did not start.
    pen.write(
        RunConditions.on(run, RunOutcome.queued(identity, job, ADMITTING), Instant.parse(now)));
    return gate.pass(job, identity) instanceof Decision.Wait wait
        ? Optional.of(RunOutcome.queued(identity, job, wait))
        : Optional.empty();
  }

  private EtlRunStatus withdrawn(EtlRun run, Job job, AdmissionReason reason, String now) {
    return Withdrawal.ended(run, withdrawal.mark(job, reason), now);
  }

  private static Optional<AdmissionReason> obsolete(
      EtlRun run, Job job, @Nullable EtlPipeline pipeline, RunEventSources.Queue queue) {
    var trigger = Objects.requireNonNullElse(run.getSpec().trigger(), RunTrigger.REQUEST);
    return Obsolescence.of(job, trigger, now(pipeline), queue.jobs());
  }

  private static Optional<Obsolescence.Pipeline> now(@Nullable EtlPipeline pipeline) {
    return Optional.ofNullable(pipeline)
        .filter(found -> found.getMetadata().getDeletionTimestamp() == null)
        .filter(found -> found.getSpec() != null)
        .map(found ->
            new Obsolescence.Pipeline(
                found.getMetadata().getUid(), CanonicalSpec.hash(found.getSpec()).hex()));
  }

  private @Nullable EtlPipeline pipeline(EtlRun run) {
    return client
        .resources(EtlPipeline.class)
        .inNamespace(run.getMetadata().getNamespace())
        .withName(run.getSpec().pipeline())
        .get();
  }
}
