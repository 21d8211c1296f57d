package dev.penstock.operator.run;

import dev.penstock.api.runner.RunnerContract;
import dev.penstock.operator.admission.JobPhase;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.JobPods;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import dev.penstock.operator.status.Report;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Has a report made of a run whose pods do not tell: one Job per run, whose name is always the
 * same. What it has found goes into the run's status, and an ended run is never asked about again.
 */
final class Reports {
  private static final int CONFLICT = 409;
  private static final Set<Integer> REFUSALS = Set.of(400, 403, 422);

  private final KubernetesClient client;

  Reports(KubernetesClient client) {
    this.client = client;
  }

  /** {@return what is known of a run by its log} Its Job has ended, so no pod of it works. */
  Report of(EtlRun run, Job job, Context<EtlRun> context) {
    var identity = RunJob.identity(run, job);
    return report(
        run,
        ReportJob.desired(
            run, identity.uid(), identity.scheduled().toString(), job.getSpec().getTemplate()),
        context);
  }

  /** {@return what is known by its log of a run whose Job is not there any more} */
  Report ofGone(EtlRun run, Context<EtlRun> context) {
    var uid = uid(run);
    var working = working(uid, context);
    if (working.isPresent()) {
      return new Report.Pending(
          "Its pod %s has not ended, and may still commit.".formatted(working.get()));
    }
    var namespace = run.getMetadata().getNamespace();
    var pipeline = String.valueOf(run.getSpec().pipeline());
    var cronJob = client.batch().v1().cronjobs().inNamespace(namespace).withName(pipeline).get();
    if (cronJob == null) {
      return new Report.Failed("pipeline %s is gone too".formatted(pipeline));
    }
    var template = cronJob.getSpec().getJobTemplate().getSpec().getTemplate();
    var found = report(run, ReportJob.desired(run, uid, scheduled(run), template), context);
    // Another spec may have another store, whose log knows nothing of the run.
    return found instanceof Report.Nothing && !ofTheSameSpec(run, cronJob)
        ? new Report.Failed("the spec of pipeline %s has changed since".formatted(pipeline))
        : found;
  }

  private static boolean ofTheSameSpec(EtlRun run, CronJob cronJob) {
    var status = run.getStatus();
    var now = annotations(cronJob.getSpec().getJobTemplate().getMetadata()).get(Marks.SPEC_HASH);
    return status == null || status.specHash() == null || status.specHash().equals(now);
  }

  private Report report(EtlRun run, Job desired, Context<EtlRun> context) {
    Job job;
    try {
      job = known(run, context).orElseGet(() -> create(desired));
    } catch (KubernetesClientException e) {
      if (!REFUSALS.contains(e.getCode())) {
        throw e;
      }
      // A quota, a policy, a namespace that is going: asking for ever would hide that the run
      // ended.
      return new Report.Failed("Job %s is refused".formatted(desired.getMetadata().getName()));
    }
    if (!Owners.owns(run, job)) {
      return new Report.Failed(
          "Job %s exists and is not of this run".formatted(job.getMetadata().getName()));
    }
    return Report.of(job, JobPhase.of(job).ended() ? JobPods.of(job, client) : List.of());
  }

  private static Optional<Job> known(EtlRun run, Context<EtlRun> context) {
    return context.getSecondaryResources(Job.class).stream()
        .filter(job -> ReportJob.is(job) && Owners.owns(run, job))
        .findFirst();
  }

  private Job create(Job desired) {
    try {
      return client.resource(desired).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
      return client.resource(desired).require(); // made before, and not in the cache yet
    }
  }

  /** {@return a pod of the run that has not ended, as one on a lost node never does} */
  private static Optional<String> working(String uid, Context<EtlRun> context) {
    return context.getSecondaryResources(Pod.class).stream()
        .filter(pod -> !ReportJob.is(pod))
        .filter(pod -> uid.equals(annotations(pod).get(RunnerContract.RUN_UID_ANNOTATION)))
        .filter(pod -> pod.getStatus() == null || !ended(pod.getStatus().getPhase()))
        .map(pod -> pod.getMetadata().getName())
        .min(String::compareTo);
  }

  private static boolean ended(String phase) {
    return "Succeeded".equals(phase) || "Failed".equals(phase);
  }

  private static String uid(EtlRun run) {
    return annotations(run).getOrDefault(Marks.JOB_UID, run.getMetadata().getUid());
  }

  private static String scheduled(EtlRun run) {
    var status = run.getStatus();
    return status == null || status.scheduledTime() == null
        ? run.getMetadata().getCreationTimestamp()
        : status.scheduledTime();
  }

  private static Map<String, String> annotations(HasMetadata resource) {
    return annotations(resource.getMetadata());
  }

  private static Map<String, String> annotations(ObjectMeta metadata) {
    return Objects.requireNonNullElse(metadata.getAnnotations(), Map.of());
  }
}
