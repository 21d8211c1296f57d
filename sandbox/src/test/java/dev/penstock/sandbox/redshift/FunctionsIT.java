package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.all;
import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.NotKnown;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of Redshift with their values, those that PostgreSQL answers otherwise among them. */
@ExtendWith(WithStandIn.class)
class FunctionsIT {
  @ParameterizedTest
  @Reproduces(Behaviour.FUNCTIONS)
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dateadd(month, 18, '2008-02-28') | 2009-08-28 00:00:00",
        "dateadd(qtr, 1, CAST('2026-01-31' AS DATE)) | 2026-04-30 00:00:00",
        "dateadd('min', 30, '2026-03-01 23:45:00') | 2026-03-02 00:15:00",
        "datediff(qtr, '1998-07-01', '2009-04-10') | 43",
        "datediff(week, '2009-01-01', '2009-12-31') | 52",
        "datediff(year, '2025-12-31', '2026-01-01') | 1",
        "datediff(hour, '2026-01-01 10:59:59', '2026-01-01 11:00:00') | 1",
        "datediff(day, '2026-03-02', '2026-03-01') | -1",
        "CAST(date_part(dow, '2008-05-02 08:00:00') AS INT) | 5",
        "date_part('month', CAST('2026-07-01' AS DATE))::INT | 7",
        "date_trunc('month', CAST('2026-07-19' AS DATE)) | 2026-07-01 00:00:00",
        "date_trunc('week', '2026-07-19 10:00:00') | 2026-07-13 00:00:00",
        "trunc(CAST('2026-07-19 10:00:00' AS TIMESTAMP)) | 2026-07-19",
        "last_day('2026-02-03') | 2026-02-28",
        "add_months('2008-04-30', 1) | 2008-05-31 00:00:00",
        "dateadd(month, 1, '2008-04-30') | 2008-05-30 00:00:00",
        "convert_timezone('EST', 'PST', '2008-08-21 07:23:54') | 2008-08-21 04:23:54",
        "convert_timezone('EST', '2008-08-21 07:23:54') | 2008-08-21 02:23:54",
        "to_char(CAST('2026-03-05 14:07:09' AS TIMESTAMP), 'YYYY-MM-DD HH24:MI:SS') | 2026-03-05"
            + " 14:07:09",
        "to_date('02 Oct 2001', 'DD Mon YYYY') | 2001-10-02",
        "extract(year FROM CAST('2026-03-05' AS DATE)) | 2026",
        "CASE WHEN sysdate >= getdate() - interval '1 day' THEN 'yes' END | yes"
      })
  void dates(String expression, String expected, StandIn redshift) throws SQLException {
    valueIs(expression, expected, redshift);
  }

  @ParameterizedTest
  @Reproduces(Behaviour.FUNCTIONS)
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "len('français') | 8",
        "octet_length('français') | 9",
        "len(CAST('ab' AS CHAR(5))) | 2",
        "charindex('fish', 'dogfish') | 4",
        "strpos('dogfish', 'fish') | 4",
        "nvl(concat('a', NULL), 'null') | null",
        "concat('December 25, ', '2008') | December 25, 2008",
        "replicate('ab', 3) | ababab",
        "regexp_replace('the fox the', 'the', 'a') | a fox a",
        "regexp_replace('ab12', '([a-z]+)([0-9]+)', '$2$1') | 12ab",
        "regexp_replace('a.b', '\\\\.', '-') | a-b",
        "regexp_count('abcdefghijklmnopqrstuvwxyz', '[a-z]{3}') | 8",
        "regexp_substr('a@b.org', '@[^.]*') | @b",
        "len(regexp_substr('none', '@[^.]*')) | 0",
        "regexp_instr('user@example.com', '@[^.]*') | 5",
        "split_part('a$b$c', '$', 2) | b",
        "strtol('0xf', 16) | 15",
        "strtol('0101', 2) | 5",
        "strtol('abcd1234', 16) | 2882343476",
        "strtol('-0xFF', 16) | -255",
        "strtol('0', 16) | 0",
        "strtol('0007fffffffffffffff', 16) | 9223372036854775807",
        "strtol('-8000000000000000', 16) | -9223372036854775808",
        "sha2('Amazon Redshift', 256) |"
            + " 15013dc10bc5b293f1f66ea28d818387f191cafeb26f89639fae0b4acf9c8772",
        "crc32('Amazon Redshift') | f2726906",
        "md5('Amazon Redshift') | f7415e33f972c03abd4f3fed36748f7a",
        "initcap('new yORK') | New York",
        "btrim('xxabcxx', 'x') | abc",
        "substring('caterpillar', 6, 4) | pill",
        "left('Chicago', 3) | Chi",
        "translate('mint tea', 'inea', 'osin') | most tin",
        "to_hex(255) | ff"
      })
  void texts(String expression, String expected, StandIn redshift) throws SQLException {
    valueIs(expression, expected, redshift);
  }

  @ParameterizedTest
  @Reproduces(Behaviour.FUNCTIONS)
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nvl(NULL, NULL, 3) | 3",
        "nvl2(NULL, 'is', 'is not') | is not",
        "nvl2(0, 'is', 'is not') | is",
        "decode(2, 1, 'one', 2, 'two', 'many') | two",
        "decode(9, 1, 'one', 'many') | many",
        "decode(CAST(NULL AS INT), NULL, 'none', 'some') | none",
        "nvl(decode(9, 1, 'one'), 'null') | null",
        "greatest(1, NULL, 3) | 3",
        "nullif(1, 1) IS NULL | t",
        "7 / 2 | 3",
        "round(2.345, 2) | 2.35",
        "trunc(2.345, 1) | 2.3",
        "mod(7, 3) | 1"
      })
  void conditionsAndNumbers(String expression, String expected, StandIn redshift)
      throws SQLException {
    valueIs(expression, expected, redshift);
  }

  @ParameterizedTest
  @Reproduces(Behaviour.FUNCTIONS)
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "avg(n) | 2",
        "avg(b) | 2",
        "avg(d) = 2.5 | t",
        "avg(CAST(n AS FLOAT)) | 2.5",
        "sum(n) | 10",
        "median(n) = 2.5 | t",
        "listagg(name, ',') WITHIN GROUP (ORDER BY n) | a,b,c,a",
        "listagg(DISTINCT name, '-') WITHIN GROUP (ORDER BY name) | a-b-c",
        "listagg(n) WITHIN GROUP (ORDER BY n DESC) | 4321",
        "APPROXIMATE count(DISTINCT name) | 3",
        "percentile_cont(0.5) WITHIN GROUP (ORDER BY n) | 2.5"
      })
  void aggregates(String expression, String expected, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (n INT, b BIGINT, d DECIMAL(5,1), name VARCHAR(5))");
      run(
          connection,
          "INSERT INTO sales.t VALUES (1, 1, 1, 'a'), (2, 2, 2, 'b'), (3, 3, 3, 'c'), (4, 4, 4,"
              + " 'a')");

      assertThat(one(connection, "SELECT %s FROM sales.t".formatted(expression)))
          .isEqualTo(expected);
    }
  }

  @Test
  @Reproduces(Behaviour.FUNCTIONS)
  void windows(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (shop INT, n INT)");
      run(connection, "INSERT INTO sales.t VALUES (1, 1), (1, 3), (2, 5)");

      assertThat(
              all(
                  connection,
                  "SELECT ratio_to_report(n) OVER (PARTITION BY shop) FROM sales.t ORDER BY n"))
          .containsExactly("0.25", "0.75", "1.0");
      assertThat(
              all(
                  connection,
                  "SELECT sum(n) OVER (ORDER BY n ROWS UNBOUNDED PRECEDING) FROM sales.t"))
          .containsExactly("1", "4", "9");
      assertThat(all(connection, "SELECT rank() OVER (ORDER BY n DESC) FROM sales.t ORDER BY n"))
          .containsExactly("3", "2", "1");
    }
  }

  @Test
  @Refuses(Behaviour.FUNCTIONS)
  void aSortedAggregateWindowNeedsAFrame(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (n INT)");

      assertRefused(
          () -> one(connection, "SELECT sum(n) OVER (ORDER BY n) FROM sales.t"),
          "0A000",
          "Aggregate window functions with an ORDER BY clause require a frame clause");
    }
  }

  @ParameterizedTest
  @Refuses(Behaviour.FUNCTIONS)
  @ValueSource(
      strings = {
        "string_agg",
        "array_agg",
        "every",
        "corr",
        "regr_slope",
        "clock_timestamp",
        "justify_days",
        "pg_sleep",
        "div",
        "setseed",
        "width_bucket",
        "generate_series",
        "generate_subscripts",
        "bit_length",
        "overlay",
        "convert_from",
        "encode",
        "format",
        "quote_nullable",
        "regexp_matches",
        "regexp_split_to_table",
        "to_jsonb",
        "json_agg",
        "jsonb_build_object",
        "unnest",
        "array_length",
        "string_to_array",
        "make_date",
        "gen_random_uuid",
        "nextval",
        "pg_advisory_lock",
        "to_tsvector",
        "xmlelement",
        "set_config",
        "pg_read_file",
        "concat_ws"
      })
  void aFunctionOfPostgresqlsIsRefused(String name, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(
          () -> one(connection, "SELECT %s('1', '2')".formatted(name)),
          "0A000",
          "Function %s is not supported by Redshift".formatted(name));
    }
  }

  @Test
  @Refuses(Behaviour.FUNCTIONS)
  void aFunctionThatNobodyHasDoesNotExist(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(
          () -> one(connection, "SELECT fnord(1)"), "42883", "function fnord(...) does not exist");
      assertRefused(
          () -> one(connection, "SELECT decode(1, 2)"),
          "42883",
          "function decode(...) does not exist");
    }
  }

  @Test
  @NotKnown(Behaviour.FUNCTIONS)
  void aFunctionToBeBuiltIsNotKnown(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(
          () -> one(connection, "SELECT fnv_hash('a')"),
          "0A000",
          "Function fnv_hash is not known to the stand-in");
    }
  }

  @Test
  @Refuses(Behaviour.FUNCTIONS)
  void strtolRefusesOtherDigitsAndWhatIsNoBigint(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(
          () -> one(connection, "SELECT strtol('12g', 16)"),
          "22023",
          "The input 12g is not valid to be converted to base 16");
      assertRefused(
          () -> one(connection, "SELECT strtol('8000000000000000', 16)"), "22003", "out of range");
    }
  }

  @Test
  @Reproduces(Behaviour.STARTUP)
  void theVersionIsRedshifts(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertThat(one(connection, "SELECT version()"))
          .matches("PostgreSQL 8\\.0\\.2 on .+, Redshift 1\\.0\\.\\d+");
    }
  }

  private static void valueIs(String expression, String expected, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertThat(one(connection, "SELECT " + expression)).isEqualTo(expected);
    }
  }
}
