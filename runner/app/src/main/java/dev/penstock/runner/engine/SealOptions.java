package dev.penstock.runner.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * How parts are sealed.
 *
 * @param directory below scratch; made if it is missing, must be empty
 * @param partBytes a part is ended soon after it has reached this size
 * @param commit the number that stands in every row's {@code _penstock_commit}
 * @param partitionBy columns by whose values parts lie in directories; empty: no directories
 * @param sortBy columns by which rows lie in order within each part, NULLs last; empty: in no
 *     order. Threads that write the same directories don't keep one
 */
public record SealOptions(
    Path directory,
    Codec codec,
    long partBytes,
    long commit,
    List<String> partitionBy,
    List<String> sortBy) {
  public SealOptions {
    directory = directory.toAbsolutePath().normalize();
    partitionBy = List.copyOf(partitionBy);
    sortBy = List.copyOf(sortBy);
    if (!partitionBy.isEmpty() && !sortBy.isEmpty()) {
      throw new IllegalArgumentException("Parts in directories have no order");
    }
    if (partBytes < 1 || commit < 1) {
      throw new IllegalArgumentException(
          "Parts of %d bytes for commit %d".formatted(partBytes, commit));
    }
  }

  /** Without directories and order. */
  public SealOptions(Path directory, Codec codec, long partBytes, long commit) {
    this(directory, codec, partBytes, commit, List.of(), List.of());
  }
}
