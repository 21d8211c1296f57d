package dev.penstock.operator.admission;

import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one Job of a namespace through at a time, even when two operators decide at once. Caches lag
 * behind, so the decision that counts is taken on what the API server says now:
 *
 * <ol>
 *   <li>read the {@link AdmissionBook}, then list Jobs and limits;
 *   <li>if the Job of its intent still waits, start that one first, whoever decided so;
 *   <li>decide;
 *   <li>write the next intent, which is refused if anyone has written one since step 1;
 *   <li>start the Job.
 * </ol>
 *
 * <p>Who gets past step 4 has seen every Job that was ever started: those of earlier intents by
 * step 2, and there are no later ones. Why not less: docs/decisions/0018.
 */
public final class Gate {
  private static final int TRIES = 5;
  private static final Set<Integer> REFUSALS = Set.of(400, 403, 422);

  private final KubernetesClient client;
  private final Starter starter;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  public Gate(KubernetesClient client) {
    this.client = client;
    this.starter = new Starter(client);
  }

  /**
   * Decides and starts the Job when it may.
   *
   * @throws KubernetesClientException when others decide again and again meanwhile, or the API
   *     server refuses: the same call again is right
   */
  public Decision pass(Job job, RunIdentity run) {
    var namespace = job.getMetadata().getNamespace();
    // Threads of one process need not lose races among themselves.
    var lock = locks.computeIfAbsent(namespace, any -> new ReentrantLock());
    lock.lock();
    try {
      for (int tried = 0; tried < TRIES; tried++) {
        var decided = pass(namespace, job, run);
        if (decided.isPresent()) {
          return decided.get();
        }
      }
      throw new KubernetesClientException(
          "Job %s: others have decided %d times meanwhile"
              .formatted(job.getMetadata().getName(), TRIES));
    } finally {
      lock.unlock();
    }
  }

  /** {@return the decision; empty when someone else has decided meanwhile} */
  private Optional<Decision> pass(String namespace, Job job, RunIdentity run) {
    var uid = job.getMetadata().getUid();
    var book = AdmissionBook.read(client, namespace);
    var jobs = finished(book, list(namespace));
    var mine = find(jobs, uid);
    if (mine.isEmpty() || JobStanding.of(mine.get()) != JobStanding.WAITING) {
      return Optional.of(standing(mine)); // by a patch that the cache has not shown yet
    }
    var decision = decide(jobs, mine.get(), limits(namespace));
    if (decision instanceof Decision.Wait) {
      return Optional.of(decision);
    }
    if (!book.write(new Intent(job.getMetadata().getName(), uid, run.annotations()))) {
      return Optional.empty();
    }
    return Optional.of(standing(starter.start(mine.get(), run.annotations())));
  }

  /** {@return the decision over these Jobs; a Job that is not among them any more waits} */
  public static Decision decide(Iterable<Job> jobs, Job job, Map<String, Integer> limits) {
    var candidates = new ArrayList<Candidate>();
    jobs.forEach(each -> Candidate.of(each).ifPresent(candidates::add));
    return Optional.ofNullable(Admission.decide(candidates, limits).get(job.getMetadata().getUid()))
        .orElseGet(Gate::changed);
  }

  /** {@return the Jobs, after the start that an operator has decided on and perhaps not done} */
  private List<Job> finished(AdmissionBook book, List<Job> jobs) {
    var intent = book.intent();
    var open = intent.flatMap(decided -> find(jobs, decided.uid()));
    if (open.isEmpty() || JobStanding.of(open.get()) != JobStanding.WAITING) {
      return jobs;
    }
    var all = new ArrayList<>(jobs);
    all.remove(open.get());
    try {
      starter.start(open.get(), intent.orElseThrow().annotations()).ifPresent(all::add);
    } catch (KubernetesClientException refused) {
      if (!REFUSALS.contains(refused.getCode())) {
        throw refused;
      }
      // A policy, a quota: its own run says so, and others need not wait for it.
      all.add(asStarted(open.get(), intent.orElseThrow().annotations()));
    }
    return all;
  }

  /** {@return the Job as it would be, so that it holds its places in this decision} */
  private static Job asStarted(Job job, Map<String, String> identity) {
    return new JobBuilder(job)
        .editSpec()
        .withSuspend(false)
        .editTemplate()
        .editOrNewMetadata()
        .addToAnnotations(identity)
        .endMetadata()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Decision standing(Optional<Job> job) {
    return job.map(JobStanding::of).filter(JobStanding.ADMITTED::equals).isPresent()
        ? new Decision.Admit()
        : changed();
  }

  private static Decision changed() {
    return new Decision.Wait(AdmissionReason.ADMITTING, "Its Job was changed by someone else.");
  }

  private static Optional<Job> find(Collection<Job> jobs, String uid) {
    return jobs.stream().filter(job -> job.getMetadata().getUid().equals(uid)).findFirst();
  }

  private List<Job> list(String namespace) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withLabel(Marks.MANAGED_BY, Marks.PENSTOCK)
        .list()
        .getItems();
  }

  private Map<String, Integer> limits(String namespace) {
    return Limits.of(
        client.resources(EtlConnection.class).inNamespace(namespace).list().getItems().stream());
  }
}
