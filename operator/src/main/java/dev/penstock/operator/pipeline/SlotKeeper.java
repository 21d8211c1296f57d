package dev.penstock.operator.pipeline;

import dev.penstock.api.SlotsStatus;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import dev.penstock.operator.slot.SlotFacts;
import dev.penstock.operator.slot.SlotLedger;
import dev.penstock.operator.slot.SlotLedger.Account;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the facts to the ledger of slots: what the CronJob carries out, the runs there are, and,
 * only when a slot seems to have none, the Jobs that have no record yet.
 */
final class SlotKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(SlotKeeper.class);

  private final Clock clock;
  private final AtomicBoolean unknown = new AtomicBoolean();
  private final AtomicReference<Optional<Instant>> actingSince =
      new AtomicReference<>(Optional.empty());

  SlotKeeper(Clock clock) {
    this.clock = clock;
  }

  /**
   * Notes why a write was refused. Definitions of an earlier release have no place for slots, and
   * the API server refuses a status that has a field more: then all the rest is written without
   * them, until an operator starts on newer definitions.
   *
   * @param words of the API server
   */
  void refused(String words) {
    if (words.contains(".status.slots: field not declared in schema") && !unknown.getAndSet(true)) {
      LOG.warn(
          "event=slots-not-kept cause=\"the definition of EtlPipeline is of an earlier release\""
              + " next=\"upgrade penstock-crds, then restart the operator\"");
    }
  }

  /** {@return the pipeline's CronJob as far as it was seen} */
  static Optional<CronJob> cronJob(EtlPipeline pipeline, Context<EtlPipeline> context) {
    // A copy that somebody made of it may bear its owner, too.
    return context.getSecondaryResources(CronJob.class).stream()
        .filter(cronJob -> cronJob.getMetadata().getName().equals(pipeline.getMetadata().getName()))
        .filter(cronJob -> Owners.owns(pipeline, cronJob))
        .findFirst();
  }

  /** {@return what the status is to say; without an account, what it says} */
  @Nullable SlotsStatus said(EtlPipeline pipeline, Optional<Account> account) {
    return unknown.get()
        ? null
        : account.map(known -> known.ledger().written()).orElse(observed(pipeline));
  }

  /**
   * {@return the account; empty: there is no CronJob, or there was never a schedule}
   *
   * @param found the CronJob before this reconciliation wrote it
   */
  Optional<Account> account(
      EtlPipeline pipeline,
      Optional<CronJob> found,
      Collection<EtlRun> runs,
      Context<EtlPipeline> context) {
    if (unknown.get()) {
      return Optional.empty();
    }
    var now = clock.instant();
    var since = actingSince.updateAndGet(known -> known.or(() -> Optional.of(now))).orElse(now);
    return cronJob(pipeline, context)
        .flatMap(cronJob ->
            account(
                pipeline, SlotSources.facts(cronJob, found, runs, since), cronJob, now, context));
  }

  private static Optional<Account> account(
      EtlPipeline pipeline,
      SlotFacts facts,
      CronJob cronJob,
      Instant now,
      Context<EtlPipeline> context) {
    var before = SlotLedger.read(observed(pipeline));
    var account = SlotLedger.look(before, facts, now);
    if (account.filter(known -> !known.looked()).isEmpty()) {
      return account;
    }
    var metadata = pipeline.getMetadata();
    var jobs =
        context
            .getClient()
            .batch()
            .v1()
            .jobs()
            .inNamespace(metadata.getNamespace())
            .withLabel(Marks.PIPELINE, metadata.getName())
            .list()
            .getItems();
    return SlotLedger.look(before, facts.with(SlotSources.ofJobs(jobs, cronJob)), now);
  }

  private static @Nullable SlotsStatus observed(EtlPipeline pipeline) {
    return pipeline.getStatus() == null ? null : pipeline.getStatus().slots();
  }
}
