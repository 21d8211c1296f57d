package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.all;
import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.NotKnown;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rights, as the views about them show. */
@ExtendWith(WithStandIn.class)
class GrantsIT {
  private static final String PUBLIC =
      "SELECT relation_name || ' ' || privilege_type FROM svv_relation_privileges WHERE"
          + " namespace_name = 'sales' AND identity_type = 'public' ORDER BY 1";

  @Test
  @Reproduces(Behaviour.GRANTS)
  void rightsOnTablesComeAndGo(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, "CREATE TABLE sales.u (id INT)");
      assertThat(all(connection, PUBLIC)).isEmpty();

      run(connection, "GRANT SELECT, INSERT ON sales.t TO PUBLIC");
      run(connection, "GRANT UPDATE ON ALL TABLES IN SCHEMA sales TO PUBLIC");
      assertThat(all(connection, PUBLIC))
          .containsExactly("t INSERT", "t SELECT", "t UPDATE", "u UPDATE");
      run(connection, "REVOKE INSERT ON TABLE sales.t FROM PUBLIC");
      run(connection, "REVOKE ALL PRIVILEGES ON sales.u FROM PUBLIC");
      assertThat(all(connection, PUBLIC)).containsExactly("t SELECT", "t UPDATE");

      run(connection, "REVOKE TEMP ON DATABASE analytics FROM PUBLIC, loader");
      assertRefused(
          () -> run(connection, "CREATE TEMP TABLE passing (id INT)"),
          "42501",
          "permission denied");
      run(connection, "GRANT TEMPORARY ON DATABASE analytics TO PUBLIC, loader");
      run(connection, "CREATE TEMP TABLE passing (id INT)");

      run(connection, "REVOKE CREATE ON DATABASE analytics FROM PUBLIC, loader");
      assertRefused(() -> run(connection, "CREATE SCHEMA passing"), "42501", "permission denied");
      run(connection, "GRANT CREATE ON DATABASE analytics TO loader");
      run(connection, "CREATE SCHEMA passing");
    }
  }

  @Test
  @Reproduces(Behaviour.GRANTS)
  void rightsOfAUserAndOnASchemaAreShown(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, "GRANT DELETE ON sales.t TO loader WITH GRANT OPTION");
      run(connection, "GRANT USAGE ON SCHEMA sales TO PUBLIC");

      assertThat(
              all(
                  connection,
                  "SELECT identity_type FROM svv_relation_privileges WHERE namespace_name = 'sales'"
                      + " AND identity_name = 'loader' AND privilege_type = 'DELETE' AND"
                      + " admin_option"))
          .containsExactly("user");
      assertThat(
              all(
                  connection,
                  "SELECT privilege_type FROM svv_schema_privileges WHERE namespace_name = 'sales'"
                      + " AND identity_name = 'public'"))
          .containsExactly("USAGE");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GRANT SELECT ON sales.t TO nobody | 42704 | user \"nobody\" does not exist",
        "GRANT SELECT ON sales.nowhere TO PUBLIC | 42P01"
            + " | relation \"sales.nowhere\" does not exist",
        "GRANT USAGE ON sales.t TO PUBLIC | 0LP01 | invalid privilege type USAGE",
        "GRANT TRIGGER ON sales.t TO PUBLIC | 0A000 | GRANT TRIGGER is not known",
        "GRANT analyst TO loader | 0A000 | GRANT ANALYST is not known"
      })
  @Refuses(Behaviour.GRANTS)
  void otherFormsAreRefused(String sql, String sqlState, String message, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");

      assertRefused(() -> run(connection, sql), sqlState, message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GRANT SELECT (id) ON sales.t TO PUBLIC | GRANT SELECT is not known",
        "GRANT SELECT ON sales.t TO GROUP analysts | GRANT with a GROUP is not known",
        "GRANT SELECT ON sales.t TO ROLE analyst | GRANT with a ROLE is not known",
        "GRANT USAGE ON DATABASE analytics TO loader | GRANT ON DATABASE is not known",
        "REVOKE USAGE ON LANGUAGE sql FROM PUBLIC | REVOKE ON LANGUAGE is not known"
      })
  @NotKnown(Behaviour.GRANTS)
  void otherReceiversAndObjectsAreNotKnown(String sql, String message, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");

      assertRefused(() -> run(connection, sql), "0A000", message + " to the stand-in");
    }
  }
}
