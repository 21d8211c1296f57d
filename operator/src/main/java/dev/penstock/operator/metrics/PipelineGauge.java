package dev.penstock.operator.metrics;

/** What is shown of a pipeline by its name. Names and labels are promised once released. */
enum PipelineGauge {
  CONDITION_FALSE(
      "penstock_pipeline_condition_false",
      "condition",
      Together.SUM,
      "1: the condition is False; 0: it is not"),
  CONSECUTIVE_FAILURES(
      "penstock_pipeline_consecutive_failures", "", Together.SUM, "Failed runs since the success"),
  SUSPENDED("penstock_pipeline_suspended", "", Together.LEAST, "1: spec.suspend; 0: not"),
  LAST_SUCCESS(
      "penstock_pipeline_last_success_timestamp_seconds",
      "",
      Together.LEAST,
      "When the newest success over no window ended"),
  LAST_SUCCESS_DURATION(
      "penstock_pipeline_last_success_duration_seconds",
      "",
      Together.LARGEST,
      "How long the newest success took"),
  LAST_SUCCESS_ROWS(
      "penstock_pipeline_last_success_rows",
      "",
      Together.SUM,
      "Rows that the newest success committed"),
  WITHOUT_SUCCESS(
      "penstock_pipeline_without_success_since_timestamp_seconds",
      "",
      Together.LEAST,
      "Since when a pipeline that should run has had no success at all"),
  FRESHNESS(
      "penstock_pipeline_freshness_seconds",
      "",
      Together.LEAST,
      "spec.freshness: how old the newest success may be"),
  RUNNING_SINCE(
      "penstock_pipeline_run_started_timestamp_seconds",
      "",
      Together.LEAST,
      "When the run started that is at work"),
  QUEUED_SINCE(
      "penstock_pipeline_run_queued_timestamp_seconds",
      "",
      Together.LEAST,
      "When the run was made that has waited longest"),
  SLOTS(
      "penstock_pipeline_slots",
      "outcome",
      Together.SUM,
      "Slots since status.slots.countedFrom by what became of them"),
  MISSED_SLOT(
      "penstock_pipeline_missed_slot_timestamp_seconds",
      "",
      Together.LARGEST,
      "The newest slot without a run that should have had one"),
  COMMITS_BEHIND(
      "penstock_target_commits_behind",
      "target",
      Together.LARGEST,
      "Entries of the log that the warehouse side of the target has not got yet");

  private final String shown;
  private final String label;
  private final Together together;
  private final String help;

  PipelineGauge(String shown, String label, Together together, String help) {
    this.shown = shown;
    this.label = label;
    this.together = together;
    this.help = help;
  }

  /** {@return the name of the metric} */
  String shown() {
    return shown;
  }

  /** {@return the label besides namespace and pipeline; empty: none} */
  String label() {
    return label;
  }

  /** {@return what the pipelines that are not shown by name say together} */
  Together together() {
    return together;
  }

  String help() {
    return help;
  }
}
