package dev.penstock.api.model;

import java.util.Optional;

/** One relation into a dataset, a warehouse table, or both by one commit. */
public record Target(
    String name, String from, Mode mode, Optional<Dataset> s3, Optional<Table> redshift) {
  public Target {
    if (s3.isEmpty() && redshift.isEmpty()) {
      throw new IllegalArgumentException("Target %s loads nothing".formatted(name));
    }
  }
}
