package dev.penstock.operator.run;

import dev.penstock.api.EtlRunStatus;

/** Ends a run without an ended Job: at the time when that was seen. */
final class RunEnd {
  private RunEnd() {}

  static EtlRunStatus at(EtlRunStatus status, String time) {
    return new EtlRunStatus(
            status.state(),
            status.reason(),
            status.message(),
            status.uid(),
            status.job(),
            status.specHash(),
            status.commit(),
            status.targets(),
            status.rows(),
            status.attempts(),
            status.scheduledTime(),
            status.startTime(),
            time,
            status.duration())
        .withRejects(status.rejects());
  }
}
