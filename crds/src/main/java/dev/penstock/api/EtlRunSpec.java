package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run that someone asked for, or the record of one that the schedule made. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "self.pipeline == oldSelf.pipeline && has(self.trigger) == has(oldSelf.trigger)"
            + " && (!has(self.trigger) || self.trigger == oldSelf.trigger)",
    message = "a run is immutable but for cancel: create another EtlRun")
@ValidationRule(
    value =
        "has(self.window) == has(oldSelf.window) && (!has(self.window) || self.window =="
            + " oldSelf.window) && has(self.fullRefresh) == has(oldSelf.fullRefresh)"
            + " && (!has(self.fullRefresh) || self.fullRefresh == oldSelf.fullRefresh)"
            + " && has(self.adopt) == has(oldSelf.adopt)"
            + " && (!has(self.adopt) || self.adopt == oldSelf.adopt)",
    message = "a run is immutable but for cancel: create another EtlRun")
@ValidationRule(
    value =
        "(has(self.window) ? 1 : 0) + (has(self.fullRefresh) && self.fullRefresh ? 1 : 0)"
            + " + (has(self.adopt) ? 1 : 0) <= 1",
    message = "a run does one thing: write at most one of window, fullRefresh, adopt")
@ValidationRule(
    value =
        "!has(self.backfill) || !(has(self.window) || has(self.adopt) || (has(self.fullRefresh)"
            + " && self.fullRefresh))",
    message = "a run does one thing: write backfill, or one of window, fullRefresh, adopt")
@ValidationRule(
    value = "!has(self.backfill) || (has(oldSelf.backfill) && self.backfill == oldSelf.backfill)",
    message = "a run is immutable but for cancel and pause: create another EtlRun")
@ValidationRule(
    value = "!has(oldSelf.backfill) || has(self.backfill)",
    message = "a run is immutable but for cancel and pause: create another EtlRun")
@ValidationRule(
    value = "!has(self.pause) || has(self.backfill)",
    message = "pause is for a backfill: remove it, or write backfill")
@ValidationRule(
    value = "!has(oldSelf.cancel) || !oldSelf.cancel || (has(self.cancel) && self.cancel)",
    message = "a cancelled run stays cancelled: create another EtlRun")
@ValidationRule(
    value =
        "!has(self.parameters) || (has(oldSelf.parameters) && self.parameters =="
            + " oldSelf.parameters)",
    message = "a run is immutable but for cancel: create another EtlRun")
@ValidationRule(
    value = "!has(oldSelf.parameters) || has(self.parameters)",
    message = "a run is immutable but for cancel: create another EtlRun")
@ValidationRule(
    value = "!has(self.parameters) || !has(self.adopt)",
    message = "adopt reads nothing: leave parameters out")
@ValidationRule(
    value =
        "!has(self.ttlSecondsAfterFinished) || (has(oldSelf.ttlSecondsAfterFinished) &&"
            + " self.ttlSecondsAfterFinished == oldSelf.ttlSecondsAfterFinished)",
    message = "a run is immutable but for cancel: create another EtlRun")
@ValidationRule(
    value = "!has(oldSelf.ttlSecondsAfterFinished) || has(self.ttlSecondsAfterFinished)",
    message = "a run is immutable but for cancel: create another EtlRun")
@ValidationRule(
    value = "!has(self.dryRun) || (has(oldSelf.dryRun) && self.dryRun == oldSelf.dryRun)",
    message = "a run is immutable but for cancel: create another EtlRun")
@ValidationRule(
    value = "!has(oldSelf.dryRun) || has(self.dryRun)",
    message = "a run is immutable but for cancel: create another EtlRun")
@ValidationRule(
    value = "!has(self.dryRun) || !self.dryRun || !(has(self.adopt) || has(self.backfill))",
    message = "a dry run is one run that reads: leave out adopt and backfill, or dryRun")
