package dev.penstock.sandbox.redshift.copy;

import dev.penstock.sandbox.redshift.copy.object.ObjectProblem;
import dev.penstock.sandbox.redshift.copy.object.ObjectStorage;
import dev.penstock.sandbox.redshift.copy.target.TargetColumn;
import dev.penstock.sandbox.redshift.sql.CopyCommand;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One COPY, once its table's columns are known.
 *
 * @param cancelled asked every thousand rows or so
 */
record LoadTask(
    CopyCommand command,
    List<TargetColumn> columns,
    ObjectStorage storage,
    BooleanSupplier cancelled) {
  LoadTask {
    columns = List.copyOf(columns);
  }

  /** Opens a file, which the caller closes; one that isn't mandatory may be missing. */
  Optional<ObjectStorage.Body> open(SourceFile file) throws ObjectProblem {
    try {
      return Optional.of(storage.open(file.bucket(), file.key(), Optional.empty()));
    } catch (ObjectProblem e) {
      if (e.kind() == ObjectProblem.Kind.MISSING && !file.mandatory()) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
