package dev.penstock.operator.run;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.admission.Decision;
import dev.penstock.operator.event.Announcement;
import dev.penstock.operator.event.Announcement.Kind;
import dev.penstock.operator.event.Announcer;
import dev.penstock.operator.resource.EtlRun;
import java.util.Objects;

/** What became of a run, as events on it. */
final class RunNews {
  static final Decision.Wait ADMITTING =
      new Decision.Wait("Admitting", "It may start and is being started.");

  private final Announcer announcer;

  RunNews(Announcer announcer) {
    this.announcer = announcer;
  }

  void tell(EtlRun run, EtlRunStatus status) {
    var state = Objects.requireNonNullElse(status.state(), RunState.UNKNOWN);
    var reason = Objects.requireNonNullElse(status.reason(), "");
    var before = run.getStatus();
    if (before != null && before.state() == state && reason.equals(before.reason())) {
      return; // Only figures have changed.
    }
    announcer.tell(
        run,
        new Announcement(
            kind(state, reason),
            word(state, reason),
            reason + ": " + Objects.requireNonNullElse(status.message(), ""),
            reason));
  }

  private static String word(RunState state, String reason) {
    return switch (state) {
      case QUEUED -> "RunQueued";
      case RUNNING -> reason.equals("Admitted") ? "RunStarted" : "RunBlocked";
      case SUCCEEDED -> "RunSucceeded";
      case FAILED -> "RunFailed";
      case CANCELLED -> "RunCancelled";
      case SUPERSEDED -> "RunSuperseded";
      case UNKNOWN -> "RunUnknown";
    };
  }

  private static Kind kind(RunState state, String reason) {
    return switch (state) {
      case FAILED, UNKNOWN -> Kind.WARNING;
      case RUNNING -> reason.equals("Admitted") ? Kind.NORMAL : Kind.WARNING;
      case QUEUED, SUCCEEDED, CANCELLED, SUPERSEDED -> Kind.NORMAL;
    };
  }
}
