package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an {@code EtlPipeline} declares: sources, steps, targets, a schedule. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
// Spelled out without orValue, whose cost the API server can not bound.
@ValidationRule(
    value =
        "self.store.connection == oldSelf.store.connection && (has(self.store.prefix)"
            + " ? (has(oldSelf.store.prefix) ? self.store.prefix == oldSelf.store.prefix"
            + " : self.store.prefix == '_penstock')"
            + " : (!has(oldSelf.store.prefix) || oldSelf.store.prefix == '_penstock'))",
    message =
        "store is immutable: the commit log is the history of the pipeline; make a pipeline with"
            + " another name to use another store")
@ValidationRule(
    value = "!has(self.schedule) || self.schedule.matches('^(@[a-z]+|[^ @]+( +[^ ]+){4})$')",
    message =
        "a schedule has five fields, as \"15 * * * *\", or is a macro as @daily; the zone is"
            + " written in timeZone")
public record EtlPipelineSpec(
    @JsonPropertyDescription(
            "description says in one sentence what the pipeline delivers. None: empty.")
        @Size(max = 1024)
        @Nullable String description,
    @JsonPropertyDescription(
            "owner names the team that answers for the pipeline. None: nobody is named.")
        @Size(max = 253)
        @Nullable String owner,
    @JsonPropertyDescription(
            "store is where the commit log and the receipts live. Required and immutable.")
        @Required
        @Nullable StoreSpec store,
    @JsonPropertyDescription(
            "schedule is a cron line in the syntax of Kubernetes CronJobs. None: the pipeline runs"
                + " only on request.")
        @Size(max = 256)
        @Nullable String schedule,
    @JsonPropertyDescription(
            "timeZone names the zone of the schedule, as in the IANA database. None: Etc/UTC.")
        @Size(max = 64)
        @Nullable String timeZone,
    @JsonPropertyDescription(
            "suspend stops scheduled runs; a run on request is still made. None: false.")
        @Nullable Boolean suspend,
    @JsonPropertyDescription(
            "runOnChange makes one run for every change of what runs do (store, sources, steps,"
                + " checks, targets, parameters, engine, image), so that the condition Verified"
                + " answers for it; one that comes back is a change too, unless the newest success is"
                + " of it. While suspended none is made; the one that is due follows on resume. A"
                + " failed one is not repeated. None: false.")
        @Nullable Boolean runOnChange,
    @JsonPropertyDescription(
            "freshness is how old the newest success may be, as 3h or 90m, from 1m to 8784h; past it"
                + " the condition Fresh is False. None: not judged.")
        @Pattern("^(([0-9]+([.][0-9]*)?|[.][0-9]+)(ns|us|µs|ms|s|m|h))+$")
        @Size(max = 32)
        @Nullable String freshness,
    @JsonPropertyDescription(
            "startingDeadlineSeconds is how late, in seconds, a missed scheduled run may still"
                + " start. None: 600.")
        @Min(10)
        @Max(604800)
        @Nullable Long startingDeadlineSeconds,
    @JsonPropertyDescription(
            "activeDeadlineSeconds bounds a run with all its attempts and the waits between them, in"
                + " seconds from its admission; time in the queue does not count. None: 86400.")
        @Min(1)
        @Max(2592000)
        @Nullable Long activeDeadlineSeconds,
    @JsonPropertyDescription(
            "backoffLimit is how many further attempts follow a transient failure. None: 3.")
        @Min(0)
        @Max(100)
        @Nullable Integer backoffLimit,
    @JsonPropertyDescription(
            "priority orders runs that wait for a connection: -10 to 10, the higher first. Each step"
                + " counts as ten minutes of waiting, so none waits for ever. None: 0.")
        @Min(-10)
        @Max(10)
        @Nullable Integer priority,
    @JsonPropertyDescription(
            "parameters are values that SQL uses by name, as $region: 0 to 64. None: no parameters.")
        @Size(max = 64)
        @Nullable List<ParameterSpec> parameters,
    @JsonPropertyDescription("sources are what is read: 1 to 64, each a relation by its name.")
        @Required
        @Size(min = 1, max = 64)
        @Nullable List<SourceSpec> sources,
    @JsonPropertyDescription(
            "steps transform relations by SQL, each once what it names is there: 0 to 64. None:"
                + " targets load sources as they are.")
        @Size(max = 64)
        @Nullable List<StepSpec> steps,
    @JsonPropertyDescription(
            "checks are conditions that rows must meet before anything is committed: 0 to 64. None:"
                + " nothing is checked.")
        @Size(max = 64)
        @Nullable List<CheckSpec> checks,
    @JsonPropertyDescription("targets are what is loaded: 1 to 32, all by one commit.")
        @Required
        @Size(min = 1, max = 32)
        @Nullable List<TargetSpec> targets,
    @JsonPropertyDescription("engine runs the steps. None: duckdb.") @Nullable EngineSpec engine,
    @JsonPropertyDescription(
            "image is a runner image of one's own, as registry/name:tag or @sha256:...; the cluster may limit"
                + " it by policy. None: the image of the operator.")
        @Size(min = 1, max = 512)
        @Nullable String image,
    @JsonPropertyDescription(
            "pod shapes the pod of a run by fields of the Pod API. None: 1 CPU requested, 1Gi of"
                + " memory.")
        @Nullable RunnerPodSpec pod,
    @JsonPropertyDescription("scratch is the disk a run may use for parts and spill. None: 10Gi.")
        @Nullable ScratchSpec scratch,
    @JsonPropertyDescription(
            "successfulJobsHistoryLimit is how many Jobs of the schedule that succeeded are kept,"
                + " with their pods and logs. None: 3.")
        @Min(1)
        @Max(10)
        @Nullable Integer successfulJobsHistoryLimit,
    @JsonPropertyDescription(
            "failedJobsHistoryLimit is how many Jobs of the schedule that failed are kept, with"
                + " their pods and logs. None: 3.")
        @Min(1)
        @Max(10)
        @Nullable Integer failedJobsHistoryLimit,
    @JsonPropertyDescription(
            "runsHistoryLimit is how many ended EtlRuns of the schedule are kept; those that people"
                + " made are theirs to delete. None: 20.")
        @Min(5)
        @Max(200)
        @Nullable Integer runsHistoryLimit,
    @JsonPropertyDescription(
            "after makes a run when other pipelines have committed, once for each combination of their"
                + " commits; what they commit while one is under way makes one more. None: no run is"
                + " made for others.")
        @Nullable AfterSpec after,
    @JsonPropertyDescription(
            "notify says who is told of failures, and when they are over: 0 to 4; it changes nothing"
                + " of what runs do. None: nobody is told.")
        @Size(max = 4)
        @JsonProperty("notify")
        @Nullable List<NotifySpec> notifiers) {

  /** {@return the same, telling nobody: what a run reads} */
  public EtlPipelineSpec withoutNotify() {
    return new EtlPipelineSpec(
        description,
        owner,
        store,
        schedule,
        timeZone,
        suspend,
        runOnChange,
        freshness,
        startingDeadlineSeconds,
        activeDeadlineSeconds,
        backoffLimit,
        priority,
        parameters,
        sources,
        steps,
        checks,
        targets,
        engine,
        image,
        pod,
        scratch,
        successfulJobsHistoryLimit,
        failedJobsHistoryLimit,
        runsHistoryLimit,
        after,
        null);
  }
}
