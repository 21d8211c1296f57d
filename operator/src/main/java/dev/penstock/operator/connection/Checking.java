package dev.penstock.operator.connection;

import dev.penstock.api.EtlConnectionStatus;
import dev.penstock.operator.admission.JobPhase;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.JobPods;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import dev.penstock.operator.settings.Checks;
import dev.penstock.operator.settings.RunnerImage;
import dev.penstock.operator.status.CheckResult;
import dev.penstock.operator.status.ConnectionOutcome;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Has connections checked, each by one Job at a time, and says what these have found. That a check
 * can not be made is nobody's failure but told.
 */
final class Checking {
  /** Of a namespace: a release that is new to a cluster must not fill it with checks. */
  private static final int AT_ONCE = 4;

  private static final Duration NEXT_PLACE = Duration.ofSeconds(10);

  /** Longer than a cache needs to show what was made. */
  private static final Duration LAG = Duration.ofSeconds(10);

  /** How long a connection that is seen no more may be remembered; one that is seen waits anew. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private static final int CONFLICT = 409;
  private static final Set<Integer> REFUSALS = Set.of(400, 403, 404, 422);

  private final KubernetesClient client;
  private final RunnerImage image;
  private final CheckDue due;
  private final Duration remembered;
  private final Clock clock;
  private final Map<String, Noticed> noticed = new ConcurrentHashMap<>();

  private final Map<String, Place> made = new HashMap<>();

  private record Noticed(String hash, Instant at) {}

  /** Of a check that was made of late, by the connection's uid. */
  private record Place(String namespace, Instant at) {}

  Checking(KubernetesClient client, RunnerImage image, Checks checks, Clock clock) {
    this.client = client;
    this.image = image;
    this.due = new CheckDue(checks);
    this.remembered = checks.delay().plus(REMEMBERED);
    this.clock = clock;
  }

  /**
   * What is known of a connection.
   *
   * @param status with what its last check has found
   * @param own its check, at work or ended; null: there is none
   * @param due when the next one is; empty: one is at work
   */
  record Look(EtlConnectionStatus status, @Nullable Job own, Optional<Instant> due) {}

  /** {@return how many connections wait for the check of a spec that was noticed} */
  int waiting() {
    return noticed.size();
  }

  /** {@return what its checks have found, and when the next is due} */
  Look look(
      EtlConnection connection,
      EtlConnectionStatus status,
      ConnectionOutcome outcome,
      List<Job> jobs) {
    var own =
        jobs.stream()
            .filter(job -> CheckJob.is(job) && Owners.owns(connection, job))
            .findFirst()
            .orElse(null);
    if (own != null && !JobPhase.of(own).ended()) {
      return new Look(status, own, Optional.empty());
    }
    var known = own == null ? status : found(status, outcome, own);
    var uid = connection.getMetadata().getUid();
    var hash = ConnectionText.of(connection).hash();
    return new Look(
        known,
        own,
        Optional.of(
            due.at(uid, hash, CheckJob.request(connection), known, since(uid, hash, known))));
  }

  private EtlConnectionStatus found(
      EtlConnectionStatus status, ConnectionOutcome outcome, Job ended) {
    var time = ended(ended);
    return time.equals(status.lastCheckTime())
        ? status
        : outcome.checked(
            status,
            CheckResult.of(ended, JobPods.of(ended, client)),
            time,
            CheckJob.hash(ended),
            CheckJob.request(ended));
  }

  /** {@return since when the spec of that hash waits for its check} */
  private Instant since(String uid, String hash, EtlConnectionStatus status) {
    if (hash.equals(status.checkedHash())) {
      noticed.remove(uid);
      return clock.instant();
    }
    var oldest = clock.instant().minus(remembered);
    noticed.values().removeIf(seen -> seen.at().isBefore(oldest));
    return noticed
        .compute(
            uid,
            (key, seen) ->
                seen != null && seen.hash().equals(hash)
                    ? seen
                    : new Noticed(hash, clock.instant()))
        .at();
  }

