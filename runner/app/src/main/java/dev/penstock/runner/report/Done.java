package dev.penstock.runner.report;

/** What has passed a point so far. */
public record Done(long rows, long bytes) {
  /** Nothing yet. */
  public static final Done NOTHING = new Done(0, 0);

  /** {@return both together} */
  public Done plus(long moreRows, long moreBytes) {
    return new Done(rows + moreRows, bytes + moreBytes);
  }
}
