package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.all;
import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.later;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.process;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import dev.penstock.sandbox.redshift.sql.IsolationLevel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** ALTER TABLE APPEND moves rows. */
@ExtendWith(WithStandIn.class)
class AppendIT {
  private static final String APPEND = "ALTER TABLE sales.t APPEND FROM sales.s";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id INT, name VARCHAR(9) | name VARCHAR(9), id INT | ''",
        "id INT, name VARCHAR(9) | id INT, name VARCHAR(9), more INT | IGNOREEXTRA",
        "id INT, name VARCHAR(9), v INT DEFAULT 3 | id INT, name VARCHAR(9) | FILLTARGET",
        "id INT, name VARCHAR(9), n BIGINT IDENTITY(1,1) | id INT, name VARCHAR(9) | FILLTARGET"
      })
  @Reproduces(Behaviour.ALONE)
  void rowsGoFromTheSourceToTheTarget(String target, String source, String how, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (" + target + ")");
      run(connection, "CREATE TABLE sales.s (" + source + ")");
      run(connection, "INSERT INTO sales.t (id, name) VALUES (1, 'a')");
      run(connection, "INSERT INTO sales.s (id, name) VALUES (2, 'b')");
      run(connection, APPEND + " " + how);

      assertThat(all(connection, "SELECT id || name FROM sales.t ORDER BY id"))
          .containsExactly("1a", "2b");
      assertThat(one(connection, "SELECT count(*) FROM sales.s")).isEqualTo("0");
      if (target.contains("DEFAULT")) {
        assertThat(one(connection, "SELECT v FROM sales.t WHERE id = 2")).isEqualTo("3");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Reproduces(Behaviour.ALONE)
  void rowsThatAnotherSessionIsWritingAreMovedToo(IsolationLevel level, StandIn redshift)
      throws Exception {
    try (Isolated ignored = Isolated.at(level, redshift);
        Connection writer = redshift.connect();
        Connection mover = redshift.connect()) {
      run(writer, "CREATE TABLE sales.t (id INT)");
      run(writer, "CREATE TABLE sales.s (id INT)");
      writer.setAutoCommit(false);
      run(writer, "INSERT INTO sales.s VALUES (1)");
      int process = process(mover);
      CompletableFuture<String> moved =
          later(() -> {
            run(mover, APPEND);
            return one(mover, "SELECT count(*) FROM sales.t");
          });
      redshift.awaitWaiting(process);
      writer.commit();

      assertThat(moved.get(30, TimeUnit.SECONDS)).isEqualTo("1");
      assertThat(one(writer, "SELECT count(*) FROM sales.s")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id INT | id BIGINT | '' | column \"id\", whose attributes differ",
        "id VARCHAR(3) | id VARCHAR(4) | '' | column \"id\", whose attributes differ",
        "id INT NOT NULL | id INT | '' | column \"id\", whose attributes differ",
        "id INT | id INT, v INT | '' | column \"v\", which the target lacks, needs IGNOREEXTRA",
        "id INT | id INT, v INT | FILLTARGET | column \"v\", which the target lacks, needs IGNOREEXTRA",
        "id INT, v INT | id INT | '' | without column \"v\" of the target needs FILLTARGET",
        "id INT | id INT | IGNOREEXTRA FILLTARGET | IGNOREEXTRA together with FILLTARGET",
        "id INT, n INT IDENTITY(1,1) | id INT, n INT IDENTITY(1,1) | '' | identity column \"n\""
      })
  @Refuses(Behaviour.ALONE)
  void tablesThatDifferAreRefused(
      String target, String source, String how, String message, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (" + target + ")");
      run(connection, "CREATE TABLE sales.s (" + source + ")");
      run(connection, "INSERT INTO sales.s (id) VALUES (1)");

      assertRefused(() -> run(connection, APPEND + " " + how), "0A000", message);
      assertThat(one(connection, "SELECT count(*) FROM sales.s")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DISTSTYLE EVEN | DISTSTYLE ALL | The source table and the target table have different"
            + " distribution styles. Make sure both tables use the same distribution style: EVEN,"
            + " ALL, or DISTKEY.",
        "DISTKEY(id) | DISTKEY(v) | The source table and the target table have different",
        "SORTKEY(id) | SORTKEY(id, v) | tables with different sort keys"
      })
  @Refuses(Behaviour.ALONE)
  void tablesThatAreStoredDifferentlyAreRefused(
      String target, String source, String message, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT, v INT) " + target);
      run(connection, "CREATE TABLE sales.s (id INT, v INT) " + source);

      assertRefused(() -> run(connection, APPEND), "0A000", message);
    }
  }

  @Test
  @Refuses(Behaviour.ALONE)
  void onlyPermanentTablesAreTaken(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, "CREATE VIEW sales.s AS SELECT 1 AS id");
      run(connection, "CREATE TEMP TABLE passing (id INT)");

      for (String sql : new String[] {APPEND, "ALTER TABLE sales.t APPEND FROM passing"}) {
        assertRefused(() -> run(connection, sql), "0A000", "which isn't a permanent table");
      }
    }
  }
}
