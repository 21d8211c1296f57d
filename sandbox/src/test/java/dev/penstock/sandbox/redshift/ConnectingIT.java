package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, the parameters of a session's start, and the types of results. */
@ExtendWith(WithStandIn.class)
class ConnectingIT {
  @Reproduces(Behaviour.TLS)
  @ParameterizedTest
  @ValueSource(strings = {"verify-ca", "verify-full"})
  void theDriverVerifiesTheCertificate(String mode, StandIn redshift) throws SQLException {
    Properties properties = redshift.properties();
    properties.setProperty("sslmode", mode);

    try (Connection connection = redshift.connect(properties)) {
      assertThat(one(connection, "SELECT current_user")).isEqualTo("loader");
    }
  }

  @Test
  void theDriverRefusesACertificateThatItWasNotTold(StandIn redshift, @TempDir Path folder)
      throws Exception {
    Properties properties = redshift.properties();
    properties.setProperty(
        "sslrootcert",
        Files.writeString(
                folder.resolve("other.crt"),
                dev.penstock.sandbox.redshift.wire.ServerIdentity.create().certificatePem())
            .toString());

    assertThatThrownBy(() -> redshift.connect(properties).close())
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
  }

  @Refuses(Behaviour.TLS)
  @Test
  void aConnectionWithoutTlsIsRefused(StandIn redshift) {
    Properties properties = redshift.properties();
    properties.remove("sslmode");
    properties.remove("sslrootcert");
    properties.setProperty("ssl", "false");

    assertRefused(() -> redshift.connect(properties).close(), "28000", "SSL is required");
  }

  @Test
  void anUnknownDatabaseIsRefused(StandIn redshift) {
    String elsewhere = redshift.warehouse().jdbcUrl().replace("/analytics", "/nowhere");

    assertThatThrownBy(() -> DriverManager.getConnection(elsewhere, redshift.properties()).close())
        .hasMessageContaining("database \"nowhere\" does not exist");
  }

  @Reproduces(Behaviour.STARTUP)
  @Test
  void theServerSaysItsVersionAndIgnoresWhatTheDriverAdds(StandIn redshift) throws SQLException {
    Properties properties = redshift.properties();
    properties.setProperty("ApplicationName", "penstock/orders/1");
    properties.setProperty("currentSchema", "sales");

    // Every session of the driver begins with driver_version, os_version and others.
    try (Connection connection = redshift.connect(properties)) {
      assertThat(connection.getMetaData().getDatabaseProductVersion()).startsWith("8.0.2");
      assertThat(one(connection, "SHOW search_path")).isEqualTo("sales");
      assertThat(one(connection, "SHOW application_name")).isEqualTo("penstock/orders/1");
    }
  }

  @Reproduces(Behaviour.STARTUP)
  @Test
  void anOptionSetsWhatRedshiftHas(StandIn redshift) throws SQLException {
    Properties properties = redshift.properties();
    properties.setProperty("options", "-c statement_timeout=61000");

    try (Connection connection = redshift.connect(properties)) {
      assertThat(one(connection, "SHOW statement_timeout")).isEqualTo("61s");
    }
  }

  @Refuses(Behaviour.STARTUP)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-c work_mem=1MB | 42704 | unrecognized configuration parameter \"work_mem\"",
        "-B 100 | 0A000 | is not known to the stand-in"
      })
  void anOptionThatOnlyPostgresqlHasIsRefused(
      String options, String sqlState, String message, StandIn redshift) {
    Properties properties = redshift.properties();
    properties.setProperty("options", options);

    assertRefused(() -> redshift.connect(properties).close(), sqlState, message);
  }

  @Reproduces(Behaviour.WIRE_TYPES)
  @Test
  void superAndVarbyteHaveTypesOfTheirOwn(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT, doc SUPER, raw VARBYTE(10))");
      run(connection, "INSERT INTO sales.t (id, doc) VALUES (1, json_parse('{\"a\":1}'))");
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT doc, raw FROM sales.t")) {
        assertThat(rows.getMetaData().getColumnTypeName(1)).isEqualTo("super");
        assertThat(rows.getMetaData().getColumnTypeName(2)).isEqualTo("varbyte");
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1).replace(" ", "")).isEqualTo("{\"a\":1}");
        assertThat(rows.getString(2)).isNull();
      }
    }
  }
}
