package dev.penstock.operator.status;

/**
 * Why a run does not go on or has ended, where its pod can not say so itself: the operator's rows
 * of {@code docs/reference/reasons.md}. Once shown, a name stays.
 */
public enum RunReason {
  IMAGE_NOT_PULLED(
      "ImageNotPulled",
      "The node can not get the runner's image; the run waits.",
      "Check the image's name and the registry's credentials."),
  POD_NOT_STARTED(
      "PodNotStarted",
      "The pod refers to something that is not there; the run waits.",
      "Correct what the message names."),
  UNSCHEDULABLE(
      "Unschedulable",
      "No node takes the pod; the run waits.",
      "Lower spec.pod.resources, or add a node."),
  OOM_KILLED(
      "OOMKilled",
      "The kernel ended a pod that needed more memory than its limit; tried again.",
      "Raise spec.pod.resources.limits.memory."),
  DEADLINE_EXCEEDED(
      "DeadlineExceeded",
      "The run took longer than activeDeadlineSeconds; not tried again.",
      "Raise it, or make the run shorter."),
  MESSAGE_MISSING(
      "MessageMissing",
      "The Job is complete, but its pod left no account: commit and rows are not known.",
      "Read the receipt in the store."),
  JOB_GONE(
      "JobGone",
      "The Job was deleted before its outcome was read: whether it committed is not known.",
      "Read the receipts in the store before another run.");

  private final String shown;
  private final String meaning;
  private final String remedy;

  RunReason(String shown, String meaning, String remedy) {
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
