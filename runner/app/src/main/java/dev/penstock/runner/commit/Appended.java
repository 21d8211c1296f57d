package dev.penstock.runner.commit;

/** How an append ended. A lost race is an answer, not an exception. */
public sealed interface Appended {
  /** The entry stands, by this call or by one of this attempt whose reply was lost. */
  record Committed(Entry entry) implements Appended {}

  /** Another attempt took the number. */
  record Conflict(Entry winner) implements Appended {}
}
