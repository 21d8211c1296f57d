package dev.penstock.runner.engine;

import java.nio.file.Path;

/**
 * A Parquet file on scratch that will never change. Whoever takes it deletes it when it is done.
 *
 * @param directory of its partition, as {@code p_day=2026-03-01}; empty: not partitioned
 * @param sha256 64 lower-case hexadecimal digits
 */
public record SealedPart(Path file, String directory, long bytes, long rows, String sha256) {}
