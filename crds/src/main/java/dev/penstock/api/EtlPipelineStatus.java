package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a pipeline: at most 24 kB, written only when it changes. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EtlPipelineStatus(
    @JsonPropertyDescription(
            "observedGeneration is the generation of the spec that this status speaks of. None: of none"
                + " yet.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "conditions: Ready, LastRunSucceeded, Verified, and with freshness Fresh. None: nothing is"
                + " known yet.")
        @Nullable List<StatusCondition> conditions,
    @JsonPropertyDescription(
            "nextScheduleTime is when the next run is due (RFC 3339). None: no schedule or"
                + " suspended.")
        @Nullable String nextScheduleTime,
    @JsonPropertyDescription(
            "active names the EtlRun that is running or queued first. None: nothing runs.")
        @Nullable String active,
    @JsonPropertyDescription("lastRun is the newest run that has ended. None: none has.")
        @Nullable RunSummary lastRun,
    @JsonPropertyDescription("lastSuccessfulRun is the newest run that succeeded. None: none has.")
        @Nullable RunSummary lastSuccessfulRun,
    @JsonPropertyDescription(
            "consecutiveFailures counts failed runs since the last success; runs over windows neither count"
                + " nor end it. None: 0.")
        @Nullable Integer consecutiveFailures,
    @JsonPropertyDescription(
            "activeState is the state of the active run: Queued or Running. None: nothing"
                + " runs.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable RunState activeState,
    @JsonPropertyDescription(
            "change is the newest spec that runOnChange has answered. None: it was never set.")
        @Nullable ChangeStatus change,
    @JsonPropertyDescription(
            "recentRuns are the newest runs that were counted, at most 20, so that each counts once"
                + " however late its end is seen. None: none has ended.")
        @Size(max = 20)
        @Nullable List<CountedRun> recentRuns,
    @JsonPropertyDescription(
            "slots account for every time at which the schedule said run. None: there was no schedule"
                + " yet.")
        @Nullable SlotsStatus slots,
    @JsonPropertyDescription(
            "after accounts for the commits of the pipelines in spec.after. None: the spec has none.")
        @Nullable AfterStatus after,
    @JsonPropertyDescription(
            "freshTime is when the newest success over no window ended, by which Fresh is judged"
                + " (RFC 3339). None: there was none.")
        @Nullable String freshTime,
    @JsonPropertyDescription(
            "notifications are the incidents that notifiers are told of, and how far: at most 12."
                + " None: nothing is wrong that anybody is to know.")
        @Size(max = 12)
        @Nullable List<NotificationStatus> notifications) {

  /** Of which no success is known that loaded what was new. */
  public EtlPipelineStatus(
      @Nullable Long observedGeneration,
      @Nullable List<StatusCondition> conditions,
      @Nullable String nextScheduleTime,
      @Nullable String active,
      @Nullable RunSummary lastRun,
      @Nullable RunSummary lastSuccessfulRun,
      @Nullable Integer consecutiveFailures,
      @Nullable RunState activeState,
      @Nullable ChangeStatus change,
      @Nullable List<CountedRun> recentRuns,
      @Nullable SlotsStatus slots,
      @Nullable AfterStatus after) {
    this(
        observedGeneration,
        conditions,
        nextScheduleTime,
        active,
        lastRun,
        lastSuccessfulRun,
        consecutiveFailures,
        activeState,
        change,
        recentRuns,
        slots,
        after,
        null,
        null);
  }

  /** {@return the same, speaking of that change} */
  public EtlPipelineStatus withChange(@Nullable ChangeStatus other) {
    return new EtlPipelineStatus(
        observedGeneration,
        conditions,
        nextScheduleTime,
        active,
        lastRun,
        lastSuccessfulRun,
        consecutiveFailures,
        activeState,
        other,
        recentRuns,
        slots,
        after,
        freshTime,
        notifications);
  }

  /** {@return the same with that account of the slots} */
  public EtlPipelineStatus withSlots(@Nullable SlotsStatus account) {
    return new EtlPipelineStatus(
        observedGeneration,
        conditions,
        nextScheduleTime,
        active,
        lastRun,
        lastSuccessfulRun,
        consecutiveFailures,
        activeState,
        change,
        recentRuns,
        account,
        after,
        freshTime,
        notifications);
  }

  /** {@return the same with that account of the pipelines that are waited for} */
  public EtlPipelineStatus withAfter(@Nullable AfterStatus account) {
    return new EtlPipelineStatus(
        observedGeneration,
        conditions,
        nextScheduleTime,
        active,
        lastRun,
        lastSuccessfulRun,
        consecutiveFailures,
        activeState,
        change,
        recentRuns,
        slots,
        account,
        freshTime,
        notifications);
  }

  /** {@return the same with that account of who has been told} */
  public EtlPipelineStatus withNotifications(@Nullable List<NotificationStatus> account) {
    return new EtlPipelineStatus(
        observedGeneration,
        conditions,
        nextScheduleTime,
        active,
        lastRun,
        lastSuccessfulRun,
        consecutiveFailures,
        activeState,
        change,
        recentRuns,
        slots,
        after,
        freshTime,
        account);
  }
}
