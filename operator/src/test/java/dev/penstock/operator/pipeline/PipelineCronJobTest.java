package dev.penstock.operator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.Checked;
import dev.penstock.api.validation.Validator;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.settings.RunnerImage;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import org.junit.jupiter.api.Test;

class PipelineCronJobTest {
  @Test
  void scheduleZoneAndDeadlinesAreThoseOfTheSpec() {
    var spec = cronJob(Given.pipeline("orders", "startingDeadlineSeconds: 60\n")).getSpec();
    assertThat(spec.getSchedule()).isEqualTo("0 0 1 1 *");
    assertThat(spec.getTimeZone()).isEqualTo("America/New_York");
    assertThat(spec.getSuspend()).isFalse();
    assertThat(spec.getConcurrencyPolicy()).isEqualTo("Forbid");
    assertThat(spec.getStartingDeadlineSeconds()).isEqualTo(60);
  }

  @Test
  void withoutAScheduleItIsSuspendedAndNeverDue() {
    var spec = cronJob(Given.unscheduled("orders")).getSpec();
    assertThat(spec.getSuspend()).isTrue();
    assertThat(spec.getSchedule()).isEqualTo("0 0 30 2 *");
  }

  @Test
  void aSuspendedPipelineSuspendsItsSchedule() {
    assertThat(cronJob(Given.pipeline("orders", "suspend: true\n")).getSpec().getSuspend())
        .isTrue();
  }

  @Test
  void jobsWaitForAdmissionAndSayWhatTheyUse() {
    var template = cronJob(Given.pipeline("orders")).getSpec().getJobTemplate();
    assertThat(template.getSpec().getSuspend()).isTrue();
    assertThat(template.getMetadata().getAnnotations())
        .containsEntry("penstock.dev/connections", "lake,shop-db")
        .hasEntrySatisfying("penstock.dev/spec-hash", hash -> assertThat(hash).hasSize(16));
    assertThat(template.getMetadata().getLabels())
        .containsOnlyKeys("app.kubernetes.io/managed-by", "penstock.dev/pipeline");
  }

  @Test
  void disruptionsDoNotCountAndRefusalsAreNotRetried() {
    var rules =
        cronJob(Given.pipeline("orders"))
            .getSpec()
            .getJobTemplate()
            .getSpec()
            .getPodFailurePolicy()
            .getRules();
    assertThat(rules)
        .extracting(rule -> rule.getAction())
        .containsExactly("Ignore", "FailJob", "FailJob");
    assertThat(rules.getFirst().getOnPodConditions().getFirst().getType())
        .isEqualTo("DisruptionTarget");
    assertThat(rules.get(1).getOnPodConditions().getFirst().getType()).isEqualTo("ConfigIssue");
    assertThat(rules.getLast().getOnExitCodes().getContainerName()).isEqualTo("runner");
    // 70, 75, 137 and all that is unknown count against backoffLimit.
    assertThat(rules.getLast().getOnExitCodes().getValues()).containsExactly(65, 78);
  }

  @Test
  void oneAttemptRunsAtATime() {
    var job = cronJob(Given.pipeline("orders")).getSpec().getJobTemplate().getSpec();
    assertThat(job.getPodReplacementPolicy()).isEqualTo("Failed");
    assertThat(job.getParallelism()).isNull();
    assertThat(job.getCompletions()).isNull();
  }

  @Test
  void deadlineAndBackoffOfARunAreThoseOfTheSpec() {
    var job =
        cronJob(Given.pipeline("orders", "activeDeadlineSeconds: 60\nbackoffLimit: 0\n"))
            .getSpec()
            .getJobTemplate()
            .getSpec();
    assertThat(job.getActiveDeadlineSeconds()).isEqualTo(60);
    assertThat(job.getBackoffLimit()).isZero();
  }

  @Test
  void jobsAreKeptAsTheSpecSays() {
    var absent = cronJob(Given.pipeline("orders")).getSpec();
    assertThat(absent.getSuccessfulJobsHistoryLimit()).isEqualTo(3);
    assertThat(absent.getFailedJobsHistoryLimit()).isEqualTo(3);
    var written =
        cronJob(
                Given.pipeline(
                    "orders", "successfulJobsHistoryLimit: 1\nfailedJobsHistoryLimit: 10\n"))
            .getSpec();
    assertThat(written.getSuccessfulJobsHistoryLimit()).isEqualTo(1);
    assertThat(written.getFailedJobsHistoryLimit()).isEqualTo(10);
  }

