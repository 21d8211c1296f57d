package dev.penstock.api.model;

/** Sixteen lower-case hexadecimal digits over the canonical JSON of what decides a run. */
public record SpecHash(String hex) {
  public SpecHash {
    if (!hex.matches("[0-9a-f]{16}")) {
      throw new IllegalArgumentException("Not a spec hash: " + hex);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
