package dev.penstock.sandbox.redshift.copy;

import dev.penstock.sandbox.redshift.sql.CopyCommand;
import java.util.ArrayList;
import java.util.List;

/** The rows that a load refused and went on without. */
final class Rejects {
  /** More of one load aren't recorded, but counted. */
  static final int MOST_RECORDED = 1000;

  private final CopyCommand command;
  private final List<LoadError> errors = new ArrayList<>();
  private long count;

  Rejects(CopyCommand command) {
    this.command = command;
  }

  /** Takes one more, or fails the load that can't bear it. */
  void add(LoadError error) throws LoadFailure {
    count++;
    if (errors.size() < MOST_RECORDED) {
      errors.add(error);
    }
    if (count >= Math.max(1, command.options().maxError())) {
      throw LoadFailure.ofRows(command, errors);
    }
  }

  long count() {
    return count;
  }

  List<LoadError> errors() {
    return List.copyOf(errors);
  }
}
