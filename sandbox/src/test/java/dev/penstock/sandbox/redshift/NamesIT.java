package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.NotKnown;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Identifiers. */
@ExtendWith(WithStandIn.class)
class NamesIT {
  @Test
  @Reproduces(Behaviour.NAMES)
  void aQuotedNameIsFoldedToLowerCase(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.\"Mixed\" (\"Id\" INT)");

      assertThat(
              one(
                  connection,
                  "SELECT column_name FROM svv_columns WHERE table_schema = 'sales' AND table_name"
                      + " = 'mixed'"))
          .isEqualTo("id");
      assertThat(one(connection, "SELECT count(\"ID\") FROM sales.mIXED")).isEqualTo("0");
    }
  }

  @Test
  @NotKnown(Behaviour.NAMES)
  void aNameThatPostgresqlWouldCutIsNotKnown(StandIn redshift) throws SQLException {
    String longest = "ä".repeat(31) + "b";
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.\"%s\" (id INT)".formatted(longest));

      assertThat(one(connection, "SELECT table_name FROM svv_tables WHERE table_schema = 'sales'"))
          .isEqualTo(longest);
      assertRefused(
          () -> run(connection, "CREATE TABLE sales.\"%sb\" (id INT)".formatted(longest)),
          "0A000",
          "is not known to the stand-in");
    }
  }
}
