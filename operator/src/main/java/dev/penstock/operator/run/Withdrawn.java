package dev.penstock.operator.run;

import dev.penstock.api.RunState;
import dev.penstock.operator.admission.AdmissionReason;
import java.util.Arrays;

/** Why a run has ended without a start, and what is said of it: of run, pipeline and Job. */
enum Withdrawn {
  CANCELLED(
      AdmissionReason.CANCELLED,
      RunState.CANCELLED,
      "Run %1$s was cancelled before it had started. Create another EtlRun when it is wanted."),
  /** Also said of a Job that is being deleted before it has started: a person does that. */
  JOB_DELETED(
      AdmissionReason.JOB_DELETED,
      RunState.CANCELLED,
      "Job %3$s was deleted while run %1$s waited, so it never started. Create another EtlRun when it is wanted."),
  PIPELINE_GONE(
      AdmissionReason.PIPELINE_GONE,
      RunState.SUPERSEDED,
      "Pipeline %2$s was deleted, or deleted and made again, while run %1$s waited, so it never started. Create another EtlRun when it is wanted."),
  NEWER_SLOT(
      AdmissionReason.NEWER_SLOT,
      RunState.SUPERSEDED,
      "A newer scheduled run of pipeline %2$s covers run %1$s, which never started. Nothing is to be done."),
  SPEC_CHANGED(
      AdmissionReason.SPEC_CHANGED,
      RunState.SUPERSEDED,
      "The spec of pipeline %2$s changed again before run %1$s of it had started. The run of the newer spec follows by itself.");

  private final AdmissionReason reason;
  private final RunState state;
  private final String words;

  Withdrawn(AdmissionReason reason, RunState state, String words) {
    this.reason = reason;
    this.state = state;
    this.words = words;
  }

  /** {@return what that mark on a Job says; without a mark: that it was deleted} */
  static Withdrawn of(String mark) {
    return Arrays.stream(values())
        .filter(each -> each.reason().equals(mark))
        .findFirst()
        .orElse(JOB_DELETED);
  }

  String reason() {
    return reason.toString();
  }

  RunState state() {
    return state;
  }

  String message(String run, String pipeline, String job) {
    return words.formatted(run, pipeline, job);
  }
}
