package dev.penstock.runner.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.api.model.Connection.Extraction;
import dev.penstock.api.model.Read;
import dev.penstock.runner.Rows;
import dev.penstock.runner.source.jdbc.JdbcBatches;
import dev.penstock.runner.source.jdbc.JdbcQuery;
import dev.penstock.runner.source.jdbc.StandardColumns;
import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Batches;
import dev.penstock.runner.spi.Checksummed;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All that holds for COPY, read by a cursor; then what differs. */
class PostgresCursorIT extends PostgresSourceIT {

  @Override
  Extraction extraction() {
    return Extraction.CURSOR;
  }

  @Override
  int kept() {
    return 0;
  }

  @Override
  String reading() {
    // The session that keeps the snapshot never ends with a statement like it.
    return "query LIKE 'SELECT \"%' AND query NOT LIKE '%LIMIT 0'";
  }

  private static List<List<Object>> rows(Batches batches, Schema schema) {
    List<List<Object>> rows = new ArrayList<>();
    Batch batch = new Batch(schema);
    while (batches.next(batch)) {
      for (List<Object> row : Rows.read(batch, schema)) {
        rows.add(row.stream().map(PostgresCursorIT::comparable).toList());
      }
    }
    return rows;
  }

  /** Arrays of bytes are equal only to themselves. */
  private static @Nullable Object comparable(@Nullable Object value) {
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value;
  }

  private static List<List<Object>> rows(PostgresSource source, PostgresSplit split) {
    try (Batches batches = source.open(split)) {
      return rows(batches, source.schema());
    }
  }

  private static void everyType() throws Exception {
    execute(
        "DROP TABLE IF EXISTS every_type",
        "DROP TYPE IF EXISTS tone CASCADE",
        "DROP DOMAIN IF EXISTS price CASCADE",
        "CREATE TYPE tone AS ENUM ('low', 'high')",
        "CREATE DOMAIN price AS numeric(9,2)",
        """
        CREATE TABLE every_type (b bool, i2 int2, i4 int4, i8 int8, o oid, f4 float4, f8 float8,
          n9 price, n18 numeric(18,6), n38 numeric(38,10), t text, v varchar(40), c char(5),
          n name, k "char", e tone, x xml, y bytea, d date, ti time, ts timestamp,
          tz timestamptz, u uuid, j json, jb jsonb)\
        """,
        """
        INSERT INTO every_type
        SELECT i % 3 = 0, i - 3000, i * 7919, i * 1234567890123, 4294967295 - i, i / 7.0::float4,
          i / 11.0::float8, i / 100.0, -i * 1234.567891, i * 123456789012345678901.0123456789,
          repeat('ž😀', i % 40), 'v' || i, 'c' || i % 7, 'n' || i, (i % 128)::"char",
          CASE WHEN i % 2 = 0 THEN 'low' ELSE 'high' END::tone,
          ('<?xml version="1.0"?><a>' || i || '</a>')::xml, decode(md5(i::text), 'hex'),
          DATE '0001-01-01' + i * 600, TIME '00:00' + i * INTERVAL '1.000001 s',
          TIMESTAMP '1900-01-01' + i * INTERVAL '10 days 1.000001 s',
          TIMESTAMPTZ '1969-12-31 23:59:59Z' + i * INTERVAL '0.000001 s', md5(i::text)::uuid,
          ('{"a":  ' || i || '}')::json, ('{"b":  ' || i || '}')::jsonb
        FROM generate_series(1, 5000) i\
        """,
        "INSERT INTO every_type (tz, x) VALUES ('4713-01-01 BC', '<b/>')",
        "INSERT INTO every_type (b) VALUES (NULL)",
        "ANALYZE every_type");
  }

  @Test
  void everyTypeIsReadAsByCopyInTheSameOrder() throws Exception {
    everyType();
    var table = new Read.Table("public", "every_type", List.of());
    try (var copy = source(open(Extraction.COPY), table);
        var cursor = source(open(Extraction.CURSOR), table)) {
      assertThat(cursor.schema()).isEqualTo(copy.schema());
      List<PostgresSplit> splits = cursor.splits(2);
      assertThat(splits.stream().map(PostgresSplit::piece))
          .hasSize(2)
          .containsExactlyElementsOf(copy.splits(2).stream().map(PostgresSplit::piece).toList());
      int rows = 0;
      for (int i = 0; i < splits.size(); i++) {
        var expected = rows(copy, copy.splits(2).get(i));
        assertThat(rows(cursor, splits.get(i))).isEqualTo(expected);
        rows += expected.size();
      }
      assertThat(rows).isEqualTo(5_002);
    }
  }

  @Test
  void twoReadsOfASplitHaveOneChecksum() throws Exception {
    everyType();
    try (var source = source(open(), new Read.Table("public", "every_type", List.of()))) {
      List<PostgresSplit> splits = source.splits(2);
      assertThat(checksum(source, splits.getFirst()))
          .isEqualTo(checksum(source, splits.getFirst()))
          .isNotEqualTo(checksum(source, splits.getLast()));
    }
  }

  private static long checksum(PostgresSource source, PostgresSplit split) {
    try (Batches batches = source.open(split)) {
      rows(batches, source.schema());
      return ((Checksummed) batches).checksum();
    }
  }

  /** A driver that held more than a fetch of a few MiB would fail before its first row. */
  @Test
  void rowsArriveWhileThoseOfLaterFetchesAreNotEvenComputed() throws Exception {
    PostgresSource source =
        query(
            open(),
            "SELECT i, repeat('x', 1000000) AS x, 1 / (24 - i) AS f FROM generate_series(1, 999) i");
    int rows = 0;
    try (Batches batches = source.open(source.splits(1).getFirst())) {
      Batch batch = new Batch(source.schema());
      // 16 rows of the first fetch, then two at a time: rows 23 and 24 fail together.
      while (rows < 21) {
        assertThat(batches.next(batch)).isTrue();
        rows += batch.rows();
      }
      assertThat(rows).isEqualTo(21);
      assertThat(catchThrowableOfType(DataException.class, () -> batches.next(batch)).reason())
          .isEqualTo(Reason.VALUE_NOT_SUPPORTED);
    }
  }

  @Test
  void operatorsThatLookLikeParametersAreLeftAlone() throws Exception {
    PostgresSource source =
        query(open(), "SELECT '{\"a\": 1}'::jsonb ? 'a' AS has, '{fn now()}' AS escape");
    assertThat(rows(source, source.splits(1).getFirst()))
        .containsExactly(List.of(true, "{fn now()}"));
  }

  /** Those that this connector reads its own way too: other drivers have nothing else. */
  @ParameterizedTest
  @MethodSource("extremes")
  void standardColumnsReadExtremesUnchanged(Extreme extreme) throws Exception {
    Schema schema = Schema.of(new Column("v", extreme.type()));
    holding(Rows.of(schema, new Object[] {extreme.value()}, new Object[] {null})).close();
    try (var session = session();
        var statement = session.createStatement()) {
      session.setAutoCommit(false);
      var column = StandardColumns.of(extreme.type(), 1);
      var query = new JdbcQuery(statement, "SELECT v FROM held", List.of(column), 1);
      var errors = open().errors();
      try (var batches = new JdbcBatches(query, errors, "Table held", closed -> {})) {
        assertThat(rows(batches, schema).stream().map(List::getFirst).toList())
            .containsExactlyInAnyOrder(comparable(extreme.value()), null);
      }
    }
  }
}
