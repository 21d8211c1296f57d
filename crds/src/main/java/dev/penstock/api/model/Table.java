package dev.penstock.api.model;

import java.util.List;
import java.util.Optional;

/**
 * A table of the warehouse, in lower case.
 *
 * @param fromLog whether an empty one gets what the log names for its target, when it is filled for
 *     the first time
 * @param grants on a table that is made
 * @param postSql statements inside the publish transaction, each one alone and without a semicolon
 *     at its end
 * @param superDocuments whether a column of JSON is made as SUPER; else as a text
 */
public record Table(
    String connection,
    String schema,
    String name,
    Optional<String> distKey,
    List<String> sortKey,
    boolean fromLog,
    List<Grant> grants,
    List<String> postSql,
    boolean superDocuments) {
  /** Whose documents are made as texts. */
  public Table(
      String connection,
      String schema,
      String name,
      Optional<String> distKey,
      List<String> sortKey,
      boolean fromLog,
      List<Grant> grants,
      List<String> postSql) {
    this(connection, schema, name, distKey, sortKey, fromLog, grants, postSql, false);
  }

  /** With no grant and no statement of its author. */
  public Table(
      String connection,
      String schema,
      String name,
      Optional<String> distKey,
      List<String> sortKey,
      boolean fromLog) {
    this(connection, schema, name, distKey, sortKey, fromLog, List.of(), List.of());
  }

  /** That gets what comes from now on. */
  public Table(
      String connection,
      String schema,
      String name,
      Optional<String> distKey,
      List<String> sortKey) {
    this(connection, schema, name, distKey, sortKey, false);
  }

  public Table {
    sortKey = List.copyOf(sortKey);
    grants = List.copyOf(grants);
    postSql = List.copyOf(postSql);
  }

  /** {@return {@code schema.name}} */
  public String qualified() {
    return schema + "." + name;
  }
}
