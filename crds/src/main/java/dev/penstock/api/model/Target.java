package dev.penstock.api.model;

import java.util.List;
import java.util.Optional;

/**
 * One relation into a dataset, a warehouse table, or both by one commit.
 *
 * @param sortBy columns by which rows lie in order within parts; empty: as they were read
 * @param schema what a run does where the table and its rows differ
 * @param columns what becomes of the values of some columns, each named once
 */
public record Target(
    String name,
    String from,
    Mode mode,
    List<String> sortBy,
    Optional<Dataset> s3,
    Optional<Table> redshift,
    SchemaPolicy schema,
    List<ColumnPolicy> columns) {
  /** Whose values stay as they are. */
  public Target(
      String name,
      String from,
      Mode mode,
      List<String> sortBy,
      Optional<Dataset> s3,
      Optional<Table> redshift,
      SchemaPolicy schema) {
    this(name, from, mode, sortBy, s3, redshift, schema, List.of());
  }

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
    columns = List.copyOf(columns);
    if (s3.isEmpty() && redshift.isEmpty()) {
      throw new IllegalArgumentException("Target %s loads nothing".formatted(name));
    }
  }
}
