package dev.penstock.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.operator.Given;
import dev.penstock.operator.admission.Candidate;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class ReportJobTest {
  private static final PodTemplateSpec TEMPLATE =
      Serialization.unmarshal(
          """
          metadata:
            labels:
              app.kubernetes.io/managed-by: penstock
              penstock.dev/pipeline: orders
              team: data
              controller-uid: other
              job-name: other
              batch.kubernetes.io/controller-uid: other
              batch.kubernetes.io/job-name: other
            annotations: {penstock.dev/run-uid: old, theirs: kept}
          spec:
            restartPolicy: Never
            containers:
              - {name: runner, image: "runner:1", args: [run, -f, /etc/penstock/config], env: [{name: A, value: b}]}
              - {name: other, image: "other:1", args: [stay]}
            volumes:
              - name: scratch
                ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce]}}}
              - {name: config, configMap: {name: orders-abc}}
          """,
          PodTemplateSpec.class);

  private final EtlRun run = Given.run("first", "orders");
  private final Job job = ReportJob.desired(run, "the-uid", "2026-11-24T10:00:00Z", TEMPLATE);

  @Test
  void itIsTheRunsPodThatOnlyReadsTheLog() {
    var pod = job.getSpec().getTemplate();
    var runner = pod.getSpec().getContainers().getFirst();
    assertThat(runner.getArgs())
        .containsExactly(
            "log", "--report", "-f", "/etc/penstock/config", "--secrets", "/etc/penstock/secrets");
    assertThat(runner.getImage()).isEqualTo("runner:1");
    assertThat(runner.getEnv()).hasSize(1);
    assertThat(pod.getSpec().getContainers().getLast().getArgs()).containsExactly("stay");
    assertThat(pod.getMetadata().getAnnotations())
        .containsEntry("penstock.dev/run-uid", "the-uid")
        .containsEntry("penstock.dev/run-name", "first")
        .containsEntry("penstock.dev/scheduled-time", "2026-11-24T10:00:00Z")
        .containsEntry("theirs", "kept");
  }

  @Test
  void itClaimsNoVolume() {
    var volumes = job.getSpec().getTemplate().getSpec().getVolumes();
    assertThat(volumes.getFirst().getEphemeral()).isNull();
    assertThat(volumes.getFirst().getEmptyDir()).isNotNull();
    assertThat(volumes.getLast().getConfigMap().getName()).isEqualTo("orders-abc");
  }

  @Test
  void itsPodsAreItsOwn() {
    assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
        .containsOnlyKeys(Marks.MANAGED_BY, Marks.PIPELINE, "team", Marks.REPORT);
    assertThat(TEMPLATE.getMetadata().getLabels()).as("the run's stay").containsKey("job-name");
  }

  @Test
  void itIsNoRun() {
    job.getMetadata().setUid("u");
    job.getMetadata().setCreationTimestamp(Given.CREATED);
    assertThat(Candidate.of(job)).isEmpty();
    assertThat(RunJob.belongs(job, run)).as("though the run owns it").isFalse();
    assertThat(ReportJob.is(job)).isTrue();
    assertThat(ReportJob.is(Given.job("first", true, "{}"))).isFalse();
  }

  @Test
  void itStartsAtOnceGivesUpSoonAndGoesByItself() {
    var spec = job.getSpec();
    assertThat(spec.getSuspend()).isNull();
    assertThat(spec.getBackoffLimit()).isEqualTo(2);
    assertThat(spec.getActiveDeadlineSeconds()).isEqualTo(300);
    assertThat(spec.getTtlSecondsAfterFinished()).isEqualTo(600);
    assertThat(job.getMetadata().getName()).isEqualTo("first-0a1b2c3d-report");
    assertThat(job.getMetadata().getOwnerReferences().getFirst().getUid())
        .isEqualTo(run.getMetadata().getUid());
  }

  @Test
  void theLongestNameIsOneThatAJobMayHave() {
    assertThat(ReportJob.name(Given.run("r".repeat(200), "orders")))
        .isEqualTo("r".repeat(43) + "-0a1b2c3d-report")
        .hasSizeLessThanOrEqualTo(63);
  }
}
