package dev.penstock.operator.pipeline;

import dev.penstock.api.model.Timing;
import dev.penstock.api.runner.ExitCode;
import dev.penstock.api.runner.RunnerContract;
import dev.penstock.operator.resource.Owners;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The CronJob of a pipeline, which has its name. Its Jobs start suspended and wait for admission.
 *
 * <p>A pipeline without a schedule has one too, so that {@code kubectl create job --from} works and
 * every Job has one template: it is suspended, and its schedule is a day that no year has.
 */
final class PipelineCronJob {
  /** The thirtieth of February: a line that is valid and never due. */
  static final String NEVER = "0 0 30 2 *";

  private static final int HISTORY = 3;

  private PipelineCronJob() {}

  static CronJob desired(Rendering rendering) {
    var timing = rendering.pipeline().timing();
    var written = rendering.resource().getSpec();
    return new CronJobBuilder()
        .withNewMetadata()
        .withName(rendering.name())
        .withNamespace(rendering.pipeline().id().namespace())
        .withLabels(RunnerPod.labels(rendering.name()))
        .withOwnerReferences(Owners.to(rendering.resource()))
        .endMetadata()
        .withNewSpec()
        .withSchedule(timing.schedule().orElse(NEVER))
        .withTimeZone(timing.zone().getId())
        .withSuspend(timing.suspended() || timing.schedule().isEmpty())
        .withConcurrencyPolicy("Forbid")
        .withStartingDeadlineSeconds(timing.startingDeadline().toSeconds())
        .withSuccessfulJobsHistoryLimit(kept(written.successfulJobsHistoryLimit()))
        .withFailedJobsHistoryLimit(kept(written.failedJobsHistoryLimit()))
        .withJobTemplate(jobTemplate(rendering, timing))
        .endSpec()
        .build();
  }

  private static int kept(@Nullable Integer limit) {
    return Objects.requireNonNullElse(limit, HISTORY);
  }

  private static JobTemplateSpec jobTemplate(Rendering rendering, Timing timing) {
    return new JobTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(RunnerPod.labels(rendering.name()))
        .withAnnotations(JobMarks.of(rendering))
        .endMetadata()
        .withNewSpec()
        .withSuspend(true)
        .withBackoffLimit(timing.backoffLimit())
        .withActiveDeadlineSeconds(timing.activeDeadline().toSeconds())
        .withPodFailurePolicy(failurePolicy())
        // The default too; without it a second attempt could start beside one that is ending.
        .withPodReplacementPolicy("Failed")
        .withTemplate(RunnerPod.template(rendering))
        .endSpec()
        .build();
  }

  /**
   * The first rule that matches decides. An evicted pod is no failure, whatever it exits with. A
   * pod that someone marked as never able to start, by condition ConfigIssue, and an exit code that
   * refuses data or configuration end the Job. All else, as 70, 75, 137 and what the JVM ends with,
   * counts against backoffLimit.
   */
  private static PodFailurePolicy failurePolicy() {
    return new PodFailurePolicyBuilder()
        .addNewRule()
        .withAction("Ignore")
        .addNewOnPodCondition("True", "DisruptionTarget")
        .endRule()
        .addNewRule()
        .withAction("FailJob")
        .addNewOnPodCondition("True", "ConfigIssue")
        .endRule()
        .addNewRule()
        .withAction("FailJob")
        .withNewOnExitCodes()
        .withContainerName(RunnerContract.CONTAINER)
        .withOperator("In")
        .withValues(ExitCode.DATA.code(), ExitCode.CONFIGURATION.code())
        .endOnExitCodes()
        .endRule()
        .build();
  }
}
