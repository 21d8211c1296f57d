package dev.penstock.operator.admission;

/**
 * Why a run waits, is being stopped, or has ended without its pod's word: rows of {@code
 * docs/reference/reasons.md}. Once shown, a name stays.
 */
public enum AdmissionReason {
  PIPELINE_BUSY(
      "PipelineBusy",
      "The pipeline has another run, and it has one at a time; the run waits.",
      "Wait, or cancel the other run."),
  CONNECTION_BUSY(
      "ConnectionBusy",
      "A connection has all the runs that its limits.runs allows; the run waits.",
      "Wait, or raise limits.runs of the EtlConnection."),
  ADMITTING("Admitting", "The run may start and is being started.", "Nothing."),
  PIPELINE_NOT_FOUND(
      "PipelineNotFound",
      "The pipeline does not exist in the namespace of the run; the run waits.",
      "Create the EtlPipeline, or delete the run."),
  PIPELINE_NOT_READY(
      "PipelineNotReady",
      "The pipeline is not ready; the run waits.",
      "Correct what the condition Ready of the pipeline says."),
  TRIGGER_UNKNOWN(
      "TriggerUnknown",
      "The run has a trigger of a newer release; it waits.",
      "Upgrade the operator, or delete the run."),
  INVALID_RUN(
      "InvalidRun",
      "The EtlRun names no pipeline that could exist, or gives a parameter what the pipeline can not take.",
      "Create another EtlRun as the message says."),
  JOB_NAME_TAKEN(
      "JobNameTaken",
      "A Job that is not of this run has the name that its Job would have.",
      "Delete that Job and create another EtlRun."),
  SUSPENDED_BY_HAND(
      "SuspendedByHand",
      "Someone suspended the Job after it had started: its pod was ended. It keeps its places.",
      "Resume the Job, or set spec.cancel of the run."),
  RESUMED_BY_HAND(
      "ResumedByHand",
      "Someone resumed the Job before its turn, so its pod did not know its run; it is stopped.",
      "Create another EtlRun, and leave its Job to the operator."),
  JOB_DELETED(
      "JobDeleted",
      "Someone deleted the Job while the run waited, so it never started.",
      "Create another EtlRun when it is wanted."),
  CANCELLING(
      "Cancelling",
      "The run is cancelled; its pod is told to stop.",
      "Nothing: what the pod says at its end follows."),
  CANCELLING_IDLE(
      "CancellingIdle",
      "The run is cancelled; no pod of it was at work.",
      "Nothing: the Job is being ended."),
  CANCELLED("Cancelled", "The run was cancelled.", "Create another EtlRun when it is wanted."),
  CANCELLED_UNREAD(
      "CancelledUnread",
      "The run was cancelled, its pods do not tell what they did, and the log could not be read: whether it committed is not known.",
      "Read the receipts in the store before another run."),
  PIPELINE_GONE(
      "PipelineGone",
      "The pipeline was deleted, or deleted and made again, while the run waited.",
      "Create another EtlRun when it is wanted."),
  NEWER_SLOT(
      "NewerSlot",
      "A newer scheduled run of the pipeline covers this one, which had not started.",
      "Nothing."),
  SPEC_CHANGED(
      "SpecChanged",
      "The spec changed again before the run of the change before had started.",
      "Nothing: the run of the newer spec follows by itself.");

  private final String shown;
  private final String meaning;
  private final String remedy;

  AdmissionReason(String shown, String meaning, String remedy) {
    this.shown = shown;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** {@return what happened, in a sentence} */
  public String meaning() {
    return meaning;
  }

  /** {@return what to do, in a sentence} */
  public String remedy() {
    return remedy;
  }

  @Override
  public String toString() {
    return shown;
  }
}
