package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.run;

import dev.penstock.sandbox.redshift.sql.IsolationLevel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** An isolation level that sessions get which begin while it is in force. */
record Isolated(StandIn redshift) implements AutoCloseable {
  /** Puts it in force; {@link #close} brings the default back. */
  static Isolated at(IsolationLevel level, StandIn redshift) throws SQLException {
    alter(redshift, level);
    return new Isolated(redshift);
  }

  /** For a MethodSource: each of them at each level. */
  static Stream<Arguments> atEachLevel(String... statements) {
    return Stream.of(IsolationLevel.values())
        .flatMap(level -> Stream.of(statements).map(sql -> Arguments.of(level, sql)));
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
