package dev.penstock.sandbox.redshift.copy;

import static dev.penstock.sandbox.redshift.StandIn.BUCKET;
import static dev.penstock.sandbox.redshift.StandIn.ROLE;
import static dev.penstock.sandbox.redshift.StandIn.copy;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.process;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.redshift.StandIn;
import dev.penstock.sandbox.redshift.WithStandIn;
import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(WithStandIn.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CopySessionsIT {
  private static final Duration BOUND = Duration.ofSeconds(60);

  @Test
  @Reproduces(Behaviour.COPY_OUTLIVES_ITS_CLIENT)
  void anAutocommitCopyStandsThoughItsClientHasGone(StandIn redshift) throws Exception {
    redshift.putParquet("s.parquet", "SELECT range::INT id FROM range(1000)");
    String manifest = redshift.manifest("s.parquet");
    try (Connection holder = redshift.connect();
        Connection reader = redshift.connect()) {
      holdWriters(holder);
      // The COPY waits for the other writer longer than its client does.
      Connection gone = redshift.connect(impatient(redshift));
      assertThatThrownBy(() -> run(gone, copy("sales.t", manifest)))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
      holder.commit();

      Awaitility.await()
          .atMost(BOUND)
          .untilAsserted(
              () -> assertThat(one(reader, "SELECT count(*) FROM sales.t")).isEqualTo("1001"));
    }
  }

  @Test
  @Reproduces(Behaviour.COPY_OUTLIVES_ITS_CLIENT)
  void aCopyInsideATransactionGoesWithItsClient(StandIn redshift) throws Exception {
    redshift.putParquet("s.parquet", "SELECT range::INT id FROM range(1000)");
    String manifest = redshift.manifest("s.parquet");
    try (Connection holder = redshift.connect();
        Connection reader = redshift.connect()) {
      holdWriters(holder);
      Connection gone = redshift.connect(impatient(redshift));
      int process = process(gone);
      gone.setAutoCommit(false);
      assertThatThrownBy(() -> run(gone, copy("sales.t", manifest)))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
      holder.commit();

      Awaitility.await()
          .atMost(BOUND)
          .until(() ->
              one(reader, "SELECT count(*) FROM stv_sessions WHERE process = " + process)
                  .equals("0"));
      // It did load, and was undone.
      assertThat(
              one(reader, "SELECT loaded_rows FROM sys_load_history WHERE session_id = " + process))
          .isEqualTo("1000");
      assertThat(one(reader, "SELECT count(*) FROM sales.t")).isEqualTo("1");
    }
  }

  private static void holdWriters(Connection holder) throws SQLException {
    run(holder, "CREATE TABLE sales.t (id INT)");
    holder.setAutoCommit(false);
    run(holder, "INSERT INTO sales.t VALUES (-1)");
  }

  private static Properties impatient(StandIn redshift) {
    Properties impatient = redshift.properties();
    impatient.setProperty("socketTimeout", "1");
    return impatient;
  }

  @Test
  @Reproduces(Behaviour.PIPELINED)
  void stagingInsertAndControlRowCommitTogether(StandIn redshift) throws Exception {
    redshift.putParquet("s.parquet", "SELECT range::INT id FROM range(1000)");
    String manifest = redshift.manifest("s.parquet");
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, "CREATE TABLE sales.control (number BIGINT)");
      connection.setAutoCommit(false);
      for (boolean commit : new boolean[] {false, true}) {
        run(connection, "LOCK TABLE sales.control");
        run(connection, "CREATE TABLE sales.staging (LIKE sales.t)");
        run(connection, copy("sales.staging (id)", manifest));
        run(connection, "INSERT INTO sales.t (id) SELECT id FROM sales.staging");
        run(connection, "INSERT INTO sales.control VALUES (1)");
        run(connection, "DROP TABLE sales.staging");
        assertThat(one(connection, "SELECT pg_last_copy_count()")).isEqualTo("1000");
        if (commit) {
          connection.commit();
        } else {
          connection.rollback();
        }
        assertThat(one(connection, "SELECT count(*) FROM sales.t"))
            .isEqualTo(commit ? "1000" : "0");
        assertThat(one(connection, "SELECT count(*) FROM sales.control"))
            .isEqualTo(commit ? "1" : "0");
        connection.rollback();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended"})
  @Reproduces(Behaviour.PIPELINED)
  void aTableIsMadeAndLoadedByOneCall(String mode, StandIn redshift) throws Exception {
    redshift.putText("one.txt", "1\n");
    Properties properties = redshift.properties();
    properties.setProperty("preferQueryMode", mode);
    try (Connection connection = redshift.connect(properties)) {
      String copy = "COPY sales.t FROM 's3://%s/one.txt' IAM_ROLE '%s'".formatted(BUCKET, ROLE);
      run(connection, "CREATE TABLE sales.t (id INT PRIMARY KEY); " + copy + "; " + copy);

      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("2");
    }
  }

  @Test
  @Reproduces(Behaviour.PIPELINED)
  void aSimpleQueryDoesTheSame(StandIn redshift) throws Exception {
    redshift.putParquet("s.parquet", "SELECT 1::INT id");
    Properties properties = redshift.properties();
    properties.setProperty("preferQueryMode", "simple");
    try (Connection connection = redshift.connect(properties)) {
      run(connection, "CREATE TABLE sales.t (id INT PRIMARY KEY)");
      run(connection, copy("sales.t", redshift.manifest("s.parquet")));
      run(connection, copy("sales.t", redshift.manifest("s.parquet")));

      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("2");
    }
  }

  @Test
  @Reproduces(Behaviour.COPY_IS_ATOMIC)
  void aSessionGoesOnAfterAFailedLoad(StandIn redshift) throws Exception {
    redshift.putText("bad.txt", "x\n");
    redshift.putText("good.txt", "1\n");
    try (Connection connection = redshift.connect();
        Statement statement = connection.createStatement()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      String copy = "COPY sales.t FROM 's3://%s/%s.txt' IAM_ROLE '%s'";
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> statement.execute(copy.formatted(BUCKET, "bad", ROLE)))
            .hasMessageContaining("Load into table 't' failed.");
        statement.execute(copy.formatted(BUCKET, "good", ROLE));
      }

      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("3");
    }
  }
}
