package dev.penstock.sandbox.smoke;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;

/**
 * One question.
 *
 * @param behaviour which has a number
 * @param expected the answer that AWS documents, in the words that {@code attempt} uses
 */
record SmokeCase(Behaviour behaviour, String expected, Attempt attempt) {
  SmokeCase {
    if (behaviour.number().isEmpty()) {
      throw new IllegalArgumentException(behaviour + " has no number");
    }
  }

  /** Finds the answer of this account. */
  interface Attempt {
    String see(Account account) throws Exception;
  }

  int number() {
    return behaviour.number().orElseThrow();
  }
}
