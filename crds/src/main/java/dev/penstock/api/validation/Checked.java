package dev.penstock.api.validation;

import java.util.List;

/** What the validator says: a model object exists only inside {@link Valid}. */
public sealed interface Checked<T> {
  /** Nothing was found. */
  record Valid<T>(T value) implements Checked<T> {}

  /** Everything that was found, in the order of the document; never empty. */
  record Invalid<T>(List<Finding> findings) implements Checked<T> {
    public Invalid {
      findings = List.copyOf(findings);
      if (findings.isEmpty()) {
        throw new IllegalArgumentException("Invalid without a finding");
      }
    }
  }
}
