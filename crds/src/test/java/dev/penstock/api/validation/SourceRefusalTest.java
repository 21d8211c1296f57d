package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.model.Incremental;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Read;
import dev.penstock.api.validation.Checked.Valid;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceRefusalTest {
  private static final String TABLE = "/sources/0/table";
  private static final Specs INCREMENTAL =
      Specs.pipeline()
          .with(TABLE + "/incremental", "{column: updated_at, key: [order_id], overlap: 10m}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /sources/0/query | '{sql: SELECT 1}' | Invalid spec.sources[0]: Source orders says twice what to read. Write exactly one of table, query under it.
          /sources/0 | '{name: orders, connection: shop-db}' | Required spec.sources[0]: Source orders does not say what to read. Write exactly one of table, query under it.
          /sources/0 | '{name: orders, connection: shop-db, files: {path: a}}' | Required spec.sources[0]: Source orders does not say what to read. Write exactly one of table, query under it.
          /sources/0 | '{name: orders, connection: shop-db, query: {}}' | Required spec.sources[0].query.sql: Source orders has no sql. Write spec.sources[0].query.sql.
          /sources/0 | '{name: orders, connection: shop-db, query: {sql: " "}}' | Required spec.sources[0].query.sql: Source orders has no sql. Write spec.sources[0].query.sql.
          /sources/0 | '{name: orders, connection: shop-db, query: {sql: "SELECT \\0"}}' | Invalid spec.sources[0].query.sql: Source orders has a NUL character in its sql. Remove it.
          /sources/0/table/where | '" "' | Required spec.sources[0].table.where: Source orders has no where. Write spec.sources[0].table.where.
          /sources/0/table/where | '"a = \\0"' | Invalid spec.sources[0].table.where: Source orders has a NUL character in its where. Remove it.
          /sources/0/table/splits | 0 | Invalid spec.sources[0].table.splits: Source orders has the number of splits 0. Write a number from 1 to 1024.
          /sources/0/table/splits | 1025 | Invalid spec.sources[0].table.splits: Source orders has the number of splits 1025. Write a number from 1 to 1024.
          """)
  void aReadIsRefused(String pointer, String yaml, String line) {
    assertThat(Specs.lines(Specs.pipeline().with(pointer, yaml).checked())).containsExactly(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          column | '""' | Required spec.sources[0].table.incremental.column: Source orders has no cursor. Write spec.sources[0].table.incremental.column.
          key | '[]' | Invalid spec.sources[0].table.incremental.key: Source orders has no column in its key. Name a column, or remove the field.
          key | '[a, a]' | Duplicate spec.sources[0].table.incremental.key[1]: Source orders has the key column a twice. Remove one.
          key | '[a, null]' | Required spec.sources[0].table.incremental.key[1]: Source orders has no name for a key column. Write spec.sources[0].table.incremental.key[1].
          key | '[a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q]' | Invalid spec.sources[0].table.incremental.key: Source orders has 17 key columns. Write at most 16.
          key | null | Required spec.sources[0].table.incremental.key: Source orders has an overlap and no key. Write key: the columns that tell rows apart, or remove overlap.
          overlap | '" "' | Required spec.sources[0].table.incremental.overlap: Source orders has no overlap. Write spec.sources[0].table.incremental.overlap.
          overlap | 10 minutes | Invalid spec.sources[0].table.incremental.overlap: Source orders has the overlap "10 minutes", which is not valid. Write a duration from 0s to 744h, as 90s or 1h30m.
          overlap | 744h1ns | Invalid spec.sources[0].table.incremental.overlap: Source orders has the overlap 744h1ns, which is not valid. Write a duration from 0s to 744h, as 90s or 1h30m.
          settle | -5s | Invalid spec.sources[0].table.incremental.settle: Source orders has the settle "-5s", which is not valid. Write a duration from 0s to 744h, as 90s or 1h30m.
          timeZone | Mars/Base | Invalid spec.sources[0].table.incremental.timeZone: Source orders has the timeZone Mars/Base, which the IANA database does not have. Write a name as Europe/Berlin or Etc/UTC.
          nulls | Guess | NotSupported spec.sources[0].table.incremental.nulls: Source orders has a nulls that this release does not know. Write one of Fail, Include.
          deletes | Absence | NotSupported spec.sources[0].table.incremental.deletes: Source orders has a deletes that this release does not know. Write Ignore.
          """)
  void anIncrementIsRefused(String field, String yaml, String line) {
    assertThat(Specs.lines(INCREMENTAL.with(TABLE + "/incremental/" + field, yaml).checked()))
        .containsExactly(line);
  }

  @Test
  void rowsWithoutACursorAreToldApartByAKey() {
    assertThat(
            Specs.lines(
                Specs.pipeline()
                    .with(TABLE + "/incremental", "{column: updated_at, nulls: Include}")
                    .checked()))
        .containsExactly(
            "Required spec.sources[0].table.incremental.key: Source orders includes rows without a"
                + " cursor and has no key. Write key: the columns that tell rows apart, or nulls:"
                + " Fail.");
  }

  @Test
  void cursorAndKeyAreAmongTheColumnsThatAreRead() {
    assertThat(Specs.lines(INCREMENTAL.with(TABLE + "/columns", "[status]").checked()))
        .containsExactly(
            "NotFound spec.sources[0].table.incremental.column: Source orders has the cursor"
                + " updated_at, which is not among the columns that it reads. Add updated_at to"
                + " spec.sources[0].table.columns.",
            "NotFound spec.sources[0].table.incremental.key[0]: Source orders has the key column"
                + " order_id, which is not among the columns that it reads. Add order_id to"
                + " spec.sources[0].table.columns.");
    assertThat(
            Specs.lines(INCREMENTAL.with(TABLE + "/columns", "[order_id, updated_at]").checked()))
        .isEmpty();
  }

  @Test
  void sqlIsBounded() {
    var query = "{name: orders, connection: shop-db, query: {sql: \"%s\"}}";

    assertThat(
            Specs.lines(
                Specs.pipeline().with("/sources/0", query.formatted("x".repeat(65_537))).checked()))
        .containsExactly(
            "Invalid spec.sources[0].query.sql: Source orders has sql of 65537 characters. Write at"
                + " most 65536 characters.");
    assertThat(Specs.lines(Specs.pipeline().with(TABLE + "/where", "x".repeat(4_097)).checked()))
        .containsExactly(
            "Invalid spec.sources[0].table.where: Source orders has where of 4097 characters. Write"
                + " at most 4096 characters.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '{queries: false}'
          '{schemas: [public]}'
          """)
  void aConnectionThatTakesNoQueriesTakesNoSqlAtAll(String allow) {
    var query =
        Specs.pipeline()
            .with("/sources/0", "{name: orders, connection: shop-db, query: {sql: SELECT 1}}");
    var where = Specs.pipeline().with(TABLE + "/where", "total > 0");

    assertThat(lines(query, allow))
        .containsExactly(
            "NotAllowed spec.sources[0].query: Source orders sends SQL of its own over the"
                + " connection shop-db, which does not allow queries. Write table instead, or write"
                + " queries: true in spec.allow of the EtlConnection shop-db.");
    assertThat(lines(where, allow))
        .containsExactly(
            "NotAllowed spec.sources[0].table.where: Source orders sends SQL of its own over the"
                + " connection shop-db, which does not allow queries. Remove where, or write"
                + " queries: true in spec.allow of the EtlConnection shop-db.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '{}'
          '{queries: true}'
          '{schemas: [public], queries: true}'
          """)
  void aConnectionThatTakesQueriesTakesBoth(String allow) {
    assertThat(
            lines(
                Specs.pipeline()
                    .with(TABLE + "/where", "total > 0")
                    .with("/sources/-", "{name: a, connection: shop-db, query: {sql: SELECT 1}}"),
                allow))
        .isEmpty();
  }

  @Test
  void aTableIsReadWithItsDefaults() {
    assertThat(read(Specs.pipeline().with(TABLE + "/incremental", "{column: updated_at}")))
        .isEqualTo(
            new Read.Table(
                "public",
                "orders",
                List.of(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of(
                    new Incremental(
                        "updated_at",
                        List.of(),
                        Duration.ZERO,
                        Optional.empty(),
                        ZoneId.of("Etc/UTC"),
                        Incremental.Nulls.FAIL,
                        Incremental.Deletes.IGNORE))));
  }

  @Test
  void everyFieldOfATableReachesTheModel() {
    var table =
        """
        name: public.orders
        columns: [id, at]
        where: "total > 0"
        splits: 12
        incremental:
          {column: at, key: [id], overlap: 1h30m, settle: 500ms, timeZone: Europe/Berlin,
           nulls: Include, deletes: Ignore}
        """;

    assertThat(read(Specs.pipeline().with(TABLE, table)))
        .isEqualTo(
            new Read.Table(
                "public",
                "orders",
                List.of("id", "at"),
                Optional.of("total > 0"),
                OptionalInt.of(12),
                Optional.of(
                    new Incremental(
                        "at",
                        List.of("id"),
                        Duration.ofMinutes(90),
                        Optional.of(Duration.ofMillis(500)),
                        ZoneId.of("Europe/Berlin"),
                        Incremental.Nulls.INCLUDE,
                        Incremental.Deletes.IGNORE))));
  }

  @Test
  void aQueryReachesTheModelWithItsLines() {
    var query = "{name: orders, connection: shop-db, query: {sql: \"SELECT 1\\nFROM a\"}}";

    assertThat(read(Specs.pipeline().with("/sources/0", query)))
        .isEqualTo(new Read.Query("SELECT 1\nFROM a"));
  }

  private static Read read(Specs specs) {
    return ((Pipeline) ((Valid<?>) specs.checked()).value()).sources().getFirst().read();
  }

  private static List<String> lines(Specs specs, String allow) {
    var connections = new HashMap<String, EtlConnectionSpec>(Specs.connections());
    connections.put("shop-db", Specs.postgres().with("/allow", allow).asConnection());
    return Specs.lines(new Validator().pipeline(Specs.ORDERS, specs.asPipeline(), connections));
  }
}
