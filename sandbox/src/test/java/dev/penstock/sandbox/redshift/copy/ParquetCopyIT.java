package dev.penstock.sandbox.redshift.copy;

import static dev.penstock.sandbox.redshift.StandIn.all;
import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.copy;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazon.redshift.util.RedshiftException;
import dev.penstock.sandbox.redshift.StandIn;
import dev.penstock.sandbox.redshift.WithStandIn;
import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(WithStandIn.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ParquetCopyIT {
  @Test
  @Reproduces({Behaviour.PARQUET_BY_POSITION, Behaviour.PARQUET_TYPES})
  void aFileLoadsWithExactValues(StandIn redshift) throws Exception {
    redshift.putParquet(
        "types.parquet",
        """
        SELECT * FROM (VALUES
          (32767::SMALLINT, 2147483647::INT, 9223372036854775807::BIGINT, -1234567890.12::DECIMAL(12,2),
           1234567890123456789012345678901234.5678::DECIMAL(38,4), 0.1::DOUBLE, 1.5::FLOAT, true,
           DATE '1999-12-31', TIMESTAMP '2024-02-29 23:59:59.999999',
           TIMESTAMPTZ '2024-03-10 07:30:00.000001+00', E'Grüße\\tback\\\\slash\\nline', ''),
          (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
        ) t(a,b,c,d,e,f,g,h,i,j,k,l,m)\
        """);
    try (Connection connection = redshift.connect()) {
      run(
          connection,
          """
          CREATE TABLE sales.t (a SMALLINT, b INTEGER, c BIGINT, d DECIMAL(12,2), e DECIMAL(38,4),
            f DOUBLE PRECISION, g REAL, h BOOLEAN, i DATE, j TIMESTAMP, k TIMESTAMPTZ,
            l VARCHAR(40), m VARCHAR(10))\
          """);
      try (Statement statement = connection.createStatement()) {
        statement.execute(copy("sales.t", redshift.manifest("types.parquet")));
        assertThat(statement.getWarnings().getMessage())
            .contains("Load into table 't' completed, 2 record(s) loaded successfully.");
      }
      assertThat(one(connection, "SELECT pg_last_copy_count()")).isEqualTo("2");
      run(connection, "SET timezone TO 'UTC'");
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT a, b, c, d, e, f, g, h, i, j::varchar, k::varchar, l, m FROM sales.t"
                      + " WHERE a IS NOT NULL")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getShort(1)).isEqualTo(Short.MAX_VALUE);
        assertThat(row.getInt(2)).isEqualTo(Integer.MAX_VALUE);
        assertThat(row.getLong(3)).isEqualTo(Long.MAX_VALUE);
        assertThat(row.getBigDecimal(4)).isEqualByComparingTo("-1234567890.12");
        assertThat(row.getBigDecimal(5))
            .isEqualByComparingTo("1234567890123456789012345678901234.5678");
        assertThat(row.getDouble(6)).isEqualTo(0.1);
        assertThat(row.getFloat(7)).isEqualTo(1.5f);
        assertThat(row.getBoolean(8)).isTrue();
        assertThat(row.getString(9)).isEqualTo("1999-12-31");
        assertThat(row.getString(10)).isEqualTo("2024-02-29 23:59:59.999999");
        assertThat(row.getString(11)).isEqualTo("2024-03-10 07:30:00.000001+00");
        assertThat(row.getString(12)).isEqualTo("Grüße\tback\\slash\nline");
        assertThat(row.getString(13)).isEmpty();
      }
      assertThat(one(connection, "SELECT count(*) FROM sales.t WHERE a IS NULL AND l IS NULL"))
          .isEqualTo("1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "9, 2, -9999999.99",
    "9, 2, 0.01",
    "18, 0, 999999999999999999",
    "18, 4, -12345678901234.5678",
    "38, 0, -9223372036854775808",
    "18, 18, 0.000000000000000001",
    "38, 37, -9.9999999999999999999999999999999999999",
    "4, 4, 0.9999",
    "12, 3, 10000.000"
  })
  @Reproduces(Behaviour.PARQUET_TYPES)
  void aDecimalOfAnyPrecisionLoadsExactly(int precision, int scale, String value, StandIn redshift)
      throws Exception {
    redshift.putParquet(
        "decimal.parquet", "SELECT '%s'::DECIMAL(%d,%d) d".formatted(value, precision, scale));
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (d DECIMAL(%d,%d))".formatted(precision, scale));
      run(connection, copy("sales.t", redshift.manifest("decimal.parquet")));

      assertThat(one(connection, "SELECT d FROM sales.t")).isEqualTo(value);
    }
  }

  @Test
  @Reproduces(Behaviour.NANOSECONDS)
  void nanosecondsAreTakenForMicrosecondsWithoutAWord(StandIn redshift) throws Exception {
    redshift.putParquet("nanos.parquet", "SELECT TIMESTAMP_NS '2024-01-01 00:00:00' AS at");
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (at TIMESTAMP)");
      run(connection, copy("sales.t", redshift.manifest("nanos.parquet")));

      assertThat(one(connection, "SELECT at::varchar FROM sales.t")).startsWith("559");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1::BIGINT id | id INTEGER | 15007 | has an incompatible Parquet schema for column"
            + " 'id'. Column type: INTEGER, Parquet schema: optional int64 id",
        "SELECT 'four' id | id VARCHAR(3) | 15001 | The length of the data column id is longer than"
            + " the length defined in the table. Table: 3, Data: 4",
        "SELECT 'üü' id | id VARCHAR(3) | 15001 | Table: 3, Data: 4",
        "SELECT 'ü' id | id CHAR(3) | 15001 | Multibyte character not supported for CHAR",
        "SELECT 1.5::DECIMAL(20,2) id | id DECIMAL(20,2) | 15001 | invalid type length. Expecting:"
            + " 9 len in file: 16",
        "SELECT [1] id | id INTEGER | 15007 | has an incompatible Parquet schema",
        "SELECT '{}' id | id SUPER | 15007 | has an incompatible Parquet schema"
      })
  @Refuses(Behaviour.PARQUET_TYPES)
  void aFileThatDoesNotFitIsRefusedAndRecorded(
      String query, String column, int code, String reason, StandIn redshift) throws Exception {
    assertScanError(redshift, query, column, code, reason);
  }

  @Test
  @Refuses(Behaviour.PARQUET_BY_POSITION)
  void aFileWithMoreOrFewerColumnsIsRefused(StandIn redshift) throws Exception {
    assertScanError(
        redshift,
        "SELECT 1::INT a, 2::INT b",
        "id INTEGER",
        15007,
        "Unmatched number of columns between table and file. Table columns: 1, Data columns: 2");
    run(redshift, "DROP TABLE sales.t");
    assertScanError(
        redshift,
        "SELECT 1::INT a",
        "id INTEGER, more INTEGER",
        15007,
        "Unmatched number of columns between table and file. Table columns: 2, Data columns: 1");
  }

  private static void assertScanError(
      StandIn redshift, String query, String columns, int code, String reason) throws Exception {
    redshift.putParquet("bad.parquet", query);
    try (Connection connection = redshift.connect()) {
      connection.setAutoCommit(false);
      run(connection, "CREATE TABLE sales.t (" + columns + ")");
      connection.commit();

      assertThatThrownBy(() -> run(connection, copy("sales.t", redshift.manifest("bad.parquet"))))
          .isInstanceOfSatisfying(
              RedshiftException.class,
              e -> {
                assertThat(e.getSQLState()).isEqualTo("XX000");
                assertThat(e.getServerErrorMessage().getMessage()).isEqualTo("Spectrum Scan Error");
                assertThat(e.getServerErrorMessage().getDetail())
                    .contains("code:      " + code)
                    .contains(reason);
              });
      connection.rollback();

      assertThat(
              one(
                  connection,
                  "SELECT err_code FROM stl_load_errors WHERE query = pg_last_copy_id() AND session"
                      + " = pg_backend_pid()"))
          .isEqualTo(String.valueOf(code));
      assertThat(one(connection, "SELECT pg_last_copy_count()")).isEqualTo("0");
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
    }
  }

  @Test
  @Reproduces({Behaviour.PARQUET_TYPES, Behaviour.SUPER_TYPE})
  void nestedColumnsBecomeSuperWithSerializetojsonOnly(StandIn redshift) throws Exception {
    redshift.putParquet(
        "nested.parquet",
        "SELECT {'name': 'Ann', 'tags': ['a', NULL]} s, [1, 2] l UNION ALL SELECT NULL, NULL");
    String manifest = redshift.manifest("nested.parquet");
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (s SUPER, l SUPER)");

      assertThatThrownBy(() -> run(connection, copy("sales.t", manifest)))
          .isInstanceOfSatisfying(
              RedshiftException.class,
              e -> {
                assertThat(e.getServerErrorMessage().getMessage()).isEqualTo("Assert");
                assertThat(e.getServerErrorMessage().getDetail())
                    .contains("Unreachable - Invalid type: 4000");
              });
      run(connection, copy("sales.t", manifest) + " SERIALIZETOJSON");

      assertThat(all(connection, "SELECT s FROM sales.t WHERE l IS NOT NULL").getFirst())
          .isEqualToIgnoringWhitespace("{\"name\": \"Ann\", \"tags\": [\"a\", null]}");
      assertThat(one(connection, "SELECT count(*) FROM sales.t WHERE s IS NULL")).isEqualTo("1");
    }
  }

  @Test
  @Reproduces(Behaviour.PARQUET_BY_POSITION)
  void fillrecordGivesNullToColumnsThatTheFileLacksAtItsEnd(StandIn redshift) throws Exception {
    redshift.putParquet("short.parquet", "SELECT 1::INT a");
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (a INT, b VARCHAR(3), c INT DEFAULT 5)");
      run(connection, copy("sales.t", redshift.manifest("short.parquet")) + " FILLRECORD");

      assertThat(
              one(
                  connection,
                  "SELECT count(*) FROM sales.t WHERE a = 1 AND b IS NULL AND c IS NULL"))
          .isEqualTo("1");
    }
  }

  @Test
  @Refuses(Behaviour.IDENTITY)
  void anIdentityColumnIsLoadedWithExplicitIdsOnly(StandIn redshift) throws Exception {
    redshift.putParquet("ids.parquet", "SELECT 77::BIGINT id, 1::INT v");
    String manifest = redshift.manifest("ids.parquet");
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id BIGINT IDENTITY(1,1), v INT)");
      run(connection, "CREATE TABLE sales.plain (id BIGINT, v INT)");

      assertRefused(
          () -> run(connection, copy("sales.t (id, v)", manifest)),
          "0A000",
          "Identity column id in a COPY needs EXPLICIT_IDS");
      assertRefused(
          () -> run(connection, copy("sales.t (v)", manifest) + " EXPLICIT_IDS"),
          "0A000",
          "EXPLICIT_IDS needs the IDENTITY column in the column list");
      assertRefused(
          () -> run(connection, copy("sales.plain", manifest) + " EXPLICIT_IDS"),
          "0A000",
          "EXPLICIT_IDS needs a table with an IDENTITY column");
      run(connection, copy("sales.t (id, v)", manifest) + " EXPLICIT_IDS");

      assertThat(one(connection, "SELECT id FROM sales.t")).isEqualTo("77");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MAXERROR 1",
        "REGION 'us-east-1'",
        "COMPUPDATE OFF",
        "ACCEPTANYDATE",
        "NOLOAD",
        "GZIP",
        "NULL AS ''",
        "TRUNCATECOLUMNS"
      })
  @Refuses(Behaviour.PARQUET_OPTIONS)
  void anOptionThatParquetForbidsIsRefused(String option, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertThatThrownBy(() -> run(connection, copy("sales.t", "m") + " " + option))
          .hasMessageContaining(
              option.replaceAll(" .*", "") + " argument is not supported for PARQUET based COPY");
    }
  }

  private static void run(StandIn redshift, String sql) throws SQLException {
    try (Connection connection = redshift.connect()) {
      StandIn.run(connection, sql);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    StandIn.run(connection, sql);
  }
}
