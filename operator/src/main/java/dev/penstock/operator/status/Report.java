package dev.penstock.operator.status;

import dev.penstock.api.runner.LogFinding;
import dev.penstock.api.runner.TerminationMessage;
import dev.penstock.operator.admission.JobPhase;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Collection;

/** What the commit log says of a run whose own pods do not tell. */
public sealed interface Report {
  /**
   * Not known yet.
   *
   * @param until what is waited for, in a sentence
   */
  record Pending(String until) implements Report {}

  /** The run has not committed, and can not any more. */
  record Nothing() implements Report {}

  /** It was a dry run, which no log knows: it has not committed, however it ended. */
  record Dry() implements Report {}

  /**
   * The run has committed.
   *
   * @param published whether every side shows it
   * @param said with number, hash and targets
   */
  record Committed(boolean published, TerminationMessage said) implements Report {}

  /**
   * Not known, and nobody will ask again.
   *
   * @param why without a full stop
   */
  record Failed(String why) implements Report {}

  /** {@return what a report Job has found} */
  static Report of(Job report, Collection<Pod> pods) {
    var name = report.getMetadata().getName();
    var message = Attempt.newest(pods).flatMap(Attempt::message);
    return switch (JobPhase.of(report)) {
      case SUSPENDED, ACTIVE ->
          new Pending("Whether a commit was made is being read from the log by Job " + name + ".");
      case COMPLETE ->
          message.map(Report::found).orElseGet(() -> new Failed("its pod left no account either"));
      case FAILED ->
          new Failed(
              message
                  .map(said -> Sentence.bare(said.message()))
                  .orElseGet(() ->
                      JobPhase.condition(report, "Failed")
                          .map(JobCondition::getMessage)
                          .map(Sentence::bare)
                          .orElse("no message")));
    };
  }

  private static Report found(TerminationMessage said) {
    return LogFinding.of(said.reason())
        .map(finding ->
            switch (finding) {
              case NOTHING_COMMITTED -> new Nothing();
              case NOT_PUBLISHED -> new Committed(false, said);
              case COMMITTED -> new Committed(true, said);
            })
        .orElseGet(() -> new Failed(Sentence.bare(said.message())));
  }
}
