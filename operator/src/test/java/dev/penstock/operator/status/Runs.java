package dev.penstock.operator.status;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlRun;

/** Runs of the pipeline orders in a certain state. */
public final class Runs {
  public static final String HASH = "0123456789abcdef";

  private Runs() {}

  /** A run that ended at that minute after eleven. */
  public static EtlRun ended(String name, RunState state, int minute) {
    return ended(name, state, HASH, minute);
  }

  /** The same, of that spec. */
  public static EtlRun ended(String name, RunState state, String hash, int minute) {
    return Given.run(
        name,
        "orders",
        new EtlRunStatus(
            state,
            "Reason",
            "It did.",
            "uid-" + name,
            name,
            hash,
            null,
            null,
            null,
            1,
            null,
            "2026-11-24T11:00:00Z",
            "2026-11-24T11:%02d:00Z".formatted(minute),
            "1m0s"));
  }

  /** A run that has not ended. */
  public static EtlRun active(String name, RunState state) {
    return Given.run(name, "orders", RunOutcome.withoutJob(state, "Reason", "It did."));
  }
}
