package dev.penstock.runner.source.postgres;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.PgConnection;

/**
 * Opens sessions.
 *
 * @param application shown in pg_stat_activity: {@code penstock/<pipeline>}
 */
record PostgresLogin(Connection.Postgres connection, Secrets secrets, String application) {
  private static final String CA = "ca.crt";
  private static final int NAME_BYTES = 63;

  /** {@return a session outside a transaction} */
  PgConnection open() {
    try {
      // The driver itself: DriverManager would ask the warehouse's driver too, which listens to
      // similar addresses.
      java.sql.Connection opened = new Driver().connect(url(), properties());
      return Objects.requireNonNull(opened).unwrap(PgConnection.class);
    } catch (SQLException e) {
      throw new PostgresErrors(connection).connecting(e);
    }
  }

  private String url() {
    // Host and database go in by property, where nothing in them can become a parameter.
    return "jdbc:postgresql://";
  }

  private Properties properties() {
    String secret =
        connection
            .secret()
            .orElseThrow(() ->
                new ConfigurationException(
                    Reason.SECRET_MISSING,
                    "Connection %s names no Secret".formatted(connection.name()),
                    "Name one with username and password in spec.credentials.secret.name"));
    Properties properties = new Properties();
    PGProperty.PG_HOST.set(properties, connection.host());
    PGProperty.PG_PORT.set(properties, connection.port());
    PGProperty.PG_DBNAME.set(properties, connection.database());
    PGProperty.USER.set(properties, secrets.value(connection.name(), secret, "username"));
    PGProperty.PASSWORD.set(properties, secrets.value(connection.name(), secret, "password"));
    PGProperty.APPLICATION_NAME.set(properties, cut(application));
    PGProperty.CONNECT_TIMEOUT.set(properties, 10);
    PGProperty.LOGIN_TIMEOUT.set(properties, 30);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    switch (connection.tls()) {
      case DISABLE -> PGProperty.SSL_MODE.set(properties, "disable");
      case VERIFY_CA -> verified(properties, "verify-ca", secret);
      case VERIFY_FULL -> verified(properties, "verify-full", secret);
    }
    return properties;
  }

  private void verified(Properties properties, String mode, String secret) {
    PGProperty.SSL_MODE.set(properties, mode);
    secrets
        .file(secret, CA)
        .ifPresentOrElse(
            file -> PGProperty.SSL_ROOT_CERT.set(properties, file.toString()),
            // Without one of its own: the authorities that the JVM trusts.
            () ->
                PGProperty.SSL_FACTORY.set(properties, "org.postgresql.ssl.DefaultJavaSSLFactory"));
  }

  private static String cut(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    return bytes.length <= NAME_BYTES
        ? name
        : new String(Arrays.copyOf(bytes, NAME_BYTES), StandardCharsets.US_ASCII);
  }
}
