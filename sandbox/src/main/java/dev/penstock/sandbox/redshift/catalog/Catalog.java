package dev.penstock.sandbox.redshift.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The database behind the front, seen by its superuser.
 *
 * @param url without credentials
 */
public record Catalog(String url, String superuser, String password) {
  /** Run in this order; a line of its own for each, so that themes stay apart. */
  private static final List<String> SCRIPTS =
      List.of(
          "tables.sql",
          "functions.sql",
          "super.sql",
          "catalog.sql",
          "loads.sql",
          "transactions.sql");

  @Override
  public String toString() {
    return "Catalog[%s, %s]".formatted(url, superuser);
  }

  /** A connection past the front, which the caller closes. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, superuser, password);
  }

  /** Adds what Redshift's catalog has and PostgreSQL's hasn't. */
  public void install() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String script : SCRIPTS) {
        statement.execute(text(script));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The catalog can't be made: " + e.getMessage(), e);
    }
  }

  /** Whether a session waits for a lock now. */
  public boolean waitsForALock(int process) {
    try (Connection connection = connect();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = ? AND wait_event_type ="
                    + " 'Lock')")) {
      select.setInt(1, process);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends all sessions of a user, and waits until they have let go of their locks. */
  public void endSessionsOf(String user) {
    try (Connection connection = connect();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity WHERE usename = ?")) {
      select.setString(1, user);
      select.executeQuery().close();
    } catch (SQLException e) {
      throw new IllegalStateException("The sessions of %s don't end".formatted(user), e);
    }
  }

  private static String text(String script) {
    try (InputStream in = Catalog.class.getResourceAsStream(script)) {
      if (in == null) {
        throw new IllegalStateException(script + " isn't in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
