package dev.penstock.runner.cli;

import java.util.List;
import java.util.OptionalLong;

/**
 * Where a run is at one moment, as it is shown.
 *
 * @param phase what it is doing, as {@code reading}
 */
record Snapshot(String phase, List<Reading> sources, List<Loading> targets) {
  Snapshot {
    sources = List.copyOf(sources);
    targets = List.copyOf(targets);
  }

  /**
   * What was read of a source so far.
   *
   * @param bytes as they came over the wire
   * @param expectedRows by the source's statistics, which may be wrong; empty: not known
   */
  record Reading(String source, long rows, long bytes, OptionalLong expectedRows) {}

  /**
   * How far the rows of a target are.
   *
   * @param sealedBytes of parts that are complete
   * @param copiedRows into the warehouse's staging table; empty: it has no warehouse
   */
  record Loading(
      String target,
      long sealedRows,
      long sealedBytes,
      long uploadedBytes,
      OptionalLong copiedRows) {}
}
