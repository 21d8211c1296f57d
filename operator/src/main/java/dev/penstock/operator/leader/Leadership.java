package dev.penstock.operator.leader;

import dev.penstock.operator.settings.Election;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seeks the lease, keeps it, and hands it over when closed.
 *
 * <p>A watchdog of its own ends the term when no renewal came through before the deadline, even
 * while the elector hangs in a request.
 */
public final class Leadership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Leadership.class);
  private static final int WATCHES_PER_PERIOD = 4;

  private final Election election;
  private final Term term;
  private final ObservedLease lease;
  private final Runnable lost;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService watchdog;
  private final CompletableFuture<?> seeking;

  private Leadership(
      KubernetesClient client, Election election, Term term, Runnable lead, Runnable lost) {
    this.election = election;
    this.term = term;
    this.lost = lost;
    this.lease = new ObservedLease(election, term);
    this.watchdog =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("lease-watchdog").unstarted(task));
    var callbacks =
        new LeaderCallbacks(
            () -> {
              log.info("leads lease={} identity={}", election.name(), election.identity());
              lead.run();
            },
            this::lose,
            holder -> log.info("lease={} holder={}", election.name(), holder));
    var config =
        new LeaderElectionConfig(
            lease,
            election.duration(),
            election.deadline(),
            election.period(),
            callbacks,
            true,
            election.name());
    this.seeking = new LeaderElector(client, config, calls).start();
    long often = Math.max(1, election.period().toMillis() / WATCHES_PER_PERIOD);
    watchdog.scheduleAtFixedRate(this::watch, often, often, TimeUnit.MILLISECONDS);
  }

  /**
   * Begins to seek the lease; returns at once.
   *
   * @param client stays the caller's to close
   * @param term runs while the lease is held
   * @param lead called once, when the lease is held
   * @param lost called once, when it was held and is no more; not when closed
   */
  public static Leadership seek(
      KubernetesClient client, Election election, Term term, Runnable lead, Runnable lost) {
    return new Leadership(client, election, term, lead, lost);
  }

  /** {@return whether the lease is looked at as it should be, held or not} */
  public boolean isSeen() {
    return !seeking.isDone() && lease.isSeen();
  }

  /** Hands the lease over, so that another need not wait for its end. */
  @Override
  public void close() {
    closing.set(true);
    watchdog.shutdownNow();
    seeking.cancel(true);
    term.end();
    calls.close();
  }

  private void watch() {
    if (term.isOver() || seeking.isDone()) {
      lose();
    }
  }

  private void lose() {
    if (!closing.get() && term.end()) {
      log.error("lost lease={} identity={}", election.name(), election.identity());
      lost.run();
    }
  }
}
