package dev.penstock.runner.commit;

/**
 * One pod's try at a run; it may commit only {@code base + 1}.
 *
 * @param id a UID that no other process ever uses
 * @param base the number of the log's head when the attempt began
 */
public record Attempt(Run run, String id, long base) {
  public Attempt {
    if (!id.matches("[A-Za-z0-9-]{8,64}")) {
      throw new IllegalArgumentException("Not an attempt id: " + id);
    }
    if (base < 0) {
      throw new IllegalArgumentException("Attempt %s has base %d".formatted(id, base));
    }
  }

  /** {@return the only number that this attempt may commit} */
  public long number() {
    return base + 1;
  }
}
