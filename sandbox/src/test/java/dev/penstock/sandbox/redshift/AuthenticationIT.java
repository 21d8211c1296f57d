package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.Passwords;
import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import dev.penstock.sandbox.redshift.wire.Authentication;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Passwords by both methods, and how many may come in; the second by a stand-in of its own. */
@ExtendWith(WithStandIn.class)
class AuthenticationIT {
  private static final String PASSWORD = Passwords.random();

  @TempDir private static Path folder;
  private static RedshiftStandIn digesting;

  @BeforeAll
  static void start() {
    S3Access nowhere = new S3Access(URI.create("http://127.0.0.1:1"), "test", "none", "us-east-1");
    digesting =
        RedshiftStandIn.start(
            new RedshiftStandIn.Settings(folder, "analytics", "loader", PASSWORD, nowhere)
                .with(Manners.usual().with(Authentication.DIGEST).withConnections(2)));
  }

  @AfterAll
  static void end() {
    digesting.close();
  }

  @Reproduces(Behaviour.AUTHENTICATION)
  @Test
  void theRightPasswordPassesByMd5(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertThat(one(connection, "SELECT current_user")).isEqualTo("loader");
    }
  }

  @Refuses(Behaviour.AUTHENTICATION)
  @Test
  void aWrongPasswordIsRefusedByMd5(StandIn redshift) {
    Properties properties = redshift.properties();
    properties.setProperty("password", "wrong");

    assertRefused(
        () -> redshift.connect(properties).close(),
        "28000",
        "password authentication failed for user \"loader\"");
  }

  @Reproduces(Behaviour.AUTHENTICATION)
  @Test
  void theRightPasswordPassesByTheDigest() throws SQLException {
    try (Connection connection = connect("loader", PASSWORD)) {
      assertThat(one(connection, "SELECT current_user")).isEqualTo("loader");
    }
  }

  @Refuses(Behaviour.AUTHENTICATION)
  @Test
  void aWrongPasswordIsRefusedByTheDigest() {
    assertRefused(
        () -> connect("loader", "wrong").close(),
        "28000",
        "password authentication failed for user \"loader\"");
  }

  @Refuses(Behaviour.AUTHENTICATION)
  @Test
  void anotherUserWithTheRightPasswordIsRefused() {
    assertRefused(
        () -> connect("postgres", PASSWORD).close(),
        "28000",
        "password authentication failed for user \"postgres\"");
  }

  @Refuses(Behaviour.CONNECTION_LIMIT)
  @Test
  void oneSessionTooManyIsRefusedAndTakenOnceAnotherHasGone() throws SQLException {
    try (Connection first = connect("loader", PASSWORD)) {
      try (Connection second = connect("loader", PASSWORD)) {
        assertThat(one(second, "SELECT 1")).isEqualTo("1");
        assertRefused(
            () -> connect("loader", PASSWORD).close(),
            "53300",
            "connection limit \"2\" exceeded for non-bootstrap users");
        assertThat(one(first, "SELECT 1")).isEqualTo("1");
      }
      Awaitility.await().ignoreExceptions().until(() -> connects());
    }
  }

  private static boolean connects() throws SQLException {
    try (Connection connection = connect("loader", PASSWORD)) {
      return one(connection, "SELECT 1").equals("1");
    }
  }

  private static Connection connect(String user, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("sslmode", "verify-ca");
    properties.setProperty("sslrootcert", digesting.caCertificateFile().toString());
    return DriverManager.getConnection(digesting.jdbcUrl(), properties);
  }
}
