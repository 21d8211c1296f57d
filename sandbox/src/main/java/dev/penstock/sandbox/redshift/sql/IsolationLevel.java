package dev.penstock.sandbox.redshift.sql;

/** What transactions of a database see of each other. */
public enum IsolationLevel {
  /** Refuses what two transactions write to one row; the default of new clusters. */
  SNAPSHOT("repeatable read"),

  /** Also refuses what could not have happened one transaction after the other. */
  SERIALIZABLE("serializable");

  private final String inPostgres;

  IsolationLevel(String inPostgres) {
    this.inPostgres = inPostgres;
  }

  /** PostgreSQL's level that does the same. */
  public String inPostgres() {
    return inPostgres;
  }
}
