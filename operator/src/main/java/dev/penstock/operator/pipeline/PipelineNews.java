package dev.penstock.operator.pipeline;

import dev.penstock.operator.event.Announcer;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.status.PipelineOutcome;

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
}
