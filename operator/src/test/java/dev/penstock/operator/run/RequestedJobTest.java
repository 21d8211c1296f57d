package dev.penstock.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.operator.Given;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestedJobTest {
  @Test
  void theNameEndsWithTheRunsIdentity() {
    assertThat(RequestedJob.name(Given.run("first", "orders"))).isEqualTo("first-0a1b2c3d");
  }

  @Test
  void aLongNameIsCut() {
    var run = Given.run("r".repeat(200), "orders");
    assertThat(RequestedJob.name(run)).isEqualTo("r".repeat(50) + "-0a1b2c3d");
  }

  @Test
  void theJobIsTheTemplateOwnedByTheRun() {
    var template = Given.job("template", true, "{}");
    var cronJob =
        new CronJobBuilder()
            .withNewSpec()
            .withNewJobTemplate()
            .withMetadata(template.getMetadata())
            .withSpec(template.getSpec())
            .endJobTemplate()
            .endSpec()
            .build();
    var run = Given.run("first", "orders");
    var job = RequestedJob.desired(run, Given.pipeline("orders"), cronJob);
    assertThat(job.getSpec()).isEqualTo(template.getSpec());
    assertThat(job.getMetadata().getLabels()).isEqualTo(template.getMetadata().getLabels());
    assertThat(job.getMetadata().getAnnotations())
        .containsAllEntriesOf(template.getMetadata().getAnnotations())
        .containsEntry(Marks.PIPELINE_UID, "uid-of-orders");
    assertThat(job.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> {
          assertThat(owner.getUid()).isEqualTo(run.getMetadata().getUid());
          assertThat(owner.getController()).isTrue();
          assertThat(owner.getBlockOwnerDeletion()).isNull();
        });
    assertThat(RunJob.belongs(job, run)).isTrue();
  }

  @Test
  void aRecordHasTheIdentityOfItsJobAndTheTimeItWasDue() {
    var job = Given.job("orders-29", true, "{}");
    job.getMetadata().setAnnotations(Map.of(Marks.CRONJOB_SCHEDULED, "2026-11-24T05:15:00-05:00"));
    var run = RecordedRun.desired(job, Given.pipeline("orders"), "orders-29");
    assertThat(RunJob.belongs(job, run)).isTrue();
    var identity = RunJob.identity(run, job);
    assertThat(identity.uid()).isEqualTo("uid-of-orders-29");
    assertThat(identity.trigger()).isEqualTo("Schedule");
    assertThat(identity.scheduled()).hasToString("2026-11-24T10:15:00Z");
  }

  @Test
  void aJobOfTheSameNameIsNotTheRuns() {
    var run = RecordedRun.desired(Given.job("a", true, "{}"), Given.pipeline("orders"), "a");
    var other = Given.job("a", true, "{}");
    other.getMetadata().setUid("another");
    assertThat(RunJob.belongs(other, run)).isFalse();
  }

  @Test
  void aJobMadeByHandIsARequest() {
    var job = Given.job("by-hand", true, "{}");
    job.getMetadata().setAnnotations(Map.of(Marks.INSTANTIATE, "manual"));
    var run = RecordedRun.desired(job, Given.pipeline("orders"), "by-hand");
    assertThat(RunJob.identity(run, job).trigger()).isEqualTo("Request");
    assertThat(RunJob.identity(run, job).scheduled()).hasToString(Given.CREATED);
  }
}
