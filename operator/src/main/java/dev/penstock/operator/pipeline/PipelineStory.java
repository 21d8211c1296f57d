package dev.penstock.operator.pipeline;

import dev.penstock.api.CountedRun;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.api.StatusCondition;
import dev.penstock.operator.event.Announcement;
import dev.penstock.operator.event.Announcement.Kind;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.status.PipelineOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events from one status of a pipeline to the next, in the order of the story: the spec, the
 * runs, what they mean for the pipeline.
 */
final class PipelineStory {
  private final @Nullable EtlPipelineStatus before;
  private final EtlPipelineStatus now;
  private final String name;
  private final List<Announcement> events = new ArrayList<>();

  private PipelineStory(EtlPipeline pipeline, EtlPipelineStatus now) {
    this.before = pipeline.getStatus();
    this.now = now;
    this.name = pipeline.getMetadata().getName();
  }

  static List<Announcement> of(EtlPipeline pipeline, PipelineOutcome outcome) {
    var story = new PipelineStory(pipeline, outcome.status());
    condition(story.now, "Ready").ifPresent(story::ready);
    outcome
        .due()
        .ifPresent(change ->
            story.normal(
                "ChangeRunMade",
                "Run %s is made for spec %s, because runOnChange is set."
                    .formatted(change.run(), change.specHash()),
                String.valueOf(change.run())));
    outcome.news().forEach(story::ended);
    story.active();
    condition(story.now, "Verified").ifPresent(story::verified);
    story.recovered(outcome.news());
    condition(story.now, "Fresh").ifPresent(story::stale);
    return List.copyOf(story.events);
  }

  private void ready(StatusCondition ready) {
    var was = condition(before, "Ready");
    var generation = before == null ? null : before.observedGeneration();
    var moved = !Objects.equals(generation, now.observedGeneration());
    // The transition is part of its identity: the same mistake made again is news again.
    var once =
        ready.observedGeneration() + "/" + ready.lastTransitionTime() + "/" + ready.message();
    if (!isTrue(ready)) {
      if (was.isEmpty() || !said(was.get()).equals(said(ready))) {
        warning(text(ready.reason()), text(ready.message()), once);
      }
    } else if (was.isEmpty() || moved || !said(was.get()).equals(said(ready))) {
      var word =
          was.filter(condition -> !isTrue(condition)).isEmpty()
              ? "ConfigApplied"
              : "InvalidSpec".equals(was.get().reason()) ? "SpecValid" : "ReadyAgain";
      normal(
          word,
          "Generation %d of pipeline %s is in place. %s"
              .formatted(now.observedGeneration(), name, text(ready.message())),
          once);
    }
  }

  private void active() {
    var was = before == null ? null : before.active();
    var wasState = before == null ? null : before.activeState();
    if (now.active() == null || (now.active().equals(was) && now.activeState() == wasState)) {
      return;
    }
    if (now.activeState() == RunState.RUNNING) {
      started(now.active());
    } else {
      normal(
          "RunQueued",
          "Run %s waits; its events say for what: kubectl describe etlrun %s."
              .formatted(now.active(), now.active()),
          once(now.active()));
    }
  }

  private void started(String run) {
    normal(
        "RunStarted",
        "Run %s has started. Follow it with: kubectl get etlrun %s -o wide.".formatted(run, run),
        once(run));
  }

  private void ended(RunSummary run) {
    var seen =
        before != null
            && Objects.equals(before.active(), run.name())
            && before.activeState() == RunState.RUNNING;
    if (run.startTime() != null && run.name() != null && !seen) {
      started(run.name());
    }
    var note = "Run %s: %s: %s".formatted(run.name(), text(run.reason()), text(run.message()));
    var once = text(run.uid());
    switch (Objects.requireNonNullElse(run.result(), RunState.UNKNOWN)) {
      case SUCCEEDED -> normal("RunSucceeded", note, once);
      case CANCELLED -> normal("RunCancelled", note, once);
      case SUPERSEDED -> normal("RunSuperseded", note, once);
      case FAILED -> warning("RunFailed", note + failures(run), once);
      case QUEUED, RUNNING, UNKNOWN -> warning("RunUnknown", note, once);
    }
  }

  private String failures(RunSummary run) {
    var count = Objects.requireNonNullElse(now.consecutiveFailures(), 0);
    return run.equals(now.lastRun()) && count > 1 && !isWindow(run)
        ? " It is failure %d in a row.".formatted(count)
        : "";
  }

  /** It is none of those in a row. */
  private boolean isWindow(RunSummary run) {
    return Objects.requireNonNullElse(now.recentRuns(), List.<CountedRun>of()).stream()
        .anyMatch(counted ->
            Objects.equals(counted.uid(), run.uid()) && Boolean.TRUE.equals(counted.window()));
  }

  private void verified(StatusCondition verified) {
    if (isTrue(verified) && condition(before, "Verified").filter(PipelineStory::isTrue).isEmpty()) {
      normal("Verified", text(verified.message()), success());
    }
  }

  private void recovered(List<RunSummary> news) {
    var failures = before == null ? 0 : Objects.requireNonNullElse(before.consecutiveFailures(), 0);
    var succeeded = news.stream().anyMatch(run -> run.result() == RunState.SUCCEEDED);
    var wasStale = condition(before, "Fresh").filter(PipelineStory::isFalse).isPresent();
    var isFresh = condition(now, "Fresh").filter(PipelineStory::isTrue).isPresent();
    var stopped = succeeded && failures > 0 && Objects.equals(now.consecutiveFailures(), 0);
    if (stopped || (wasStale && isFresh)) {
      normal(
          "Recovered",
          "Pipeline %s has recovered%s%s."
              .formatted(
                  name,
                  stopped
                      ? " from %d failure%s in a row".formatted(failures, failures == 1 ? "" : "s")
                      : "",
                  wasStale && isFresh ? (stopped ? " and" : "") + " from being stale" : ""),
          success());
    }
  }

  private void stale(StatusCondition fresh) {
    if (isFalse(fresh) && condition(before, "Fresh").filter(PipelineStory::isFalse).isEmpty()) {
      warning("Stale", text(fresh.message()), success());
    }
  }

  private void normal(String reason, String note, String once) {
    events.add(new Announcement(Kind.NORMAL, reason, note, once));
  }

  private void warning(String reason, String note, String once) {
    events.add(new Announcement(Kind.WARNING, reason, note, once));
  }

  /** A name that comes back comes back after another run has ended. */
  private String once(String run) {
    return run + "/" + (before == null || before.lastRun() == null ? "" : before.lastRun().uid());
  }

  private String success() {
    var success = now.lastSuccessfulRun();
    return success == null ? "none" : success.specHash() + "/" + success.uid();
  }

  private static Optional<StatusCondition> condition(
      @Nullable EtlPipelineStatus status, String type) {
    return Optional.ofNullable(status).stream()
        .flatMap(s -> Optional.ofNullable(s.conditions()).stream().flatMap(List::stream))
        .filter(condition -> type.equals(condition.type()))
        .findFirst();
  }

  private static boolean isTrue(StatusCondition condition) {
    return "True".equals(condition.status());
  }

  private static boolean isFalse(StatusCondition condition) {
    return "False".equals(condition.status());
  }

  private static String said(StatusCondition condition) {
    return condition.status() + "/" + condition.reason() + "/" + condition.message();
  }

  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }
}
