package dev.penstock.runner.commit;

import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;

/** Another run took the only number that an attempt may commit. */
final class LostBase {
  private LostBase() {}

  /**
   * {@return the refusal to go on}
   *
   * @param winner what stands at that number
   */
  static TransientException lostBase(Entry winner) {
    return new TransientException(
        Reason.LOST_BASE,
        "Run %s took number %d of %s while this attempt worked"
            .formatted(winner.run(), winner.number(), winner.pipeline()),
        "The run is repeated on the new head; nothing of this attempt counts");
  }
}
