package dev.penstock.operator.pipeline;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunTrigger;
import dev.penstock.api.SlotState;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import dev.penstock.operator.slot.SlotFacts;
import dev.penstock.operator.slot.SlotPlan;
import dev.penstock.operator.slot.SlotReason;
import dev.penstock.operator.slot.SlotRun;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Kubernetes' objects say of slots. */
final class SlotSources {
  private static final long MINUTE = 60;

  private SlotSources() {}

  /**
   * @param found the CronJob before it was written
   */
  static SlotFacts facts(
      CronJob cronJob, Optional<CronJob> found, Collection<EtlRun> runs, Instant actingSince) {
    var status = cronJob.getStatus();
    return new SlotFacts(
        plan(cronJob),
        found.flatMap(SlotSources::plan),
        Duration.ofSeconds(
            Objects.requireNonNullElse(cronJob.getSpec().getStartingDeadlineSeconds(), 0L)),
        runs.stream().flatMap(run -> ofRun(run).stream()).toList(),
        time(status == null ? null : status.getLastScheduleTime()),
        time(cronJob.getMetadata().getCreationTimestamp()).orElse(Instant.EPOCH),
        actingSince);
  }

  /** {@return the runs of Jobs that the controller made} */
  static List<SlotRun> ofJobs(List<Job> jobs, CronJob cronJob) {
    return jobs.stream()
        .filter(job -> Owners.owns(cronJob, job))
        .flatMap(job -> ofJob(job).stream())
        .toList();
  }

  private static Optional<SlotPlan> plan(CronJob cronJob) {
    var spec = cronJob.getSpec();
    return PipelineCronJob.NEVER.equals(spec.getSchedule())
        ? Optional.empty()
        : Optional.of(
            new SlotPlan(
                spec.getSchedule(),
                Objects.requireNonNullElse(spec.getTimeZone(), "Etc/UTC"),
                Boolean.TRUE.equals(spec.getSuspend())));
  }

  private static Optional<SlotRun> ofRun(EtlRun run) {
    var status = run.getStatus();
    return status == null || run.getSpec() == null || run.getSpec().trigger() != RunTrigger.SCHEDULE
        ? Optional.empty()
        : time(status.scheduledTime())
            .filter(SlotSources::isSlot)
            .map(slot -> ofRun(run, status, slot));
  }

  private static SlotRun ofRun(EtlRun run, EtlRunStatus status, Instant slot) {
    var state = state(status);
    return new SlotRun(
        slot,
        run.getMetadata().getName(),
        state,
        // While it works the run's own status says more, and more often.
        Optional.ofNullable(status.reason()).filter(reason -> state != SlotState.RUNNING),
        time(run.getMetadata().getCreationTimestamp()).orElse(slot),
        time(status.startTime()),
        time(status.completionTime()));
  }

  private static SlotState state(EtlRunStatus status) {
    return switch (Objects.requireNonNullElse(status.state(), RunState.UNKNOWN)) {
      case QUEUED -> SlotState.QUEUED;
      case RUNNING -> SlotState.RUNNING;
      case SUCCEEDED -> SlotState.SUCCEEDED;
      case FAILED -> SlotState.FAILED;
      case CANCELLED -> SlotState.CANCELLED;
      case SUPERSEDED -> SlotState.SUPERSEDED;
      case UNKNOWN -> SlotState.UNKNOWN;
    };
  }

  private static Optional<SlotRun> ofJob(Job job) {
    var metadata = job.getMetadata();
    var due =
        Objects.requireNonNullElse(metadata.getAnnotations(), Map.<String, String>of())
            .get(Marks.CRONJOB_SCHEDULED);
    return time(due)
        .filter(SlotSources::isSlot)
        .map(slot -> {
          var started = time(job.getStatus() == null ? null : job.getStatus().getStartTime());
          var ended = ended(job);
          var state =
              ended.isPresent()
                  ? SlotState.UNKNOWN
                  : started.isPresent() ? SlotState.RUNNING : SlotState.QUEUED;
          return new SlotRun(
              slot,
              metadata.getName(),
              state,
              ended.map(end -> SlotReason.RECORD_GONE.toString()),
              time(metadata.getCreationTimestamp()).orElse(slot),
              started,
              ended);
        });
  }

  private static Optional<Instant> ended(Job job) {
    var conditions =
        job.getStatus() == null || job.getStatus().getConditions() == null
            ? List.<JobCondition>of()
            : job.getStatus().getConditions();
    return conditions.stream()
        .filter(condition -> "True".equals(condition.getStatus()))
        .filter(condition ->
            "Complete".equals(condition.getType()) || "Failed".equals(condition.getType()))
        .findFirst()
        .flatMap(condition -> time(condition.getLastTransitionTime()));
  }

  /** Cron is by the minute; a Job that no controller made may say anything. */
  private static boolean isSlot(Instant time) {
    return time.getNano() == 0 && time.getEpochSecond() % MINUTE == 0;
  }

  private static Optional<Instant> time(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
    } catch (DateTimeException written) {
      return Optional.empty();
    }
  }
}
