package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.all;
import static dev.penstock.sandbox.redshift.StandIn.copy;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazon.redshift.util.RedshiftException;
import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A COPY among statements that are sent without waiting for answers. */
@ExtendWith(WithStandIn.class)
class StatementsIT {
  @Reproduces(Behaviour.PIPELINED)
  @Test
  void beginTableAndCopyAreSentWithoutWaitingForAnswers(StandIn redshift) throws Exception {
    redshift.putParquet("piped.parquet", "SELECT range::INT id FROM range(100)");
    String copy = copy("sales.t", redshift.manifest("piped.parquet"));
    try (Connection connection = redshift.connect();
        Connection reader = redshift.connect()) {
      run(connection, "BEGIN; CREATE TABLE sales.t (id INT); " + copy);
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("100");
      assertThatThrownBy(() -> one(reader, "SELECT count(*) FROM sales.t"))
          .hasMessageContaining("does not exist");
      run(connection, copy + "; INSERT INTO sales.t VALUES (-1); COMMIT");

      assertThat(one(reader, "SELECT count(*) FROM sales.t")).isEqualTo("201");
    }
  }

  @Reproduces(Behaviour.PIPELINED)
  @Test
  void aCopyThatFailsInThePipelineTakesAllWithIt(StandIn redshift) throws Exception {
    redshift.putParquet("long.parquet", "SELECT 'four' id");
    String copy = copy("sales.t", redshift.manifest("long.parquet"));
    try (Connection connection = redshift.connect()) {
      assertThatThrownBy(() ->
              run(connection, "BEGIN; CREATE TABLE sales.t (id VARCHAR(3)); " + copy + "; COMMIT"))
          .isInstanceOf(RedshiftException.class)
          .hasMessageContaining("Spectrum Scan Error");
      run(connection, "ROLLBACK");

      assertThat(all(connection, "SELECT table_name FROM svv_tables WHERE table_schema = 'sales'"))
          .isEmpty();
    }
  }
}
