package dev.penstock.runner.engine;

import java.nio.file.Path;

/**
 * How parts are sealed.
 *
 * @param directory below scratch; made if it is missing, must be empty
 * @param partBytes a part is ended soon after it has reached this size
 * @param commit the number that stands in every row's {@code _penstock_commit}
 */
public record SealOptions(Path directory, Codec codec, long partBytes, long commit) {
  /** 96 MiB: between 64 and 128. */
  public static final long PART_BYTES = 96L * 1024 * 1024;

  public SealOptions {
    directory = directory.toAbsolutePath().normalize();
    if (partBytes < 1 || commit < 1) {
      throw new IllegalArgumentException(
          "Parts of %d bytes for commit %d".formatted(partBytes, commit));
    }
  }
}
