package dev.penstock.chaos;

import java.util.Locale;

/** What is killed, and where. It may never come to it: a run can be over before. */
sealed interface Kill {
  /** SIGKILL of a runner's process that stands at a place. */
  record OfProcess(Place place) implements Kill {}

  /** An attempt in this process ends at a checkpoint, without another effect. */
  record OfAttempt(Place.Checkpoint place) implements Kill {}

  /** One end of a session with the warehouse, or its commit. */
  record OfSession(Place place, How how) implements Kill {}

  /** The connection of a request to the store, before or after the store has done it. */
  record OfRequest(Place.Thing thing, boolean after) implements Kill {}

  /** The warehouse, while an attempt is at a checkpoint: restarted, or paused for a moment. */
  record OfWarehouse(Place.Checkpoint place, boolean pause) implements Kill {}

  /**
   * An attempt sleeps at a place until another one is done, and then wakes up.
   *
   * @param sameRun whether the other attempt is of the same run
   */
  record Sleep(Place place, boolean sameRun) implements Kill {}

  /** What becomes of a session. */
  enum How {
    CLIENT,
    BACKEND,
    CONFLICT
  }

  /** {@return what is killed, in a word or two} */
  default String kind() {
    return switch (this) {
      case OfProcess kill -> "process";
      case OfAttempt kill -> "attempt";
      case OfSession kill -> kill.how().name().toLowerCase(Locale.ROOT);
      case OfRequest kill -> kill.after() ? "reply of S3" : "request to S3";
      case OfWarehouse kill -> kill.pause() ? "warehouse paused" : "warehouse restarted";
      case Sleep kill -> "zombie";
    };
  }

  /** {@return where, in a word or two} */
  default String point() {
    return switch (this) {
      case OfProcess(var place) -> place.toString();
      case OfAttempt(var place) -> place.toString();
      case OfSession(var place, var how) -> place.toString();
      case OfRequest(var thing, var after) -> (after ? "after " : "before ") + thing;
      case OfWarehouse(var place, var pause) -> place.toString();
      case Sleep(var place, var same) -> place.toString();
    };
  }
}
