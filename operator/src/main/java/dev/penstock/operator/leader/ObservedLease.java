package dev.penstock.operator.leader;

import dev.penstock.operator.settings.Election;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The lease as the elector sees it: by this machine's clock only, by requests that end before the
 * lease does, and never again after the term is over. Each renewal is noted in the term.
 *
 * <p>The elector calls it from one thread at a time.
 */
final class ObservedLease implements Lock {
  private final LeaseLock lease;
  private final Election election;
  private final Term term;
  private @Nullable LeaderElectionRecord last;
  private ZonedDateTime changed = ZonedDateTime.now(ZoneOffset.UTC);
  private volatile long seen;

  ObservedLease(Election election, Term term) {
    this.lease = new LeaseLock(election.namespace(), election.name(), election.identity());
    this.election = election;
    this.term = term;
    this.seen = term.now();
  }

  /** {@return whether the lease has been read lately, so that its end will be seen} */
  boolean isSeen() {
    return term.now() - seen < election.duration().toNanos();
  }

  @Override
  public @Nullable LeaderElectionRecord get(KubernetesClient client) {
    if (term.isOver()) {
      throw new IllegalStateException("The term of %s is over".formatted(election.identity()));
    }
    var record = this.<@Nullable LeaderElectionRecord>with(client, lease::get);
    seen = term.now();
    if (record == null) {
      last = null;
      return null;
    }
    if (!record.equals(last)) {
      last = record;
      changed = ZonedDateTime.now(ZoneOffset.UTC);
    }
    // The holder's clock may be wrong: its lease ends one duration after its change was seen here.
    return new LeaderElectionRecord(
        record.getHolderIdentity(),
        record.getLeaseDuration(),
        record.getAcquireTime(),
        changed,
        record.getLeaderTransitions());
  }

  @Override
  public void create(KubernetesClient client, LeaderElectionRecord record) {
    write(client, record, lease::create);
  }

  @Override
  public void update(KubernetesClient client, LeaderElectionRecord record) {
    write(client, record, lease::update);
  }

  @Override
  public String identity() {
    return lease.identity();
  }

  @Override
  public String describe() {
    return lease.describe();
  }

  private void write(KubernetesClient client, LeaderElectionRecord record, Write write) {
    long sent = term.now();
    with(
        client,
        brief -> {
          write.to(brief, record);
          return record;
        });
    if (identity().equals(record.getHolderIdentity())) {
      term.renew(sent);
    }
  }

  private <T extends @Nullable Object> T with(
      KubernetesClient client, Function<KubernetesClient, T> act) {
    // By itself the client tries for minutes; the elector tries again after its period.
    RequestConfig brief =
        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
            .withRequestTimeout(Math.toIntExact(election.period().multipliedBy(2).toMillis()))
            .withRequestRetryBackoffLimit(0)
            .build();
    return client.adapt(NamespacedKubernetesClient.class).withRequestConfig(brief).call(act::apply);
  }

  private interface Write {
    void to(KubernetesClient client, LeaderElectionRecord record);
  }
}
