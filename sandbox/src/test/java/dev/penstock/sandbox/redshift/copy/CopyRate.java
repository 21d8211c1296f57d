package dev.penstock.sandbox.redshift.copy;

import static dev.penstock.sandbox.redshift.StandIn.copy;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.redshift.StandIn;
import dev.penstock.sandbox.redshift.WithStandIn;
import java.sql.Connection;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Measures COPY of Parquet, 18 columns as orders have them; no part of the build. {@code mvn -q -B
 * test -pl sandbox -am -Dtest=CopyRate -Dsurefire.failIfNoSpecifiedTests=false}
 */
@ExtendWith(WithStandIn.class)
class CopyRate {
  private static final int FILES = 4;
  private static final int ROWS_PER_FILE = 250_000;
  private static final int ROUNDS = 5;

  private static final String TABLE =
      """
      CREATE TABLE sales.orders (
        orderkey BIGINT NOT NULL, custkey BIGINT, linenumber INTEGER, quantity INTEGER,
        totalprice DECIMAL(12,2), discount DECIMAL(4,2), tax DECIMAL(4,2), cost DECIMAL(18,4),
        orderdate DATE, shipdate DATE, created_at TIMESTAMP, updated_at TIMESTAMP,
        orderstatus VARCHAR(1), orderpriority VARCHAR(15), clerk VARCHAR(15), shipmode VARCHAR(10),
        country VARCHAR(2), comment VARCHAR(79))\
      """;

  private static final String FILE =
      """
      SELECT range AS orderkey, range * 7919 %% 150000 AS custkey, (range %% 7)::INTEGER,
        (range %% 50)::INTEGER, (range %% 50000000 / 100.0)::DECIMAL(12,2),
        (range %% 11 / 100.0)::DECIMAL(4,2), (range %% 9 / 100.0)::DECIMAL(4,2),
        (range * 31 %% 100000000 / 10000.0)::DECIMAL(18,4),
        DATE '1992-01-01' + (range %% 2400)::INTEGER, DATE '1992-01-09' + (range %% 2400)::INTEGER,
        TIMESTAMP '2024-01-01 00:00:00' + to_microseconds(range * 1000003),
        TIMESTAMP '2024-01-02 00:00:00' + to_microseconds(range * 1000033),
        ['O', 'F', 'P'][range %% 3 + 1], ['1-URGENT', '2-HIGH', '5-LOW'][range %% 3 + 1],
        'Clerk#' || lpad((range %% 1000)::VARCHAR, 9, '0'), ['AIR', 'TRUCK', 'RAIL'][range %% 3 + 1],
        ['DE', 'FR'][range %% 2 + 1], 'requests sleep furiously along the deposits ' || range
      FROM range(%d, %d)\
      """;

  @Test
  void rowsPerSecond(StandIn redshift) throws Exception {
    String[] keys = new String[FILES];
    for (int i = 0; i < FILES; i++) {
      keys[i] = "rate/%d.parquet".formatted(i);
      redshift.putParquet(keys[i], FILE.formatted(i * ROWS_PER_FILE, (i + 1) * ROWS_PER_FILE));
    }
    String manifest = redshift.manifest(keys);
    try (Connection connection = redshift.connect()) {
      for (int round = 1; round <= ROUNDS; round++) {
        run(connection, "DROP TABLE IF EXISTS sales.orders");
        run(connection, TABLE);
        long begun = System.nanoTime();
        run(connection, copy("sales.orders", manifest));
        Duration spent = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(one(connection, "SELECT pg_last_copy_count()"))
            .isEqualTo(String.valueOf(FILES * ROWS_PER_FILE));
        System.out.printf(
            Locale.ROOT,
            "round %d: %,d rows in %.2f s, %,.0f rows/s%n",
            round,
            FILES * ROWS_PER_FILE,
            spent.toMillis() / 1000.0,
            FILES * ROWS_PER_FILE * 1000.0 / spent.toMillis());
      }
    }
  }
}
