package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.literal;
import static dev.penstock.runner.target.redshift.Names.quoted;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.sql.SQLException;

/** What a session's user may make in a warehouse; asked before a run needs it. */
record SchemaRights(RedshiftSession session) {
  boolean exists(java.sql.Connection open, String schema) throws SQLException {
    return session.number(open, "SELECT COUNT(*) FROM pg_namespace WHERE nspname = ?", schema) > 0;
  }

  /** {@return whether tables may be made in a schema that is there} */
  boolean take(java.sql.Connection open, String schema) throws SQLException {
    return has(open, "has_schema_privilege(%s, 'CREATE')".formatted(literal(schema)));
  }

  /**
   * Refuses a schema that is missing where none may be made.
   *
   * @param of what it is needed for
   */
  void refuseWithout(java.sql.Connection open, String schema, String of) throws SQLException {
    if (!has(open, "has_database_privilege(current_database(), 'CREATE')")) {
      throw new ConfigurationException(
          Reason.PERMISSION_DENIED,
          "The user of warehouse %s may not make schema %s, which is missing, for %s"
              .formatted(session.name(), quoted(schema), of),
          "Make it and GRANT USAGE, CREATE ON SCHEMA %s to that user, or GRANT CREATE ON DATABASE %s"
              .formatted(quoted(schema), quoted(session.connection().database())));
    }
  }

  private boolean has(java.sql.Connection open, String right) throws SQLException {
    return session.number(open, "SELECT CASE WHEN %s THEN 1 ELSE 0 END".formatted(right)) > 0;
  }
}
