package dev.penstock.operator.monitoring;

import static dev.penstock.operator.monitoring.Panel.lines;
import static dev.penstock.operator.monitoring.Panel.number;
import static dev.penstock.operator.monitoring.Panel.query;
import static dev.penstock.operator.monitoring.Panel.table;

import dev.penstock.operator.monitoring.Dashboard.Choice;
import java.util.List;

/** The dashboards of the chart. Every replica shows the same figures: hence max and min. */
public final class Dashboards {
  private static final String CHOSEN = "{namespace=~\"$namespace\"}";
  private static final String ONE = "{namespace=\"$namespace\",pipeline=\"$pipeline\"}";
  private static final String CONDITION =
      "sum(max by (namespace, job) (penstock_pipelines{condition=\"%s\",status=\"%s\"}))";

  /** Others made with the same framework have metrics of the same names. */
  private static final String OURS = " and on (job, instance) penstock_build_info";

  /** The sum is there from zero, and a reason that is new to it is an increase. */
  static final String RUNS =
      "sum by (result) (increase(sum by (namespace, job, instance, result)"
          + " (penstock_runs_total)[1h:]))";

  private static final Choice NAMESPACES =
      new Choice(
          "namespace", "label_values(penstock_pipeline_consecutive_failures, namespace)", true);

  private Dashboards() {}

  static List<Dashboard> all() {
    return List.of(overview(), pipeline(), operator());
  }

  /**
   * {@return every query of every dashboard, for all pipelines}
   *
   * @param pipeline of that name, where one is chosen
   */
  public static List<String> queries(String namespace, String pipeline) {
    return all().stream()
        .flatMap(dashboard -> dashboard.panels().stream())
        .flatMap(panel -> panel.queries().stream())
        .map(Panel.Query::text)
        .map(text ->
            text.replace("$namespace", namespace)
                .replace("$pipeline", pipeline)
                .replace("$__rate_interval", "1m"))
        .toList();
  }

  /** {@return the names of their files, without an ending} */
  public static List<String> files() {
    return all().stream().map(Dashboard::file).toList();
  }

  /** {@return what the panels of one are called} */
  public static List<String> titles(String file) {
    return all().stream()
        .filter(dashboard -> dashboard.file().equals(file))
        .flatMap(dashboard -> dashboard.panels().stream())
        .map(Panel::title)
        .toList();
  }

