package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.all;
import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.later;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.process;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens to all sessions at once. */
@ExtendWith(WithStandIn.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WarehouseRestartIT {
  @Reproduces(Behaviour.RESTART)
  @Test
  void aRestartEndsEverySessionAndKeepsWhatWasCommitted(StandIn redshift) throws Exception {
    try (Connection idle = redshift.connect();
        Connection writing = redshift.connect();
        Connection waiting = redshift.connect()) {
      run(idle, "CREATE TABLE sales.t (id INT)");
      run(idle, "INSERT INTO sales.t VALUES (1)");
      writing.setAutoCommit(false);
      run(writing, "INSERT INTO sales.t VALUES (2)");
      int process = process(waiting);
      CompletableFuture<String> answer =
          later(() -> {
            run(waiting, "INSERT INTO sales.t VALUES (3)");
            return "inserted";
          });
      redshift.awaitWaiting(process);
      int port = redshift.warehouse().port();

      redshift.warehouse().restart();

      for (Connection connection : new Connection[] {idle, writing}) {
        assertRefused(
            () -> one(connection, "SELECT 1"),
            "57P01",
            "terminating connection due to administrator command");
        assertThat(connection.isClosed()).isTrue();
      }
      assertThat(answer)
          .failsWithin(60, TimeUnit.SECONDS)
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
      assertThat(redshift.warehouse().port()).isEqualTo(port);
      try (Connection after = redshift.connect()) {
        assertThat(all(after, "SELECT id FROM sales.t")).containsExactly("1");
        // Nobody holds the lock of the writer any more.
        run(after, "INSERT INTO sales.t VALUES (4)");
      }
    }
  }

  @Refuses(Behaviour.PAUSE)
  @Test
  void aPauseDropsSessionsAndRefusesNewOnesUntilItResumes(StandIn redshift) throws SQLException {
    try (Connection before = redshift.connect()) {
      run(before, "CREATE TABLE sales.t (id INT)");
      redshift.warehouse().pause();
      try {
        assertThatThrownBy(() -> one(before, "SELECT 1"))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
        assertRefused(() -> redshift.connect().close(), "57P03", "the cluster is paused");
      } finally {
        redshift.warehouse().resume();
      }
    }
    try (Connection after = redshift.connect()) {
      assertThat(one(after, "SELECT count(*) FROM sales.t")).isEqualTo("0");
    }
  }
}
