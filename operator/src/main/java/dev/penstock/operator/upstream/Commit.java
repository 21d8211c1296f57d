package dev.penstock.operator.upstream;

import java.util.Optional;

/**
 * An entry of a pipeline's commit log. Copies lag behind, statuses get lost, and a log may begin
 * anew or be restored, so that its numbers start again: what is newer is told by when the run of a
 * commit ended.
 *
 * @param log tells that log from others: the first digits of the UID of the EtlPipeline, because
 *     another one of its name counts anew, and of a log that was seen to begin anew also those of
 *     the run that showed it
 * @param number in that log
 * @param ended when the run that made it had (RFC 3339, by seconds); empty: not known
 */
public record Commit(String log, long number, Optional<String> ended) {
  private static final int DIGITS = 8;
  private static final String ANEW = ".";

  static Commit of(String pipelineUid, long number, Optional<String> ended) {
    return new Commit(cut(pipelineUid), number, ended);
  }

  boolean isOf(String pipelineUid) {
    return log.equals(cut(pipelineUid)) || log.startsWith(cut(pipelineUid) + ANEW);
  }

  /**
   * {@return the newest that is known once a look has found another}
   *
   * @param other of the same pipeline; which log it is of shows here
   * @param run that made the other one, by its UID
   */
  Commit and(Commit other, String run) {
    if (other.isBefore(this)) {
      return this;
    }
    if (other.number > number || (other.number == number && ended.isEmpty())) {
      return new Commit(log, other.number, other.ended);
    }
    return isBefore(other)
        ? new Commit(other.log + ANEW + cut(run), other.number, other.ended)
        : this;
  }

  /** {@return whether the other one has a lower number, and it is not known which one is later} */
  boolean isUnclear(Commit other) {
    return other.number < number && (ended.isEmpty() || other.ended.isEmpty());
  }

  /** {@return whether its run is known to have ended before the other's} */
  boolean isBefore(Commit other) {
    return ended.isPresent()
        && other.ended.isPresent()
        && ended.get().compareTo(other.ended.get()) < 0;
  }

  /** As much as tells two apart. */
  private static String cut(String uid) {
    return uid.substring(0, Math.min(DIGITS, uid.length()));
  }
}