  private static Dashboard overview() {
    return new Dashboard(
        "penstock-overview",
        "Penstock: overview",
        "All pipelines that operators show.",
        List.of(NAMESPACES),
        List.of(
            number(
                "Pipelines",
                "short",
                "All of them, whatever is chosen above.",
                "sum(max by (namespace, job, status) (penstock_pipelines{condition=\"Ready\"}))"),
            number(
                "Not ready",
                "short",
                "The spec is refused, or its objects can not be written.",
                CONDITION.formatted("Ready", "False")),
            number(
                "Last run failed",
                "short",
                "The newest run ended without success.",
                CONDITION.formatted("LastRunSucceeded", "False")),
            number(
                "Stale",
                "short",
                "No success is younger than spec.freshness.",
                CONDITION.formatted("Fresh", "False")),
            number(
                "Not verified",
                "short",
                "No run of exactly this spec has succeeded yet.",
                CONDITION.formatted("Verified", "False")),
            number(
                "Longest wait",
                "s",
                "How long the run has waited that has waited longest.",
                "max(penstock_queue_age_seconds)"),
            table(
                "Failing pipelines",
                "short",
                "Failed runs since the last success.",
                "max by (namespace, pipeline) (penstock_pipeline_consecutive_failures%s) > 0"
                    .formatted(CHOSEN)),
            table(
                "Age of the newest success, as a share of what was promised",
                "percentunit",
                "Above 100 % the pipeline is stale. Only pipelines with spec.freshness.",
                ("topk(20, (time() - min by (namespace, pipeline)"
                        + " (penstock_pipeline_last_success_timestamp_seconds%1$s))"
                        + " / min by (namespace, pipeline) (penstock_pipeline_freshness_seconds%1$s))")
                    .formatted(CHOSEN)),
            lines(
                "Runs that ended, per hour",
                "short",
                "Each counts once, also over restarts of the operator.",
                query(RUNS, "{{result}}")),
            lines(
                "Duration of runs",
                "s",
                "Of those that ended within an hour.",
                query(
                    "histogram_quantile(0.5, sum by (le) (rate(penstock_run_duration_seconds_bucket[1h])))",
                    "half of them"),
                query(
                    "histogram_quantile(0.95, sum by (le) (rate(penstock_run_duration_seconds_bucket[1h])))",
                    "95 %")),
            lines(
                "Active runs",
                "short",
                "Runs that have not ended.",
                query(
                    "sum by (state) (max by (namespace, job, state) (penstock_active_runs))",
                    "{{state}}")),
            lines(
                "Runs that wait, by what for",
                "short",
                "The reasons are those of the runs' status.",
                query(
                    "sum by (reason) (max by (namespace, job, reason) (penstock_queued_runs))",
                    "{{reason}}")),
            lines(
                "Slots by outcome",
                "short",
                "Since each pipeline's account began.",
                query(
                    ("sum by (outcome) (max by (namespace, pipeline, outcome)"
                            + " (penstock_pipeline_slots%s))")
                        .formatted(CHOSEN),
                    "{{outcome}}")),
            lines(
                "Slots that did not run in time, per hour",
                "short",
                "Late, skipped or unknown, with the reason.",
                query(
                    "sum by (outcome, reason) (increase(penstock_slots_not_in_time_total[1h]))",
                    "{{outcome}}: {{reason}}")),
            lines(
                "Rows committed per second",
                "short",
                "Over all targets of the runs that ended.",
                query("sum(rate(penstock_committed_rows_total[$__rate_interval]))", "rows")),
            lines(
                "Bytes committed per second",
                "Bps",
                "Of the parts.",
                query("sum(rate(penstock_committed_bytes_total[$__rate_interval]))", "bytes")),
            lines(
                "Rows refused and values changed, per hour",
                "short",
                "Rows for which runs were refused, and values that a policy of their column changed.",
                query("sum by (kind) (increase(penstock_rejects_total[1h]))", "{{kind}}")),
            lines(
                "Commits that a warehouse lacks",
                "short",
                "By target; 0 is well.",
                query(
                    "max by (namespace, pipeline, target) (penstock_target_commits_behind%s)"
                        .formatted(CHOSEN),
                    "{{namespace}}/{{pipeline}} {{target}}")),
            lines(
                "Pipelines without a success so far",
                "s",
                "For how long they should have had one; 0: the first time is to come.",
                query(
                    ("clamp_min(time() - min by (namespace, pipeline)"
                            + " (penstock_pipeline_without_success_since_timestamp_seconds%s), 0)")
                        .formatted(CHOSEN),
                    "{{namespace}}/{{pipeline}}"))));
  }

  private static Dashboard pipeline() {
    return new Dashboard(
        "penstock-pipeline",
        "Penstock: one pipeline",
        "What its status said, over time.",
        List.of(
            new Choice(
                "namespace",
                "label_values(penstock_pipeline_consecutive_failures, namespace)",
                false),
            new Choice(
                "pipeline",
                "label_values(penstock_pipeline_consecutive_failures{namespace=\"$namespace\"},"
                    + " pipeline)",
                false)),
        List.of(
            number(
                "Age of the newest success",
                "s",
                "Empty: none of its runs has succeeded.",
                "time() - min(penstock_pipeline_last_success_timestamp_seconds%s)".formatted(ONE)),
            number(
                "Promised",
                "s",
                "spec.freshness. Empty: nothing is promised.",
                "min(penstock_pipeline_freshness_seconds%s)".formatted(ONE)),
            number(
                "Failures since",
                "short",
                "Failed runs since the last success.",
                "max(penstock_pipeline_consecutive_failures%s)".formatted(ONE)),
            number(
                "Took",
                "s",
                "The newest success.",
                "max(penstock_pipeline_last_success_duration_seconds%s)".formatted(ONE)),
            number(
                "Rows",
                "short",
                "Of the newest success, over all targets.",
                "max(penstock_pipeline_last_success_rows%s)".formatted(ONE)),
            number(
                "Commits behind",
                "short",
                "Entries of the log that a warehouse lacks.",
                "max(penstock_target_commits_behind%s)".formatted(ONE)),
            lines(
                "Conditions that are False",
                "short",
                "1: False; 0: True, Unknown or not there.",
                query(
                    "max by (condition) (penstock_pipeline_condition_false%s)".formatted(ONE),
                    "{{condition}}")),
            lines(
                "A run is at work, or waits",
                "s",
                "For how long.",
                query(
                    "time() - min by (pipeline) (penstock_pipeline_run_started_timestamp_seconds%s)"
                        .formatted(ONE),
                    "at work"),
                query(
                    "time() - min by (pipeline) (penstock_pipeline_run_queued_timestamp_seconds%s)"
                        .formatted(ONE),
                    "waits")),
            lines(
                "Duration of the newest success",
                "s",
                "Changes when a run has succeeded.",
                query(
                    "max by (pipeline) (penstock_pipeline_last_success_duration_seconds%s)"
                        .formatted(ONE),
                    "seconds")),
            lines(
                "Rows of the newest success",
                "short",
                "Changes when a run has succeeded.",
                query(
                    "max by (pipeline) (penstock_pipeline_last_success_rows%s)".formatted(ONE),
                    "rows")),
            lines(
                "Slots by outcome",
                "short",
                "Since status.slots.countedFrom.",
                query(
                    "max by (outcome) (penstock_pipeline_slots%s)".formatted(ONE), "{{outcome}}")),
            lines(
                "Since the newest slot that was missed",
                "s",
                "Empty: none of the newest slots was.",
                query(
                    "time() - max by (pipeline) (penstock_pipeline_missed_slot_timestamp_seconds%s)"
                        .formatted(ONE),
                    "seconds"))));
  }

