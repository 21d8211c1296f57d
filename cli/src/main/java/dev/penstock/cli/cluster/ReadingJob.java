package dev.penstock.cli.cluster;

import dev.penstock.api.runner.RunnerContract;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
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
 * The Job that prints what a run has kept of its log: the run's own pod with other words, which
 * only read. No label makes it one of the operator's: it is not admitted, recorded or counted.
 */
public final class ReadingJob {
  /** Label on the Job and its pod: the UID of the run that it is about. */
  public static final String LABEL = "penstock.dev/reads-log-of";

  private static final String OPERATORS = "app.kubernetes.io/managed-by";

  /** What the Job controller writes on the pods of the run's Job. */
  private static final Set<String> OF_ANOTHER_JOB =
      Set.of(
          OPERATORS,
          "batch.kubernetes.io/controller-uid",
          "batch.kubernetes.io/job-name",
          "controller-uid",
          "job-name");

  /** With what is drawn behind it, and what a pod's name has more, at most 63. */
  private static final int NAME = 44;

  private static final long DEADLINE_SECONDS = 300;
  private static final int KEPT_SECONDS = 600;

  private ReadingJob() {}

  /**
   * {@return the Job} It goes with the run, or a while after its end where nobody deletes it.
   *
   * @param uid of the run, as its pods knew it
   * @param template of the run's pods, or of the pods of its pipeline now
   */
  public static Job desired(SeenRun run, String uid, PodTemplateSpec template) {
    var name = run.name();
    var metadata = run.resource().getMetadata();
    return new JobBuilder()
        .withNewMetadata()
        .withName(
            Namespace.drawn(name.substring(0, Math.min(NAME, name.length())).replace('.', '-')))
        .withNamespace(metadata.getNamespace())
        .withLabels(Map.of(LABEL, uid))
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(run.resource().getApiVersion())
                .withKind(run.resource().getKind())
                .withName(name)
                .withUid(metadata.getUid())
                .build())
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(DEADLINE_SECONDS)
        .withTtlSecondsAfterFinished(KEPT_SECONDS)
        .withTemplate(pod(uid, template))
        .endSpec()
        .build();
  }

  private static PodTemplateSpec pod(String uid, PodTemplateSpec template) {
    var labels =
        new HashMap<>(
            Objects.requireNonNullElse(
                template.getMetadata().getLabels(), Map.<String, String>of()));
    labels.keySet().removeAll(OF_ANOTHER_JOB);
    labels.put(LABEL, uid);
    return new PodTemplateSpecBuilder(template)
        .editMetadata()
        .withLabels(labels)
        .endMetadata()
        .editSpec()
        .withContainers(
            template.getSpec().getContainers().stream()
                .map(container -> container(container, uid))
                .toList())
        .withVolumes(template.getSpec().getVolumes().stream().map(ReadingJob::volume).toList())
        .endSpec()
        .build();
  }

  private static Container container(Container container, String uid) {
    return container.getName().equals(RunnerContract.CONTAINER)
        ? container
            .edit()
            .withArgs(
                List.of(
                    "log",
                    "--kept",
                    "--run-id",
                    uid,
                    "-f",
                    RunnerContract.CONFIG_DIRECTORY,
                    "--secrets",
                    RunnerContract.SECRETS_DIRECTORY))
            .build()
        : container;
  }

  /** Scratch takes a few Secrets here: no volume is claimed for that. */
  private static Volume volume(Volume volume) {
    return volume.getEphemeral() == null
        ? volume
        : new VolumeBuilder().withName(volume.getName()).withNewEmptyDir().endEmptyDir().build();
  }
}