  @Test
  void thePodHasNoTokenAndNoRights() {
    var pod = pod(Given.pipeline("orders"));
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
    var security = pod.getContainers().getFirst().getSecurityContext();
    assertThat(security.getReadOnlyRootFilesystem()).isTrue();
    assertThat(security.getAllowPrivilegeEscalation()).isFalse();
    assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
  }

  @Test
  void theRunnerLearnsTheRunFromAnnotationsAndTheAttemptFromThePod() {
    var env = pod(Given.pipeline("orders")).getContainers().getFirst().getEnv();
    assertThat(env)
        .extracting(EnvVar::getName)
        .containsExactly(
            "PENSTOCK_NAMESPACE",
            "PENSTOCK_RUN_ID",
            "PENSTOCK_RUN_NAME",
            "PENSTOCK_ATTEMPT",
            "PENSTOCK_SCHEDULED_TIME",
            "PENSTOCK_TRIGGER",
            "PENSTOCK_REQUEST",
            "PENSTOCK_SCRATCH",
            "PENSTOCK_TERMINATION_MESSAGE");
    assertThat(env.get(1).getValueFrom().getFieldRef().getFieldPath())
        .isEqualTo("metadata.annotations['penstock.dev/run-uid']");
    assertThat(env.get(3).getValueFrom().getFieldRef().getFieldPath()).isEqualTo("metadata.uid");
  }

  @Test
  void secretsOfUsedConnectionsAreMountedAndMayBeMissing() {
    var pod = pod(Given.pipeline("orders"));
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getSecret() != null)
        .extracting(volume -> volume.getSecret().getSecretName())
        .containsExactly("lake", "shop-db");
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getSecret() != null)
        .allMatch(volume -> volume.getSecret().getOptional());
    assertThat(pod.getContainers().getFirst().getVolumeMounts())
        .extracting(mount -> mount.getMountPath())
        .contains("/etc/penstock/secrets/shop-db", "/etc/penstock/config", "/scratch");
  }

  @Test
  void quantitiesAreSpelledAsTheServerStoresThem() {
    var pod =
        pod(
            Given.pipeline(
                "orders",
                """
                pod: {resources: {requests: {cpu: 1000m, memory: 1024Mi}, limits: {memory: 2048Mi}}}
                scratch: {size: 0.5Gi}
                """));
    var resources = pod.getContainers().getFirst().getResources();
    assertThat(resources.getRequests())
        .containsEntry("cpu", new Quantity("1"))
        .containsEntry("memory", new Quantity("1Gi"));
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getName().equals("scratch"))
        .first()
        .extracting(volume -> volume.getEmptyDir().getSizeLimit())
        .isEqualTo(new Quantity("512Mi"));
  }

  @Test
  void theConfigMapIsNamedByItsContentAndNeverChanges() {
    var one = PipelineConfigMap.desired(rendering(Given.pipeline("orders")));
    var same = PipelineConfigMap.desired(rendering(Given.pipeline("orders")));
    var other = PipelineConfigMap.desired(rendering(Given.pipeline("orders", "backoffLimit: 1\n")));
    assertThat(one).isEqualTo(same);
    assertThat(one.getImmutable()).isTrue();
    assertThat(one.getMetadata().getName()).matches("orders-[0-9a-f]{8}");
    assertThat(other.getMetadata().getName()).isNotEqualTo(one.getMetadata().getName());
    assertThat(one.getData().get("manifests.json"))
        .startsWith("{\"apiVersion\":\"v1\",\"items\":[{")
        .contains("\"kind\":\"EtlPipeline\"", "\"name\":\"shop-db\"")
        .doesNotContain("unused");
  }

  private static PodSpec pod(EtlPipeline pipeline) {
    return cronJob(pipeline).getSpec().getJobTemplate().getSpec().getTemplate().getSpec();
  }

  private static CronJob cronJob(EtlPipeline pipeline) {
    return PipelineCronJob.desired(rendering(pipeline));
  }

  private static Rendering rendering(EtlPipeline pipeline) {
    var id = new ResourceName(Given.NAMESPACE, pipeline.getMetadata().getName());
    var checked = new Validator().pipeline(id, pipeline.getSpec(), Given.connections());
    assertThat(checked).isInstanceOf(Checked.Valid.class);
    var valid = ((Checked.Valid<Pipeline>) checked).value();
    return Rendering.of(
        pipeline, valid, Given.connections(), new RunnerImage("runner:1", "IfNotPresent"));
  }
}
