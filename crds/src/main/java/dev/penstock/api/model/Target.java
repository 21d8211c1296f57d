package dev.penstock.api.model;

import java.util.List;
import java.util.Optional;

/**
 * One relation into a dataset, a warehouse table, or both by one commit.
 *
 * @param sortBy columns by which rows lie in order within parts; empty: as they were read
 * @param schema what a run does where the table and its rows differ
 */
public record Target(
    String name,
    String from,
    Mode mode,
    List<String> sortBy,
    Optional<Dataset> s3,
    Optional<Table> redshift,
    SchemaPolicy schema) {
  /** By the policy of a target that says nothing. */
  public Target(
      String name,
      String from,
      Mode mode,
      List<String> sortBy,
      Optional<Dataset> s3,
      Optional<Table> redshift) {
    this(name, from, mode, sortBy, s3, redshift, SchemaPolicy.DEFAULT);
  }

  /** Whose rows lie as they were read. */
  public Target(
      String name, String from, Mode mode, Optional<Dataset> s3, Optional<Table> redshift) {
    this(name, from, mode, List.of(), s3, redshift);
  }

  public Target {
    sortBy = List.copyOf(sortBy);
    if (s3.isEmpty() && redshift.isEmpty()) {
      throw new IllegalArgumentException("Target %s loads nothing".formatted(name));
    }
  }
}
