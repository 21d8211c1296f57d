package dev.penstock.operator.pipeline;

import static dev.penstock.operator.status.Runs.HASH;
import static dev.penstock.operator.status.Runs.active;
import static dev.penstock.operator.status.Runs.ended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.RunState;
import dev.penstock.api.model.SpecHash;
import dev.penstock.operator.Given;
import dev.penstock.operator.event.Announcement;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.status.PipelineOutcome;
import dev.penstock.operator.status.Readiness;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PipelineStoryTest {
  private static final Readiness READY = ready("The CronJob is in place.");
  private static final Readiness INVALID = new Readiness.NotReady("InvalidSpec", "It is wrong.");

  private EtlPipeline pipeline = Given.pipeline("orders");
  private String now;

  @BeforeEach
  void aPipelineWasMadeAtTen() {
    now = "12:00:00";
  }

  private static Readiness ready(String message) {
    return new Readiness.Ready("Scheduled", message, new SpecHash(HASH), Optional.empty());
  }

  /** What is told of one look, after which the status is written. */
  private List<Announcement> story(Readiness readiness, EtlRun... runs) {
    var time = Instant.parse("2026-11-24T" + now + "Z");
    var outcome = PipelineOutcome.of(pipeline, readiness, List.of(runs), time);
    var story = PipelineStory.of(pipeline, outcome);
    assertThat(PipelineStory.of(pipeline, outcome))
        .as("told again it is the same")
        .isEqualTo(story);
    pipeline.setStatus(outcome.status());
    assertThat(
            PipelineStory.of(
                pipeline, PipelineOutcome.of(pipeline, readiness, List.of(runs), time)))
        .as("once it is written nothing is told again")
        .isEmpty();
    return story;
  }

  private List<String> reasons(Readiness readiness, EtlRun... runs) {
    return story(readiness, runs).stream().map(Announcement::reason).toList();
  }

  @Test
  void anAppliedSpecIsToldWithItsGeneration() {
    assertThat(story(READY))
        .singleElement()
        .extracting(Announcement::note)
        .isEqualTo("Generation 1 of pipeline orders is in place. The CronJob is in place.");
    pipeline.getMetadata().setGeneration(2L);
    assertThat(reasons(READY)).containsExactly("ConfigApplied");
  }

  @Test
  void aSpecBecomesInvalidAndValidAgain() {
    story(READY);
    pipeline.getMetadata().setGeneration(2L);
    assertThat(story(INVALID))
        .singleElement()
        .satisfies(event -> assertThat(event.kind()).isEqualTo(Announcement.Kind.WARNING))
        .extracting(Announcement::reason)
        .isEqualTo("InvalidSpec");
    pipeline.getMetadata().setGeneration(3L);
    assertThat(reasons(READY)).containsExactly("SpecValid");
    pipeline.getMetadata().setGeneration(4L);
    now = "12:30:00";
    assertThat(story(INVALID).getFirst().once())
        .as("the same mistake again is news")
        .contains("4/");
  }

  @Test
  void aRunIsToldFromItsQueueToWhatItMeans() {
    story(READY);
    assertThat(reasons(READY, active("a", RunState.QUEUED))).containsExactly("RunQueued");
    assertThat(reasons(READY, active("a", RunState.RUNNING))).containsExactly("RunStarted");
    assertThat(reasons(READY, ended("a", RunState.SUCCEEDED, 1)))
        .containsExactly("RunSucceeded", "Verified");
  }

  @Test
  void aRunThatWasNotSeenRunningIsToldToHaveStartedAllTheSame() {
    story(READY);
    assertThat(reasons(READY, ended("a", RunState.FAILED, 1)))
        .containsExactly("RunStarted", "RunFailed");
  }

  @Test
  void failuresInARowAreCountedAndRecoveryIsToldOnce() {
    story(READY, ended("a", RunState.FAILED, 1));
    assertThat(story(READY, ended("b", RunState.FAILED, 2)).getLast().note())
        .isEqualTo("Run b: Reason: It did. It is failure 2 in a row.");
    var story = story(READY, ended("c", RunState.SUCCEEDED, 3));
    assertThat(story.stream().map(Announcement::reason))
        .containsExactly("RunStarted", "RunSucceeded", "Verified", "Recovered");
    assertThat(story.getLast().note())
        .isEqualTo("Pipeline orders has recovered from 2 failures in a row.");
    assertThat(reasons(READY, ended("d", RunState.SUCCEEDED, 4)))
        .containsExactly("RunStarted", "RunSucceeded");
  }

  @Test
  void stalenessAndItsEndAreToldOnce() {
    pipeline = Given.pipeline("orders", "freshness: 3h\n");
    story(READY);
    now = "13:00:00";
    assertThat(reasons(READY)).containsExactly("Stale");
    now = "14:00:00";
    assertThat(reasons(READY)).isEmpty();
    assertThat(story(READY, ended("a", RunState.SUCCEEDED, 59)).getLast().note())
        .isEqualTo("Pipeline orders has recovered from being stale.");
    now = "14:59:00";
    assertThat(reasons(READY)).containsExactly("Stale");
  }

  @Test
  void aChangeIsToldWithTheRunThatIsMadeForIt() {
    pipeline = Given.pipeline("orders", "runOnChange: true\n");
    assertThat(reasons(READY)).containsExactly("ConfigApplied", "ChangeRunMade");
  }
}
