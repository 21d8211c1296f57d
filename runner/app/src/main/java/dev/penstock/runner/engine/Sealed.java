package dev.penstock.runner.engine;

import dev.penstock.runner.spi.PartSchema;
import java.util.List;

/** What one statement sealed of a relation; zero rows make zero parts. */
public record Sealed(PartSchema schema, List<SealedPart> parts) {
  public Sealed {
    parts = List.copyOf(parts);
  }

  /** {@return rows of all parts} */
  public long rows() {
    return parts.stream().mapToLong(SealedPart::rows).sum();
  }

  /** {@return bytes of all parts} */
  public long bytes() {
    return parts.stream().mapToLong(SealedPart::bytes).sum();
  }
}
