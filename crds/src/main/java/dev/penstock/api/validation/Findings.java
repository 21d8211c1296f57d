package dev.penstock.api.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What has been found so far, in the order of the document. Used by one thread. */
final class Findings {
  private final List<Finding> found = new ArrayList<>();

  void add(Finding finding) {
    found.add(finding);
  }

  /** {@return how many there are; {@link #since} compares with it} */
  int mark() {
    return found.size();
  }

  /** {@return the value if nothing was found since the mark: only then may a model be built} */
  <T> Optional<T> since(int mark, Supplier<T> value) {
    return found.size() == mark ? Optional.of(value.get()) : Optional.empty();
  }

  List<Finding> all() {
    return List.copyOf(found);
  }
}