  private static Dashboard operator() {
    return new Dashboard(
        "penstock-operator",
        "Penstock: the operator",
        "Its replicas, its work, and the API server's answers.",
        List.of(),
        List.of(
            number("Replicas", "short", "That were scraped.", "count(penstock_build_info)"),
            number("Leaders", "short", "1 per release is well.", "sum(penstock_leader)"),
            number(
                "Versions",
                "short",
                "More than one during an upgrade.",
                "count(count by (version) (penstock_build_info))"),
            number(
                "Not shown by name",
                "short",
                "Pipelines beyond monitoring.pipelines.",
                "sum(max by (namespace, job) (penstock_pipelines_not_shown))"),
            number(
                "Requests per second",
                "reqps",
                "To the API server.",
                "sum(rate(penstock_api_requests_total[$__rate_interval]))"),
            number(
                "Resources known",
                "short",
                "By the replica that knows most.",
                "sum(max by (namespace, job) (sum by (namespace, job, instance) (custom_resources%s)))"
                    .formatted(OURS)),
            lines(
                "Who leads",
                "short",
                "1 in the replica that acts.",
                query("max by (instance) (penstock_leader)", "{{instance}}")),
            lines(
                "Answers of the API server",
                "reqps",
                "none: it was not reached.",
                query(
                    "sum by (code) (rate(penstock_api_requests_total[$__rate_interval]))",
                    "{{code}}")),
            lines(
                "Requests by what for",
                "reqps",
                "A watch counts once.",
                query(
                    "topk(10, sum by (verb, resource) (rate(penstock_api_requests_total[$__rate_interval])))",
                    "{{verb}} {{resource}}")),
            lines(
                "Reconciliations that failed",
                "ops",
                "Each is tried again.",
                query(
                    ours("reconciliations_failure_total[$__rate_interval]", "controller_name"),
                    "{{controller_name}}")),
            lines(
                "Reconciliations",
                "ops",
                "That were queued, that ended well, and those that were queued after a failure.",
                query(
                    ours("reconciliations_started_total[$__rate_interval]", "controller_name"),
                    "{{controller_name}} queued"),
                query(
                    ours("reconciliations_success_total[$__rate_interval]", "controller_name"),
                    "{{controller_name}} ended well"),
                query(
                    ours("reconciliations_retries_total[$__rate_interval]", "controller_name"),
                    "{{controller_name}} again")),
            lines(
                "How long they take",
                "s",
                "95 % are faster.",
                query(
                    ("histogram_quantile(0.95, sum by (controller_name, le)"
                            + " (rate(reconciliations_execution_duration_seconds_bucket[$__rate_interval])%s))")
                        .formatted(OURS),
                    "{{controller_name}}")),
            lines(
                "Work that waits and work under way",
                "short",
                "Waiting for a thread.",
                query(
                    "sum by (controller_name) (reconciliations_queue%s)".formatted(OURS),
                    "{{controller_name}} waits"),
                query(
                    "sum by (controller_name) (reconciliations_active%s)".formatted(OURS),
                    "{{controller_name}} under way")),
            lines(
                "What woke it",
                "ops",
                "Events by kind.",
                query(
                    ours("events_received_total[$__rate_interval]", "controller_name, event"),
                    "{{controller_name}} {{event}}")),
            lines(
                "Memory",
                "bytes",
                "Of the Java machine, by replica.",
                query(
                    "sum by (instance, area) (jvm_memory_used_bytes%s)".formatted(OURS),
                    "{{instance}} {{area}}")),
            lines(
                "Processor",
                "percentunit",
                "Of what the replica may use.",
                query("max by (instance) (process_cpu_usage%s)".formatted(OURS), "{{instance}}"))));
  }

  private static String ours(String range, String labels) {
    return "sum by (%s) (rate(%s)%s)".formatted(labels, range, OURS);
  }
}
