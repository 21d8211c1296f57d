package dev.penstock.runner.lineage;

/** What stands behind the names of a query that WITH does not explain. */
interface Tables {
  /**
   * {@return the relation}
   *
   * @param schema empty: none is written
   */
  Relation named(String schema, String name);
}
