package dev.penstock.runner.report;

import java.util.List;
import java.util.Optional;

/**
 * How far an attempt is at one moment.
 *
 * @param millis since it began
 * @param sources that are read, in the order of the manifest; empty before they are open
 * @param targets in the order of the manifest; empty before the plan is made
 */
public record RunProgress(
    Phase phase, long millis, List<OfSource> sources, List<OfTarget> targets) {
  public RunProgress {
    sources = List.copyOf(sources);
    targets = List.copyOf(targets);
  }

  /** What is under way; in this order. */
  public enum Phase {
    /** The log's past is settled. */
    BEGIN,
    /** Sources are opened, the run is planned, tables are compared. */
    PLAN,
    /** Relations that several others read are computed. */
    PREPARE,
    /** Rows are read, computed, sealed, uploaded and loaded. */
    MOVE,
    /** All parts are sealed; the last ones are uploaded, loaded and counted. */
    FINISH,
    /** The entry is put and published. */
    COMMIT,
    /** It has ended, well or not. */
    DONE
  }

  /**
   * A source.
   *
   * @param read rows, and bytes as on the wire
   * @param estimate of both, by its statistics; empty: it has none
   */
  public record OfSource(String source, Done read, Optional<Done> estimate) {}

  /**
   * A target.
   *
   * @param waves how many waves of it are sealed
   * @param loaded into the warehouse's private table; empty: it has no warehouse
   */
  public record OfTarget(
      String target, int waves, Done sealed, Done uploaded, Optional<Done> loaded) {}
}