public record EtlRunSpec(
    @JsonPropertyDescription("pipeline names the EtlPipeline of the same namespace.")
        @Required
        @Size(max = 52)
        @Nullable String pipeline,
    @JsonPropertyDescription("trigger says who asked. None: Request.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable RunTrigger trigger,
    @JsonPropertyDescription(
            "cancel ends the run: one that waits never starts, one that runs is told to stop. What it"
                + " has committed by then stays. None: false; true stays true.")
        @Nullable Boolean cancel,
    @JsonPropertyDescription(
            "window reads a stretch of the cursor again, for targets with a key; the watermark stays"
                + " where it is. None: what changed since the last run.")
        @Nullable WindowSpec window,
    @JsonPropertyDescription(
            "fullRefresh reads everything and replaces what is in all targets; the watermark begins"
                + " anew. None: false.")
        @Nullable Boolean fullRefresh,
    @JsonPropertyDescription(
            "adopt reads nothing: what the targets hold before the first run is kept, and the next"
                + " run goes on from a watermark. None: full targets are refused.")
        @Nullable AdoptSpec adopt,
    @JsonPropertyDescription(
            "backfill reads a long stretch of the cursor again, for targets with a key: one run per"
                + " window, one after the other. None: one run.")
        @Nullable BackfillSpec backfill,
    @JsonPropertyDescription(
            "pause holds a backfill before its next window, as long as it is true; a run under way"
                + " goes on. None: false.")
        @Nullable Boolean pause,
    @JsonPropertyDescription(
            "parameters are values of this run for parameters that the pipeline declares: 0 to 64, of"
                + " at most 64 KiB together; the runs of a backfill have them too. None: every"
                + " parameter has its default.")
        @Size(max = 64)
        @Nullable List<ParameterValueSpec> parameters,
    @JsonPropertyDescription(
            "ttlSecondsAfterFinished is how long, in seconds, the run is kept after its end; then it"
                + " is deleted with its Job, and a backfill with its runs: 0 to 31536000. None: it is"
                + " kept until someone deletes it.")
        @Min(0)
        @Max(31_536_000)
        @Nullable Integer ttlSecondsAfterFinished,
    @JsonPropertyDescription(
            "dryRun does all that the run would do up to its commit, takes away what it made and"
                + " reports what it would have brought; nothing counts it. Alone, or beside window or"
                + " fullRefresh. None: false.")
        @Nullable Boolean dryRun) {

  /** One that commits. */
  public EtlRunSpec(
      @Nullable String pipeline,
      @Nullable RunTrigger trigger,
      @Nullable Boolean cancel,
      @Nullable WindowSpec window,
      @Nullable Boolean fullRefresh,
      @Nullable AdoptSpec adopt,
      @Nullable BackfillSpec backfill,
      @Nullable Boolean pause,
      @Nullable List<ParameterValueSpec> parameters,
      @Nullable Integer ttlSecondsAfterFinished) {
    this(
        pipeline,
        trigger,
        cancel,
        window,
        fullRefresh,
        adopt,
        backfill,
        pause,
        parameters,
        ttlSecondsAfterFinished,
        null);
  }

  /** A run that nobody has cancelled. */
  public EtlRunSpec(@Nullable String pipeline, @Nullable RunTrigger trigger) {
    this(pipeline, trigger, null, null, null, null);
  }

  /** With the defaults of the pipeline's parameters. */
  public EtlRunSpec(
      @Nullable String pipeline,
      @Nullable RunTrigger trigger,
      @Nullable Boolean cancel,
      @Nullable WindowSpec window,
      @Nullable Boolean fullRefresh,
      @Nullable AdoptSpec adopt,
      @Nullable BackfillSpec backfill,
      @Nullable Boolean pause) {
    this(pipeline, trigger, cancel, window, fullRefresh, adopt, backfill, pause, null);
  }

  /** Kept after its end until someone deletes it. */
  public EtlRunSpec(
      @Nullable String pipeline,
      @Nullable RunTrigger trigger,
      @Nullable Boolean cancel,
      @Nullable WindowSpec window,
      @Nullable Boolean fullRefresh,
      @Nullable AdoptSpec adopt,
      @Nullable BackfillSpec backfill,
      @Nullable Boolean pause,
      @Nullable List<ParameterValueSpec> parameters) {
    this(pipeline, trigger, cancel, window, fullRefresh, adopt, backfill, pause, parameters, null);
  }

  /** One run, not many. */
  public EtlRunSpec(
      @Nullable String pipeline,
      @Nullable RunTrigger trigger,
      @Nullable Boolean cancel,
      @Nullable WindowSpec window,
      @Nullable Boolean fullRefresh,
      @Nullable AdoptSpec adopt) {
    this(pipeline, trigger, cancel, window, fullRefresh, adopt, null, null);
  }

  /** {@return whether it commits nothing, and so counts nowhere} */
  @JsonIgnore
  public boolean isDry() {
    return Boolean.TRUE.equals(dryRun);
  }
}
