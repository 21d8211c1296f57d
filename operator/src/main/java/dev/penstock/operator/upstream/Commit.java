package dev.penstock.operator.upstream;

/**
 * An entry of a pipeline's commit log.
 *
 * @param uid the first digits of the UID of the EtlPipeline: another one of its name may have
 *     another log, which counts anew
 * @param number in that log
 */
public record Commit(String uid, long number) {
  private static final int DIGITS = 8;

  /** Keeps as much of the UID as tells two pipelines of one name apart. */
  public Commit {
    uid = uid.substring(0, Math.min(DIGITS, uid.length()));
  }
}
