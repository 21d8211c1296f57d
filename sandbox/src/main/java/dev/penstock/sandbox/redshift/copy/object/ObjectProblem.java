package dev.penstock.sandbox.redshift.copy.object;

import java.io.IOException;

/** S3 said no, or said nothing. */
public final class ObjectProblem extends IOException {
  private final Kind kind;
  private final String words;

  /** What can be done about it. */
  public enum Kind {
    /** There is no such object. */
    MISSING,
    /** The same request may succeed later. */
    PASSING,
    FINAL
  }

  public ObjectProblem(Kind kind, String words) {
    super(words);
    this.kind = kind;
    this.words = words;
  }

  public Kind kind() {
    return kind;
  }

  /** As Redshift words it: {@code S3ServiceException:...,Status n,Error code}. */
  public String words() {
    return words;
  }
}
