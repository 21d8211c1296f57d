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
  NODE_LOST(
      "NodeLost",
      "The pod's node does not answer: what the run did is not known, and no other pod may start.",
      "Wait for the node, or taint it with `node.kubernetes.io/out-of-service`; then it is tried"
          + " again."),
  EVICTED(
      "Evicted",
      "Kubernetes took the pod away: a drain, a preemption, or scratch above its size; tried again.",
      "Raise spec.scratch.size or spec.pod.resources if the message asks for it."),
  POD_DELETED(
      "PodDeleted",
      "Someone deleted the pod; it is ending, then tried again.",
      "Nothing; to end a run for good, cancel it."),
  OOM_KILLED(
      "OOMKilled",
      "The kernel ended a pod that needed more memory than its limit; tried again.",
      "Raise spec.pod.resources.limits.memory."),
  DEADLINE_EXCEEDED(
      "DeadlineExceeded",
      "The run took longer than activeDeadlineSeconds; not tried again.",
      "Raise it, or make the run shorter."),
  NOT_PUBLISHED(
      "NotPublished",
      "The run has committed and ended before every side showed it.",
      "Run the pipeline again: it publishes the commit before it begins."),
  MESSAGE_MISSING(
      "MessageMissing",
      "The Job is complete, but neither its pod nor a report on the log tells what it did.",
      "Read the receipt in the store."),
  JOB_GONE(
      "JobGone",
      "The Job was deleted before its outcome was read; a report on the log tells what it did.",
      "Ask for another run if its rows are wanted.");

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
