package dev.penstock.sandbox.smoke;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/**
 * The warehouse that is asked. Its text never shows the password.
 *
 * @param copyRole the role with which COPY reads the bucket
 * @param authority file with the certificate of its authority in PEM; empty: those that the JVM
 *     trusts
 */
record Warehouse(
    String host,
    int port,
    String database,
    String copyRole,
    String username,
    String password,
    Optional<Path> authority) {

  /** A session in autocommit mode, which the caller closes. */
  Connection connect(Properties more) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", username);
    properties.setProperty("password", password);
    properties.setProperty("sslmode", "verify-full");
    properties.setProperty("connectTimeout", "30");
    properties.setProperty("ApplicationName", "penstock/smoke");
    authority.ifPresent(file -> properties.setProperty("sslrootcert", file.toString()));
    more.forEach((key, value) -> properties.setProperty(key.toString(), value.toString()));
    Connection connection = new com.amazon.redshift.Driver().connect(url(), properties);
    if (connection == null) {
      throw new SQLException("The driver does not know " + url(), "08001");
    }
    return connection;
  }

  String url() {
    return "jdbc:redshift://%s:%d/%s".formatted(host, port, database);
  }

  @Override
  public String toString() {
    return "%s as %s".formatted(url(), username);
  }
}
