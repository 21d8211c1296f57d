package dev.penstock.runner.plan;

/** About how much a source holds, by its statistics; bytes as on the wire. */
public record Size(long rows, long bytes) {
  public Size {
    if (rows < 0 || bytes < 0) {
      throw new IllegalArgumentException("%d rows in %d bytes".formatted(rows, bytes));
    }
  }
}
