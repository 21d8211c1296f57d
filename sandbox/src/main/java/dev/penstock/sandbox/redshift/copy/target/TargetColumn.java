package dev.penstock.sandbox.redshift.copy.target;

/**
 * A column of the table that is loaded.
 *
 * @param type as PostgreSQL spells it, such as {@code character varying(20)}
 * @param numbered whether the table gives it its values: IDENTITY, but not BY DEFAULT
 * @param required whether it takes no NULL
 */
public record TargetColumn(String name, String type, boolean numbered, boolean required) {
  public ColumnKind kind() {
    return ColumnKind.of(type);
  }
}
