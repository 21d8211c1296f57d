package dev.penstock.operator.pipeline;

import dev.penstock.operator.event.Announcement;
import dev.penstock.operator.event.Announcement.Kind;
import dev.penstock.operator.event.Announcer;
import dev.penstock.operator.metrics.SlotsNotInTime;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.slot.SlotNews;
import dev.penstock.operator.status.PipelineOutcome;
import dev.penstock.operator.upstream.Combination;
import java.util.List;
import java.util.stream.Collectors;

/** What changed since the observed status, as events on the pipeline. */
final class PipelineNews {
  private final Announcer announcer;
  private final SlotsNotInTime notInTime;

  PipelineNews(Announcer announcer, SlotsNotInTime notInTime) {
    this.announcer = announcer;
    this.notInTime = notInTime;
  }

  /**
   * Tells before the status is written: what is told twice is one event, what is not told is lost.
   */
  void tell(EtlPipeline pipeline, PipelineOutcome outcome) {
    PipelineStory.of(pipeline, outcome).forEach(event -> announcer.tell(pipeline, event));
  }

  /** A run that is made because others have committed. */
  void tellUpstreams(EtlPipeline pipeline, Combination commits) {
    var metadata = pipeline.getMetadata();
    var run = commits.run(metadata.getName(), metadata.getUid());
    var which =
        commits.commits().entrySet().stream()
            .map(commit -> "%s (%d)".formatted(commit.getKey(), commit.getValue().number()))
            .collect(Collectors.joining(", "));
    var note = "Run %s is made, because these have committed: %s.".formatted(run, which);
    announcer.tell(pipeline, new Announcement(Kind.NORMAL, "UpstreamRunMade", note, run));
  }

  /** Slots that did not run in time; each event that is written is counted. */
  void tellSlots(EtlPipeline pipeline, List<SlotNews> news) {
    for (var each : news) {
      if (announcer.tell(pipeline, SlotStory.of(pipeline.getMetadata().getName(), each))) {
        notInTime.count(each);
      }
    }
  }
}
