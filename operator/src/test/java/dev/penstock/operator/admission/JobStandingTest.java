package dev.penstock.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.runner.RunnerContract;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobStandingTest {
  private static final String STARTED = "startTime: \"2026-11-24T10:00:10Z\"";

  @Test
  void aSuspendedJobThatNeverStartedWaits() {
    assertThat(standing(Given.job("a", true, "{}"))).isEqualTo(JobStanding.WAITING);
    assertThat(standing(Given.job("a", true, "conditions: [{type: Suspended, status: \"True\"}]")))
        .isEqualTo(JobStanding.WAITING);
  }

  @Test
  void theIdentityInThePodTemplateIsWhatAdmissionLeaves() {
    assertThat(standing(admitted(false, "{}"))).isEqualTo(JobStanding.ADMITTED);
    assertThat(standing(admitted(true, STARTED))).isEqualTo(JobStanding.HELD);
    assertThat(standing(admitted(true, "{}"))).as("not seen to start").isEqualTo(JobStanding.HELD);
  }

  @Test
  void aJobThatStartedWithoutOneWasResumedByHand() {
    assertThat(standing(Given.job("a", false, "{}"))).isEqualTo(JobStanding.RESUMED);
    assertThat(standing(Given.job("a", true, STARTED))).isEqualTo(JobStanding.RESUMED);
  }

  @Test
  void aMarkOrADeletionTakesAWaitingJobOut() {
    var marked = Given.job("a", true, "{}");
    marked.getMetadata().setAnnotations(Map.of(Marks.WITHDRAWN, "Cancelled"));
    assertThat(standing(marked)).isEqualTo(JobStanding.WITHDRAWN);
    var deleted = Given.job("a", true, "{}");
    deleted.getMetadata().setDeletionTimestamp(Given.CREATED);
    assertThat(standing(deleted)).isEqualTo(JobStanding.WITHDRAWN);
  }

  @Test
  void anEndIsAnEndWhateverCameBefore() {
    var ended = admitted(true, "conditions: [{type: Failed, status: \"True\"}]");
    assertThat(standing(ended)).isEqualTo(JobStanding.ENDED);
  }

  private static Job admitted(boolean suspended, String status) {
    var job = Given.job("a", suspended, status);
    job.getSpec()
        .getTemplate()
        .setMetadata(
            new ObjectMetaBuilder()
                .addToAnnotations(RunnerContract.RUN_UID_ANNOTATION, "uid")
                .build());
    return job;
  }

  private static JobStanding standing(Job job) {
    return JobStanding.of(job);
  }
}
