package dev.penstock.sandbox.redshift.copy;

import static dev.penstock.sandbox.redshift.StandIn.BUCKET;
import static dev.penstock.sandbox.redshift.StandIn.ROLE;
import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.redshift.StandIn;
import dev.penstock.sandbox.redshift.WithStandIn;
import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dates and times, as COPY reads them from text. */
@ExtendWith(WithStandIn.class)
class MomentsCopyIT {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DATE | '' | 2026-03-28 | 2026-03-28",
        "DATE | DATEFORMAT 'MM/DD/YYYY' | 03/28/2026 | 2026-03-28",
        "DATE | DATEFORMAT AS 'DD.MM.YYYY' | 28.03.2026 | 2026-03-28",
        "DATE | DATEFORMAT 'auto' | 28-MAR-2026 | 2026-03-28",
        "DATE | DATEFORMAT 'auto' | 20260328 | 2026-03-28",
        "TIMESTAMP | '' | 2026-03-28 18:45:02 | 2026-03-28 18:45:02",
        "TIMESTAMP | TIMEFORMAT 'MM.DD.YYYY HH:MI:SS' | 03.28.2026 18:45:02 | 2026-03-28 18:45:02",
        "TIMESTAMP | TIMEFORMAT AS 'auto' | 2026-03-28T18:45:02 | 2026-03-28 18:45:02",
        "TIMESTAMP | TIMEFORMAT 'epochsecs' | 1774723502 | 2026-03-28 18:45:02",
        "TIMESTAMP | TIMEFORMAT 'epochmillisecs' | 1774723502123 | 2026-03-28 18:45:02.123"
      })
  @Reproduces(Behaviour.TEXT_FORMATS)
  void aMomentIsReadByItsFormat(
      String type, String options, String text, String moment, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, copyOf(text, type, options, connection, redshift));

      assertThat(one(connection, "SELECT v::VARCHAR FROM sales.t")).isEqualTo(moment);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DATE | '' | 03/28/2026 | 1205",
        "DATE | DATEFORMAT 'MM/DD/YYYY' | 28/03/2026 | 1205",
        "DATE | DATEFORMAT 'auto' | 2026-02-30 | 1205",
        "TIMESTAMP | '' | 03.28.2026 18:45:02 | 1206",
        "TIMESTAMP | TIMEFORMAT 'MM.DD.YYYY HH:MI:SS' | 2026-03-28 18:45:02 | 1206",
        "TIMESTAMP | TIMEFORMAT 'epochsecs' | 2026-03-28 18:45:02 | 1206"
      })
  @Refuses(Behaviour.TEXT_FORMATS)
  void anotherFormatIsALoadError(
      String type, String options, String text, String code, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      String copy = copyOf(text, type, options, connection, redshift);

      assertRefused(() -> run(connection, copy), "XX000", "Load into table 't' failed.");
      assertThat(
              one(
                  connection,
                  "SELECT err_code || ' ' || rtrim(colname) || ' ' || rtrim(raw_field_value) FROM"
                      + " stl_load_errors WHERE query = pg_last_copy_id()"))
          .isEqualTo("%s v %s".formatted(code, text));
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
    }
  }

  /** The COPY of one field into the table that it makes. */
  private static String copyOf(
      String text, String type, String options, Connection connection, StandIn redshift)
      throws SQLException {
    redshift.putText("moments.txt", text + "\n");
    run(connection, "CREATE TABLE sales.t (v %s)".formatted(type));
    return "COPY sales.t FROM 's3://%s/moments.txt' IAM_ROLE '%s' %s"
        .formatted(BUCKET, ROLE, options);
  }
}
