package dev.penstock.api.model;

/**
 * What a run does where an existing table and its rows differ.
 *
 * @param widen whether a VARCHAR gets wider for a longer text; else it is refused
 * @param setNull whether new rows hold NULL in a column that they do not have; else it is refused
 * @param keepWider whether a column that is wider than the rows need stays; else it is refused
 */
public record SchemaPolicy(NewColumn newColumn, boolean widen, boolean setNull, boolean keepWider) {
  /** Of a target that says nothing. */
  public static final SchemaPolicy DEFAULT = new SchemaPolicy(NewColumn.ADD, true, false, true);

  /** What becomes of a column that the table does not have. */
  public enum NewColumn {
    /** The table gets it. */
    ADD,
    /** The table goes without. */
    IGNORE,
    /** The run is refused. */
    FAIL
  }
}
