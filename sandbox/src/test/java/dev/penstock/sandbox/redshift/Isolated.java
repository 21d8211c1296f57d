package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.run;

import dev.penstock.sandbox.redshift.sql.IsolationLevel;
import java.sql.Connection;
import java.sql.SQLException;

/** An isolation level that sessions get which begin while it is in force. */
record Isolated(StandIn redshift) implements AutoCloseable {
  /** Puts it in force; {@link #close} brings the default back. */
  static Isolated at(IsolationLevel level, StandIn redshift) throws SQLException {
    alter(redshift, level);
    return new Isolated(redshift);
  }

  private static void alter(StandIn redshift, IsolationLevel level) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "ALTER DATABASE analytics ISOLATION LEVEL " + level);
    }
  }

  @Override
  public void close() throws SQLException {
    alter(redshift, IsolationLevel.SNAPSHOT);
  }
}
