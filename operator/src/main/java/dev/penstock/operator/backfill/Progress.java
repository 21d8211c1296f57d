package dev.penstock.operator.backfill;

import dev.penstock.api.BackfillStatus;
import dev.penstock.api.BackfillWindowStatus;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.model.Wanted.Window;
import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.status.Elapsed;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The status of a backfill.
 *
 * @param rows that its runs have committed so far; null: not known
 * @param now RFC 3339
 */
record Progress(
    EtlRun backfill, List<Window> windows, ZoneId zone, @Nullable Long rows, String now) {

  /** {@return the status of a backfill whose windows are refused} */
  static EtlRunStatus refused(EtlRun backfill, String why, String now) {
    return ended(
        backfill,
        RunState.FAILED,
        BackfillReason.INVALID_BACKFILL.toString(),
        "Backfill %s %s".formatted(backfill.getMetadata().getName(), why),
        null,
        now);
  }

  /** {@return the status before the first step} */
  EtlRunStatus begun() {
    return status(
            RunState.QUEUED,
            BackfillReason.BACKFILLING.toString(),
            "%s; %s is next.".formatted(so(0), words(0)),
            null)
        .withBackfill(far(0, 0, null, 0));
  }

  /** {@return the status after that step} */
  EtlRunStatus after(Step step) {
    return switch (step) {
      case Step.Make(int done) -> under(BackfillReason.BACKFILLING.toString(), done, run(done), "");
      case Step.Follow(int done, var child) -> under(reason(), done, child.run(), holds());
      case Step.Stop(int done, var child) ->
          under(AdmissionReason.CANCELLING.toString(), done, child.run(), "");
      case Step.Pause(int done) ->
          status(
                  RunState.QUEUED,
                  BackfillReason.PAUSED.toString(),
                  "%s, and the next waits. Set spec.pause of EtlRun %s to false."
                      .formatted(so(done), name()),
                  null)
              .withBackfill(far(done, 0, null, done));
      case Step.Succeed(int done) ->
          ended(
                  backfill,
                  RunState.SUCCEEDED,
                  BackfillReason.BACKFILLED.toString(),
                  "All %d windows of backfill %s are done.".formatted(done, name()),
                  rows,
                  now)
              .withBackfill(far(done, 0, null, done));
      case Step.Fail(int done, var child) ->
          ended(
                  backfill,
                  RunState.FAILED,
                  BackfillReason.WINDOW_NOT_DONE.toString(),
                  "Window %d of %d, %s, was not done: run %s %s. Correct what that run says, then ask for another backfill from %s to %s; the windows before are done."
                      .formatted(
                          done + 1,
                          windows.size(),
                          words(done),
                          child.run(),
                          ending(child.state()),
                          begin(windows.get(done).start()),
                          begin(windows.getLast().end())),
                  rows,
                  now)
              .withBackfill(far(done, 1, child.run(), done + 1));
      case Step.Cancel(int done) ->
          ended(
                  backfill,
                  RunState.CANCELLED,
                  BackfillReason.BACKFILL_CANCELLED.toString(),
                  "Backfill %s was cancelled; %d of %d windows are done. When the others are wanted, ask for another backfill from %s to %s."
                      .formatted(
                          name(),
                          done,
                          windows.size(),
                          begin(windows.get(done).start()),
                          begin(windows.getLast().end())),
                  rows,
                  now)
              .withBackfill(far(done, 0, null, done));
    };
  }

  private EtlRunStatus under(String reason, int done, String run, String more) {
    return status(
            RunState.RUNNING,
            reason,
            "%s; %s is with run %s.%s".formatted(so(done), words(done), run, more),
            null)
        .withBackfill(far(done, 0, run, done + 1));
  }

  private String reason() {
    var spec = backfill.getSpec();
    return Boolean.TRUE.equals(spec.cancel())
        ? AdmissionReason.CANCELLING.toString()
        : BackfillReason.BACKFILLING.toString();
  }

  private String holds() {
    return Boolean.TRUE.equals(backfill.getSpec().pause())
        ? " The next waits: spec.pause is true."
        : "";
  }

  private String run(int done) {
    return WindowRun.name(backfill, windows.get(done));
  }

  private String so(int done) {
    return "%d of %d windows are done".formatted(done, windows.size());
  }

  private String words(int number) {
    var window = windows.get(number);
    return "from %s to %s".formatted(begin(window.start()), begin(window.end()));
  }

  /** {@return the instant as a request may write it: a day where one begins} */
  private String begin(Instant instant) {
    var local = instant.atZone(zone);
    var day = local.toLocalDate();
    return local.toLocalTime().equals(LocalTime.MIDNIGHT)
            && day.atStartOfDay(zone).toInstant().equals(instant)
        ? day.toString()
        : instant.toString();
  }

  private static String ending(RunState state) {
    return switch (state) {
      case CANCELLED -> "was cancelled";
      case SUPERSEDED -> "was obsolete before it started";
      case FAILED -> "has failed";
      case QUEUED, RUNNING, SUCCEEDED, UNKNOWN -> "has ended, and it is not known how";
    };
  }

  private BackfillStatus far(int done, int failed, @Nullable String run, int next) {
    return new BackfillStatus(
        zone.getId(),
        windows.size(),
        done,
        failed,
        run == null ? null : window(done, run),
        next < windows.size() ? window(next, null) : null);
  }

  private BackfillWindowStatus window(int number, @Nullable String run) {
    var window = windows.get(number);
    return new BackfillWindowStatus(window.start().toString(), window.end().toString(), run);
  }

  private String name() {
    return backfill.getMetadata().getName();
  }

  private EtlRunStatus status(RunState state, String reason, String message, @Nullable String end) {
    return status(backfill, state, reason, message, rows, now, end);
  }

  private static EtlRunStatus ended(
      EtlRun backfill,
      RunState state,
      String reason,
      String message,
      @Nullable Long rows,
      String now) {
    return status(backfill, state, reason, message, rows, now, now);
  }

  private static EtlRunStatus status(
      EtlRun backfill,
      RunState state,
      String reason,
      String message,
      @Nullable Long rows,
      String now,
      @Nullable String end) {
    var before = Optional.ofNullable(backfill.getStatus());
    var start = before.map(EtlRunStatus::startTime).orElse(state == RunState.RUNNING ? now : null);
    return new EtlRunStatus(
        state,
        reason,
        message,
        backfill.getMetadata().getUid(),
        null,
        null,
        null,
        null,
        rows,
        null,
        backfill.getMetadata().getCreationTimestamp(),
        start,
        end,
        Elapsed.between(start, end));
  }
}
