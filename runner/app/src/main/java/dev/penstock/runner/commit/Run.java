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
    if (id.isBlank()) {
      throw new IllegalArgumentException("A run of %s has no id".formatted(pipeline));
    }
  }
}
