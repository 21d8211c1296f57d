package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.copy;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazon.redshift.util.RedshiftException;
import dev.penstock.sandbox.faults.Armed;
import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import dev.penstock.sandbox.s3.faults.Requests;
import dev.penstock.sandbox.s3.faults.StoreFault;
import dev.penstock.sandbox.s3.faults.StoreFaults;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** COPY, while something goes wrong between the warehouse and S3. */
@ExtendWith(WithStandIn.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class S3FaultsIT {
  private static final Requests FILES = Requests.of("GET", "acme-lake/.*\\.parquet");

  private StoreFaults faults;
  private String copy;

  @BeforeEach
  void oneFile(StandIn redshift) throws Exception {
    faults = redshift.way().faults();
    redshift.putParquet("faulty.parquet", "SELECT range::INT id FROM range(1000)");
    copy = copy("sales.t", redshift.manifest("faulty.parquet"));
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
    }
  }

  @AfterEach
  void disarm() {
    faults.disarm();
  }

  @Refuses(Behaviour.COPY_READS_AGAIN)
  @ParameterizedTest
  @ValueSource(strings = {"SlowDown", "reset", "truncated"})
  void aFaultThatOutlastsTheCopyFailsIt(String fault, StandIn redshift) throws SQLException {
    Armed<StoreFault> armed = arm(fault, 100_000, 0);
    try (Connection connection = redshift.connect()) {
      assertThatThrownBy(() -> run(connection, copy)).isInstanceOf(RedshiftException.class);

      assertThat(armed.firings()).hasSizeGreaterThan(1);
      assertThat(armed.waits()).isTrue();
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
      armed.disarm();
      run(connection, copy);
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("1000");
    }
  }

  @Reproduces(Behaviour.COPY_READS_AGAIN)
  @ParameterizedTest
  @ValueSource(strings = {"SlowDown", "reset", "truncated"})
  void aFaultThatPassesLeavesEachRowOnce(String fault, StandIn redshift) throws SQLException {
    Armed<StoreFault> armed = arm(fault, 2, 100);
    try (Connection connection = redshift.connect()) {
      run(connection, copy);

      assertThat(armed.firings()).hasSize(2);
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("1000");
      assertThat(one(connection, "SELECT count(DISTINCT id) FROM sales.t")).isEqualTo("1000");
    }
  }

  private Armed<StoreFault> arm(String fault, int times, long bytes) {
    StoreFaults.When when = faults.when(FILES).times(times);
    return switch (fault) {
      case "SlowDown" -> when.slowDown();
      case "reset" -> when.reset();
      case "truncated" -> when.truncate(bytes);
      default -> throw new IllegalArgumentException(fault);
    };
  }

  @Test
  @Refuses(Behaviour.COPY_READS_AGAIN)
  void aFileThatMayNotBeReadFailsTheCopyWithTheWordsOfS3(StandIn redshift) throws SQLException {
    Armed<StoreFault> armed = faults.when(FILES).times(100_000).deny();
    try (Connection connection = redshift.connect()) {
      assertThatThrownBy(() -> run(connection, copy))
          .isInstanceOfSatisfying(
              RedshiftException.class,
              e ->
                  assertThat(e.getServerErrorMessage().getDetail())
                      .contains("Access Denied,Status 403,Error AccessDenied"));

      // It is no use to ask again.
      assertThat(armed.firings()).hasSize(1);
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
    }
  }

  @Test
  @Reproduces(Behaviour.COPY_READS_AGAIN)
  void aSlowFileIsLoadedAllTheSame(StandIn redshift) throws SQLException {
    Armed<StoreFault> armed = faults.when(FILES).slow(20_000);
    try (Connection connection = redshift.connect()) {
      run(connection, copy);

      assertThat(armed.fired()).isTrue();
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("1000");
    }
  }
}
