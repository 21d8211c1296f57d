package dev.penstock.runner.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.Produces;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.sandbox.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.awaitility.Awaitility;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a server is believed, with a server that really shows certificates. */
class PostgresTlsIT {
  private static final GeneralName ADDRESS = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
  private static final GeneralName ANOTHER_HOST =
      new GeneralName(GeneralName.dNSName, "shop.example");

  @TempDir private static Path directory;
  private static Authority authority;
  private static PostgresServer server;

  private final Secrets secrets = new Secrets(directory.resolve("secrets"));

  @BeforeAll
  static void start() throws Exception {
    authority = new Authority("the company's own");
    show(authority.issue(ADDRESS, Instant.now().minus(Duration.ofDays(1))));
    server =
        PostgresServer.start(
            new PostgresServer.Place(directory.resolve("state"), "tls", directory.resolve("data")),
            Map.of(
                "ssl",
                "on",
                "ssl_cert_file",
                directory.resolve("server.crt").toString(),
                "ssl_key_file",
                directory.resolve("server.key").toString()));
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @BeforeEach
  void trustTheAuthority() throws Exception {
    Files.createDirectories(directory.resolve("secrets/shop-db"));
    secret("username", PostgresServer.SUPERUSER);
    secret("password", "none is asked for");
    secret("ca.crt", authority.certificate());
  }

  @Test
  void aServerWhoseIssuerStandsInTheSecretIsBelievedAndTheSessionIsEncrypted() throws Exception {
    showFromHereOn(authority.issue(ADDRESS, Instant.now().minus(Duration.ofDays(1))));
    try (var session = login(Connection.Tls.VERIFY_FULL).open();
        var statement = session.createStatement();
        var row =
            statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
      row.next();
      assertThat(row.getBoolean(1)).isTrue();
    }
  }

  @Produces(Reason.CERTIFICATE_REFUSED)
  @Test
  void aServerOfAnotherIssuerIsRefused() throws Exception {
    secret("ca.crt", new Authority("somebody else").certificate());
    refuses(Connection.Tls.VERIFY_FULL);
    refuses(Connection.Tls.VERIFY_CA);
  }

  @Test
  void withoutAnIssuerInTheSecretThoseOfTheJvmAreAsked() throws Exception {
    Files.delete(directory.resolve("secrets/shop-db/ca.crt"));
    refuses(Connection.Tls.VERIFY_FULL);
  }

  @Test
  void aCertificateOfAnotherHostIsRefusedByVerifyFullOnly() throws Exception {
    showFromHereOn(authority.issue(ANOTHER_HOST, Instant.now().minus(Duration.ofDays(1))));
    refuses(Connection.Tls.VERIFY_FULL);
    try (var session = login(Connection.Tls.VERIFY_CA).open()) {
      assertThat(session.isValid(0)).isTrue();
    }
  }

  @Test
  void aCertificateThatHasExpiredIsRefused() throws Exception {
    showFromHereOn(authority.issue(ADDRESS, Instant.now().minus(Duration.ofDays(10))));
    refuses(Connection.Tls.VERIFY_FULL);
    refuses(Connection.Tls.VERIFY_CA);
  }

  private void refuses(Connection.Tls tls) {
    assertThatThrownBy(() -> login(tls).open().close())
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.CERTIFICATE_REFUSED))
        .hasMessageContaining("Connection shop-db: the server's certificate can not be verified");
  }

  private PostgresLogin login(Connection.Tls tls) {
    var connection =
        new Connection.Postgres(
            "shop-db",
            Optional.of("shop-db"),
            new Connection.Limits(OptionalInt.empty(), 8),
            new Connection.Allow(true, false, Set.of(), true),
            "127.0.0.1",
            server.port(),
            PostgresServer.SUPERUSER,
            tls);
    return new PostgresLogin(connection, secrets, "penstock/orders");
  }

  private static void secret(String key, String value) throws Exception {
    Files.writeString(directory.resolve("secrets/shop-db").resolve(key), value);
  }

  /** Sessions that begin after it has read its files anew are shown the new certificate. */
  private static void showFromHereOn(Authority.Issued issued) throws Exception {
    show(issued);
    var before = asked("SELECT pg_conf_load_time()");
    asked("SELECT pg_reload_conf()");
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> !asked("SELECT pg_conf_load_time()").equals(before));
  }

  private static String asked(String sql) throws Exception {
    try (var session = server.superuser();
        var statement = session.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** The server reads its key only if nobody else can. */
  private static void show(Authority.Issued issued) throws Exception {
    Files.writeString(directory.resolve("server.crt"), issued.certificate());
    var key = directory.resolve("server.key");
    Files.writeString(key, issued.key());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }
}
