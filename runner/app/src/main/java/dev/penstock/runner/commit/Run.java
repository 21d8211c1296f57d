package dev.penstock.runner.commit;

import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.SpecHash;
import java.time.Instant;

/**
 * One execution of a pipeline.
 *
 * @param id a UID, never a name: names come back
 * @param scheduled not later than any attempt of this run; bounds how far a retry looks back
 */
public record Run(String id, ResourceName pipeline, SpecHash spec, Instant scheduled) {
  public Run {
    if (!isId(id)) {
      throw new IllegalArgumentException("Not an id of a run of %s: %s".formatted(pipeline, id));
    }
  }

  /**
   * {@return whether an entry, a ledger and a key can carry it: what no ledger takes would commit
   * and never publish}
   */
  public static boolean isId(String id) {
    return id.matches("[A-Za-z0-9-]{1,64}");
  }
}
