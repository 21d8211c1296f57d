package dev.penstock.sandbox.redshift.sql;

import java.util.List;

/**
 * A COPY of Parquet objects that a manifest names.
 *
 * @param table as PostgreSQL reads it, with its schema if one was given
 * @param columns as listed; empty means all of the table's
 */
public record CopyCommand(
    String table, List<String> columns, String bucket, String manifestKey, String role) {
  public CopyCommand {
    columns = List.copyOf(columns);
  }

  /** The table's name alone, which is how Redshift's messages have it. */
  public String bareTable() {
    String last = table.substring(table.lastIndexOf(".\"") + 1);
    return last.replaceAll("^\"|\"$", "");
  }
}
