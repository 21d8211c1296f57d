package dev.penstock.operator.run;

import dev.penstock.api.runner.RunnerContract;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The Job that reads a run's fate from the commit log: the run's own pod with other words. It is no
 * run: it starts at once, no pipeline label makes it a candidate of admission, and nobody records
 * it.
 */
final class ReportJob {
  private static final List<String> WORDS =
      List.of(
          "log",
          "--report",
          "-f",
          RunnerContract.CONFIG_DIRECTORY,
          "--secrets",
          RunnerContract.SECRETS_DIRECTORY);

  /** What the Job controller writes on the pods of the run's Job. */
  private static final Set<String> OF_ANOTHER_JOB =
      Set.of(Marks.CONTROLLER_UID, "batch.kubernetes.io/job-name", "controller-uid", "job-name");

  /** Together at most 59: a pod's name is the Job's and 5 more. */
  private static final int NAME = 43;

  private static final int UID = 8;
  private static final int TRIES = 3;
  private static final long DEADLINE_SECONDS = 300;
  private static final int KEPT_SECONDS = 600;

  private ReportJob() {}

  /** {@return whether a Job or pod is of a report} */
  static boolean is(HasMetadata resource) {
    return labels(resource.getMetadata().getLabels()).containsKey(Marks.REPORT);
  }

  /** {@return the one name of a run's report} */
  static String name(EtlRun run) {
    var name = run.getMetadata().getName();
    var cut = name.substring(0, Math.min(NAME, name.length())).replace('.', '-');
    return "%s-%s-report".formatted(cut, run.getMetadata().getUid().substring(0, UID));
  }

  /**
   * {@return the Job}
   *
   * @param uid of the run, as its pods knew it
   * @param scheduled when the run was due, RFC 3339; bounds how far the log is read back
   * @param template of the run's pods, or of the pods of its pipeline now
   */
  static Job desired(EtlRun run, String uid, String scheduled, PodTemplateSpec template) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name(run))
        .withNamespace(run.getMetadata().getNamespace())
        .withLabels(Map.of(Marks.MANAGED_BY, Marks.PENSTOCK, Marks.REPORT, uid))
        .withOwnerReferences(Owners.to(run))
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(TRIES - 1)
        .withActiveDeadlineSeconds(DEADLINE_SECONDS)
        .withTtlSecondsAfterFinished(KEPT_SECONDS)
        .withTemplate(pod(run, uid, scheduled, template))
        .endSpec()
        .build();
  }

  private static PodTemplateSpec pod(
      EtlRun run, String uid, String scheduled, PodTemplateSpec template) {
    var labels = new HashMap<>(labels(template.getMetadata().getLabels()));
    labels.keySet().removeAll(OF_ANOTHER_JOB);
    labels.put(Marks.REPORT, uid);
    return new PodTemplateSpecBuilder(template)
        .editMetadata()
        .withLabels(labels)
        .addToAnnotations(RunnerContract.RUN_UID_ANNOTATION, uid)
        .addToAnnotations(RunnerContract.RUN_NAME_ANNOTATION, run.getMetadata().getName())
        .addToAnnotations(RunnerContract.SCHEDULED_TIME_ANNOTATION, scheduled)
        .endMetadata()
        .editSpec()
        .withContainers(
            template.getSpec().getContainers().stream().map(ReportJob::container).toList())
        .withVolumes(template.getSpec().getVolumes().stream().map(ReportJob::volume).toList())
        .endSpec()
        .build();
  }

  private static Container container(Container container) {
    return container.getName().equals(RunnerContract.CONTAINER)
        ? container.edit().withArgs(WORDS).build()
        : container;
  }

  /** Scratch takes a few Secrets here: no volume is claimed for that. */
  private static Volume volume(Volume volume) {
    return volume.getEphemeral() == null
        ? volume
        : new VolumeBuilder().withName(volume.getName()).withNewEmptyDir().endEmptyDir().build();
  }

  private static Map<String, String> labels(Map<String, String> labels) {
    return Objects.requireNonNullElse(labels, Map.of());
  }
}