  /**
   * Makes the check that is due, or makes room for it.
   *
   * @param users pipelines that use the connection, by name
   * @return when to come again, if no event will tell
   */
  Next make(
      EtlConnection connection,
      Look look,
      ConnectionOutcome outcome,
      List<Job> jobs,
      List<EtlPipeline> users) {
    var own = look.own();
    if (own != null) {
      if (own.getMetadata().getDeletionTimestamp() == null) {
        // The cache may lag, and the name is that of the next one, too.
        client.resource(own).lockResourceVersion().delete();
      }
      return new Next(look.status(), Optional.empty());
    }
    if (!takePlace(connection, jobs)) {
      return new Next(look.status(), Optional.of(clock.instant().plus(NEXT_PLACE)));
    }
    var text = ConnectionText.of(connection);
    var desired = CheckJob.desired(connection, text, image, surroundings(connection, users));
    var refusal = create(connection, desired);
    if (refusal.isPresent()) {
      leavePlace(connection);
    }
    return new Next(
        refusal
            .map(why ->
                outcome.checked(
                    look.status(),
                    new CheckResult.NotMade(ConnectionOutcome.CHECK_REFUSED, why),
                    clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                    text.hash(),
                    CheckJob.request(connection)))
            .orElse(look.status()),
        Optional.empty());
  }

  /**
   * Connections are reconciled side by side, and the cache lags behind what others of them have
   * just made; so what was made a moment ago counts, too.
   */
  private synchronized boolean takePlace(EtlConnection connection, List<Job> jobs) {
    var now = clock.instant();
    made.values().removeIf(place -> !place.at().plus(LAG).isAfter(now));
    var namespace = connection.getMetadata().getNamespace();
    var seen = new HashSet<String>();
    var atWork = new HashSet<String>();
    for (var job : jobs) {
      var label = job.getMetadata().getLabels();
      if (CheckJob.is(job) && label != null) {
        seen.add(label.get(Marks.CONNECTION_CHECK));
        if (!JobPhase.of(job).ended()) {
          atWork.add(label.get(Marks.CONNECTION_CHECK));
        }
      }
    }
    made.forEach((uid, place) -> {
      if (place.namespace().equals(namespace) && !seen.contains(uid)) {
        atWork.add(uid);
      }
    });
    var uid = connection.getMetadata().getUid();
    atWork.remove(uid);
    if (atWork.size() >= AT_ONCE) {
      return false;
    }
    made.put(uid, new Place(namespace, now));
    return true;
  }

  private synchronized void leavePlace(EtlConnection connection) {
    made.remove(connection.getMetadata().getUid());
  }

  /**
   * What follows.
   *
   * @param again empty: an event will tell
   */
  record Next(EtlConnectionStatus status, Optional<Instant> again) {}

  /** {@return why it could not be made; empty: it is there} */
  private Optional<String> create(EtlConnection connection, Job desired) {
    var name = desired.getMetadata().getName();
    try {
      client.resource(desired).create();
      return Optional.empty();
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == CONFLICT) {
        var there = client.resource(desired).get();
        if (there == null) {
          // A quota's conflict, or one that has gone meanwhile: no event would tell.
          throw refused;
        }
        return Owners.owns(connection, there)
            ? Optional.empty()
            : Optional.of(
                "Job %s exists and is no check of this connection. Delete it.".formatted(name));
      }
      if (!REFUSALS.contains(refused.getCode())) {
        throw refused;
      }
      var said = refused.getStatus() == null ? null : refused.getStatus().getMessage();
      return Optional.of(
          "Job %s is refused: %s. It is tried again in a while."
              .formatted(name, said == null ? "code " + refused.getCode() : said));
    }
  }

  /** Who reads and writes over it knows best from where it can be reached. */
  private Surroundings surroundings(EtlConnection connection, List<EtlPipeline> users) {
    for (var user : users) {
      var cronJob =
          client
              .batch()
              .v1()
              .cronjobs()
              .inNamespace(connection.getMetadata().getNamespace())
              .withName(user.getMetadata().getName())
              .get();
      if (cronJob != null && Owners.owns(user, cronJob)) {
        return Surroundings.of(cronJob.getSpec().getJobTemplate().getSpec().getTemplate());
      }
    }
    return Surroundings.none();
  }

  private static String ended(Job job) {
    return JobPhase.condition(job, "Complete")
        .or(() -> JobPhase.condition(job, "Failed"))
        .map(JobCondition::getLastTransitionTime)
        .orElseGet(() -> job.getMetadata().getCreationTimestamp());
  }
}
