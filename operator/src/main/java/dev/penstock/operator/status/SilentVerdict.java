package dev.penstock.operator.status;

import dev.penstock.api.RunState;

/**
 * What is said of a run that has ended and whose pods left no account: what happened to it, and
 * what the commit log says it did. Until the log has answered, that is not known.
 */
final class SilentVerdict {
  private SilentVerdict() {}

  /**
   * {@return the verdict}
   *
   * @param unreadable the state when the log can not be asked
   */
  static Verdict of(Cause cause, RunState unreadable, Report report) {
    return switch (report) {
      case Report.Pending(var until) ->
          new Verdict(RunState.UNKNOWN, cause.reason(), cause.what() + " " + until);
      case Report.Nothing() ->
          new Verdict(
              RunState.FAILED,
              cause.reason(),
              "%s Nothing was committed. %s".formatted(cause.what(), cause.remedy()));
      case Report.Dry() ->
          new Verdict(
              unreadable == RunState.SUCCEEDED ? RunState.SUCCEEDED : RunState.FAILED,
              cause.reason(),
              "%s It was a dry run, so nothing was committed. %s"
                  .formatted(cause.what(), cause.remedy()));
      case Report.Committed committed -> found(cause.what(), committed);
      case Report.Failed(var why) ->
          new Verdict(
              unreadable,
              cause.reason(),
              "%s Whether a commit was made is not known, because its report failed too: %s. Read the receipts in the store before another run. %s"
                  .formatted(cause.what(), why, cause.remedy()));
    };
  }

  /**
   * {@return the verdict on a run whose commit the log knows}
   *
   * @param what happened to it, as a sentence
   */
  static Verdict found(String what, Report.Committed committed) {
    var said = committed.said();
    return committed.published()
        ? new Verdict(RunState.SUCCEEDED, "Committed", what + " " + Sentence.full(said.message()))
        : new Verdict(
            RunState.FAILED,
            RunReason.NOT_PUBLISHED.toString(),
            "%s %s %s"
                .formatted(what, Sentence.full(said.message()), Sentence.full(said.nextStep())));
  }
}
