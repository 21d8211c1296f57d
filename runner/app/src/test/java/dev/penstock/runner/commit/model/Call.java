package dev.penstock.runner.commit.model;

import java.util.List;

/** One request to the world, a value. What it does is decided when it arrives, not when sent. */
sealed interface Call permits S3, Sql, Batch {
  /** The world after a request and what it answers; replies are values. */
  record Outcome(World world, Object reply) {}

  /** In place of a reply: none came. The request may arrive later, or never. */
  enum Lost {
    REPLY
  }

  /** {@return what it does to the world as it is now} */
  Outcome on(World world);

  /** {@return what else may come of it when the network or a server fails} */
  List<Outcome> troubled(World world);

  /** {@return what it does when nobody waits for it any more} */
  default World late(World world) {
    return on(world).world();
  }

  /** {@return whether it can change anything} */
  boolean writes();

  /** {@return whether it is answered now; else it waits} */
  default boolean possible(World world) {
    return true;
  }

  /**
   * {@return whether its outcome is the same whatever anybody else does from now on, and no
   * invariant looks at it} Then it needs to be explored in one order only.
   */
  boolean commutes(World world);

  /** {@return the outcome where it may arrive later and its caller hears nothing} */
  private static Outcome adrift(Call call, World world) {
    return new Outcome(call.writes() ? world.pending(call) : world, Lost.REPLY);
  }

  /** {@return that no reply comes, and for a write that it may arrive later} */
  static List<Outcome> unheard(Call call, World world) {
    return List.of(adrift(call, world));
  }
}
