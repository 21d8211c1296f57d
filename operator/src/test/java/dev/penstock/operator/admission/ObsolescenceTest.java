package dev.penstock.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.RunTrigger;
import dev.penstock.operator.Given;
import dev.penstock.operator.admission.Obsolescence.Pipeline;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

public class ObsolescenceTest {
  private static final Optional<Pipeline> SAME =
      Optional.of(new Pipeline("uid-of-orders", "0123456789abcdef"));
  private static final Optional<Pipeline> CHANGED =
      Optional.of(new Pipeline("uid-of-orders", "fedcba9876543210"));
  private static final Optional<Pipeline> ANOTHER =
      Optional.of(new Pipeline("another-uid", "0123456789abcdef"));

  @Test
  void aRunOfTheSamePipelineMayStart() {
    for (var trigger : RunTrigger.values()) {
      assertThat(Obsolescence.of(requested(), trigger, SAME, List.of()))
          .as("%s", trigger)
          .isEmpty();
    }
  }

  @Test
  void aRunOfAPipelineThatIsGoneOrAnotherIsObsolete() {
    for (var pipeline : List.of(ANOTHER, Optional.<Pipeline>empty())) {
      assertThat(Obsolescence.of(requested(), RunTrigger.REQUEST, pipeline, List.of()))
          .contains(AdmissionReason.PIPELINE_GONE);
    }
  }

  @Test
  void onlyARunOfAChangeIsObsoleteWhenTheSpecHasChanged() {
    assertThat(Obsolescence.of(requested(), RunTrigger.CHANGE, CHANGED, List.of()))
        .contains(AdmissionReason.SPEC_CHANGED);
    assertThat(Obsolescence.of(requested(), RunTrigger.REQUEST, CHANGED, List.of())).isEmpty();
    assertThat(Obsolescence.of(due("a", 10), RunTrigger.SCHEDULE, CHANGED, List.of())).isEmpty();
  }

  @Explains(AdmissionReason.NEWER_SLOT)
  @Test
  void aScheduledRunIsCoveredByANewerOne() {
    var older = due("older", 10);
    assertThat(scheduled(older, due("newer", 11))).contains(AdmissionReason.NEWER_SLOT);
    var done = due("newer", 11);
    done.setStatus(ended("Complete").getStatus());
    assertThat(scheduled(older, done)).contains(AdmissionReason.NEWER_SLOT);
  }

  @Test
  void aScheduledRunIsNotCoveredByOneThatDoesNotCount() {
    var older = due("older", 10);
    var failed = due("newer", 11);
    failed.setStatus(ended("Failed").getStatus());
    var withdrawn = due("newer", 11);
    withdrawn.getMetadata().getAnnotations().put(Marks.WITHDRAWN, "Cancelled");
    var other = due("newer", 11);
    other.getMetadata().setLabels(Map.of(Marks.PIPELINE, "customers"));
    var byHand = Given.job("by-hand", true, "{}");
    var wrong = due("newer", 11);
    wrong.getMetadata().getAnnotations().put(Marks.CRONJOB_SCHEDULED, "at noon");
    for (var newer : List.of(failed, withdrawn, other, byHand, wrong, older, due("old", 9))) {
      assertThat(scheduled(older, newer)).isEmpty();
    }
  }

  private static Optional<AdmissionReason> scheduled(Job job, Job other) {
    return Obsolescence.of(job, RunTrigger.SCHEDULE, SAME, List.of(job, other));
  }

  private static Job requested() {
    var job = Given.job("first", true, "{}");
    var annotations = new HashMap<>(job.getMetadata().getAnnotations());
    annotations.put(Marks.PIPELINE_UID, "uid-of-orders");
    job.getMetadata().setAnnotations(annotations);
    return job;
  }

  private static Job due(String name, int hour) {
    var job = Given.job(name, true, "{}");
    var annotations = new HashMap<>(job.getMetadata().getAnnotations());
    annotations.put(Marks.CRONJOB_SCHEDULED, "2026-11-24T%02d:15:00-05:00".formatted(hour));
    job.getMetadata().setAnnotations(annotations);
    return job;
  }

  private static Job ended(String condition) {
    return Given.job(
        "ended", false, "conditions: [{type: %s, status: \"True\"}]".formatted(condition));
  }
}
