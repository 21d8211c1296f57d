package dev.penstock.operator.pipeline;

import dev.penstock.operator.event.Announcement;
import dev.penstock.operator.event.Announcement.Kind;
import dev.penstock.operator.event.Announcer;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.status.PipelineOutcome;
import dev.penstock.operator.upstream.Combination;
import java.util.stream.Collectors;

/** What changed since the observed status, as events on the pipeline. */
final class PipelineNews {
  private final Announcer announcer;

  PipelineNews(Announcer announcer) {
    this.announcer = announcer;
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
}
