package dev.penstock.sandbox.redshift.copy;

import static dev.penstock.sandbox.redshift.StandIn.BUCKET;
import static dev.penstock.sandbox.redshift.StandIn.ROLE;
import static dev.penstock.sandbox.redshift.StandIn.all;
import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.copy;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.redshift.StandIn;
import dev.penstock.sandbox.redshift.WithStandIn;
import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(WithStandIn.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoadErrorsIT {
  private static final String BAD = "1|one\nx|two\n3|three\n4\n5|five\n";

  @Test
  @Reproduces({Behaviour.LOAD_ERRORS, Behaviour.COPY_IS_ATOMIC})
  void aRefusedRowIsDescribedAndOutlivesTheRollback(StandIn redshift) throws Exception {
    redshift.putText("bad.txt", BAD);
    try (Connection connection = redshift.connect()) {
      table(connection);
      connection.setAutoCommit(false);

      assertRefused(
          () -> run(connection, text("bad.txt", "")),
          "XX000",
          "Load into table 't' failed.  Check 'stl_load_errors' system table for details.");
      connection.rollback();

      String row =
          """
          SELECT rtrim(filename) || ' ' || line_number || ' ' || rtrim(colname) || ' ' || rtrim(type)
            || ' ' || position || ' [' || rtrim(raw_line) || '] [' || rtrim(raw_field_value) || '] '
            || err_code || ' ' || rtrim(err_reason)
          FROM stl_load_errors WHERE query = pg_last_copy_id()\
          """;
      assertThat(all(connection, row))
          .containsExactly(
              "s3://%s/bad.txt 2 id int4 0 [x|two] [x] 1207 Invalid digit, Value 'x', Pos 0, Type: Integer"
                  .formatted(BUCKET));
      assertThat(
              one(
                  connection,
                  "SELECT line_number || ' ' || column_name || ' ' || error_code FROM"
                      + " sys_load_error_detail WHERE query_id = pg_last_copy_id()"))
          .isEqualTo("2 id 1207");
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
    }
  }

  @Test
  @Reproduces(Behaviour.COPY_IS_ATOMIC)
  void maxerrorLoadsTheOtherRowsAndRecordsTheRefused(StandIn redshift) throws Exception {
    redshift.putText("bad.txt", BAD);
    try (Connection connection = redshift.connect();
        Statement statement = connection.createStatement()) {
      table(connection);
      statement.execute(text("bad.txt", "MAXERROR 3"));

      assertThat(warnings(statement))
          .containsExactly(
              "Load into table 't' completed, 3 record(s) loaded successfully.",
              "Load into table 't' completed, 2 record(s) could not be loaded.  Check"
                  + " 'stl_load_errors' system table for details.");
      assertThat(one(connection, "SELECT sum(id) FROM sales.t")).isEqualTo("9");
      assertThat(one(connection, "SELECT pg_last_copy_count()")).isEqualTo("3");
      assertThat(
              all(
                  connection,
                  "SELECT line_number || ' ' || err_code || ' ' || rtrim(err_reason) FROM"
                      + " stl_load_errors WHERE query = pg_last_copy_id() ORDER BY line_number"))
          .containsExactly(
              "2 1207 Invalid digit, Value 'x', Pos 0, Type: Integer",
              "4 1214 Delimiter not found");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  @Refuses(Behaviour.COPY_IS_ATOMIC)
  void asManyErrorsAsMaxerrorSaysFailTheLoad(int most, StandIn redshift) throws Exception {
    redshift.putText("bad.txt", BAD);
    try (Connection connection = redshift.connect()) {
      table(connection);

      assertThatThrownBy(() -> run(connection, text("bad.txt", "MAXERROR " + most)))
          .hasMessageContaining("Load into table 't' failed.");
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
      assertThat(
              one(
                  connection,
                  "SELECT count(*) FROM stl_load_errors WHERE query = pg_last_copy_id()"))
          .isEqualTo(String.valueOf(Math.max(1, most)));
    }
  }

  @Test
  @Reproduces(Behaviour.LOAD_ERRORS)
  void moreFieldsThanColumnsAreAnError(StandIn redshift) throws Exception {
    redshift.putText("wide.csv", "1,one,more\n");
    try (Connection connection = redshift.connect()) {
      table(connection);

      assertThatThrownBy(() -> run(connection, text("wide.csv", "CSV")))
          .isInstanceOf(SQLException.class);
      assertThat(
              one(
                  connection,
                  "SELECT err_code || ' ' || rtrim(err_reason) FROM stl_load_errors WHERE query ="
                      + " pg_last_copy_id()"))
          .isEqualTo("1202 Extra column(s) found");
    }
  }

  @Test
  @Refuses(Behaviour.JSON)
  void whatIsNoJsonObjectIsALoadError(StandIn redshift) throws Exception {
    redshift.putText("broken.json", "{\"id\": 1}\n[1, \"a\"]\n{\"id\": }\n{\"id\": 4}\n");
    try (Connection connection = redshift.connect()) {
      table(connection);
      run(connection, text("broken.json", "JSON 'auto' MAXERROR 3"));

      assertThat(all(connection, "SELECT id FROM sales.t ORDER BY id")).containsExactly("1", "4");
      assertThat(
              all(
                  connection,
                  "SELECT line_number || ' ' || err_code FROM stl_load_errors WHERE query ="
                      + " pg_last_copy_id() ORDER BY line_number"))
          .containsExactly("2 1216", "3 1216");
    }
  }

  @Test
  @Refuses(Behaviour.TEXT_FORMATS)
  void aFieldThatItsColumnDoesNotTakeIsRefused(StandIn redshift) throws Exception {
    redshift.putText("fields.csv", "x,a\n2147483648,a\n3,12345678901234567890x\n");
    try (Connection connection = redshift.connect()) {
      table(connection);
      run(connection, text("fields.csv", "CSV MAXERROR 9"));

      assertThat(
              all(
                  connection,
                  "SELECT line_number || ' ' || rtrim(colname) || ' ' || err_code FROM"
                      + " stl_load_errors WHERE query = pg_last_copy_id() ORDER BY line_number"))
          .containsExactly("1 id 1207", "2 id 1222", "3 name 1204");
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
    }
  }

  @Test
  @Reproduces(Behaviour.NOLOAD)
  @Refuses(Behaviour.NOLOAD)
  void noloadChecksAndLoadsNothing(StandIn redshift) throws Exception {
    redshift.putText("good.txt", "1|one\n");
    redshift.putText("bad.txt", BAD);
    try (Connection connection = redshift.connect()) {
      table(connection);
      run(connection, text("good.txt", "NOLOAD"));
      assertThatThrownBy(() -> run(connection, text("bad.txt", "NOLOAD")))
          .hasMessageContaining("Load into table 't' failed.");

      assertThat(
              one(
                  connection,
                  "SELECT count(*) FROM stl_load_errors WHERE query = pg_last_copy_id()"))
          .isEqualTo("1");
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
    }
  }

  @Test
  @Reproduces(Behaviour.LOAD_HISTORY)
  void aLoadThatSucceededHasAHistory(StandIn redshift) throws Exception {
    redshift.putText("two/a.csv", "1,one\n2,two\n");
    redshift.putText("two/b.csv", "3,three\n");
    try (Connection connection = redshift.connect()) {
      table(connection);
      run(connection, text("two/", "CSV"));

      assertThat(
              one(
                  connection,
                  "SELECT status || ' ' || table_name || ' ' || data_source || ' ' || file_format"
                      + " || ' ' || loaded_rows || ' ' || source_file_count || ' ' ||"
                      + " source_file_bytes || ' ' || error_count FROM sys_load_history WHERE"
                      + " query_id = pg_last_copy_id()"))
          .isEqualTo("completed t s3://%s/two/ csv 3 2 20 0".formatted(BUCKET));
      assertThat(
              all(
                  connection,
                  "SELECT rtrim(file_name) || ' ' || bytes_scanned || ' ' || lines_scanned FROM"
                      + " sys_load_detail WHERE query_id = pg_last_copy_id() ORDER BY file_name"))
          .containsExactly(
              "s3://%s/two/a.csv 12 2".formatted(BUCKET),
              "s3://%s/two/b.csv 8 1".formatted(BUCKET));
      assertThat(
              one(
                  connection,
                  "SELECT count(*) FROM stl_load_commits WHERE query = pg_last_copy_id()"))
          .isEqualTo("2");
    }
  }

  @Test
  @Reproduces(Behaviour.LAST_COPY)
  void theLastCopyIsTheSessionsAndOnlyALoadChangesIt(StandIn redshift) throws Exception {
    redshift.putText("good.txt", "1|one\n");
    redshift.putText("bad.txt", BAD);
    try (Connection connection = redshift.connect();
        Connection other = redshift.connect()) {
      table(connection);
      assertThat(last(connection)).isEqualTo("0 -1");
      connection.setAutoCommit(false);
      run(connection, text("good.txt", ""));
      connection.rollback();
      connection.setAutoCommit(true);
      String done = last(connection);
      assertThat(done).startsWith("1 ");

      for (String refused :
          List.of(
              text("good.txt", "FNORD"),
              text("good.txt", "").replace("sales.t", "sales.nothing"),
              copy("sales.t (nothing)", "m"))) {
        assertThatThrownBy(() -> run(connection, refused)).isInstanceOf(SQLException.class);
        assertThat(last(connection)).isEqualTo(done);
      }

      assertThatThrownBy(() -> run(connection, text("bad.txt", "")))
          .isInstanceOf(SQLException.class);
      assertThat(last(connection)).startsWith("0 ").isNotEqualTo(done);
      assertThat(last(other)).isEqualTo("0 -1");
    }
  }

  private static String last(Connection connection) throws SQLException {
    return one(connection, "SELECT pg_last_copy_count() || ' ' || pg_last_copy_id()");
  }

  private static List<String> warnings(Statement statement) throws SQLException {
    List<String> messages = new ArrayList<>();
    for (SQLWarning warning = statement.getWarnings();
        warning != null;
        warning = warning.getNextWarning()) {
      messages.add(warning.getMessage().replace("INFO: ", ""));
    }
    return messages;
  }

  private static void table(Connection connection) throws SQLException {
    run(connection, "CREATE TABLE sales.t (id INT, name VARCHAR(20))");
  }

  private static String text(String key, String options) {
    return "COPY sales.t FROM 's3://%s/%s' IAM_ROLE '%s' %s".formatted(BUCKET, key, ROLE, options);
  }
}
