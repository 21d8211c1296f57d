package dev.penstock.operator.pipeline;

import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.api.StatusCondition;
import dev.penstock.operator.event.Announcement;
import dev.penstock.operator.event.Announcement.Kind;
import dev.penstock.operator.event.Announcer;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.status.PipelineOutcome;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What changed since the observed status, as events on the pipeline. */
final class PipelineNews {
  private final Announcer announcer;

  PipelineNews(Announcer announcer) {
    this.announcer = announcer;
  }

  void tell(EtlPipeline pipeline, PipelineOutcome outcome) {
    var before = ready(pipeline.getStatus());
    ready(outcome.status())
        .filter(now -> before.isEmpty() || !said(now).equals(said(before.get())))
        .ifPresent(now -> announcer.tell(pipeline, announcement(now)));
    outcome.news().forEach(run -> announcer.tell(pipeline, announcement(run)));
  }

  private static Announcement announcement(StatusCondition ready) {
    var good = "True".equals(ready.status());
    // The transition is part of its identity: the same mistake made again is news again.
    return new Announcement(
        good ? Kind.NORMAL : Kind.WARNING,
        Objects.requireNonNullElse(ready.reason(), "Ready"),
        Objects.requireNonNullElse(ready.message(), ""),
        ready.observedGeneration() + "/" + ready.lastTransitionTime() + "/" + ready.message());
  }

  private static Announcement announcement(RunSummary run) {
    var good = run.result() == RunState.SUCCEEDED;
    var what = good ? "RunSucceeded" : run.result() == RunState.FAILED ? "RunFailed" : "RunUnknown";
    return new Announcement(
        good ? Kind.NORMAL : Kind.WARNING,
        what,
        "Run %s: %s %s".formatted(run.name(), run.reason(), run.message()),
        Objects.requireNonNullElse(run.uid(), ""));
  }

  private static Optional<StatusCondition> ready(@Nullable EtlPipelineStatus status) {
    return Optional.ofNullable(status).stream()
        .flatMap(s -> Optional.ofNullable(s.conditions()).stream().flatMap(java.util.List::stream))
        .filter(condition -> "Ready".equals(condition.type()))
        .findFirst();
  }

  private static String said(StatusCondition condition) {
    return condition.status() + "/" + condition.reason() + "/" + condition.message();
  }
}
