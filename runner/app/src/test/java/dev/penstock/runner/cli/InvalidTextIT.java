package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.World;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.run.Outcome;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.sandbox.postgres.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes that are not UTF-8. The one way by which PostgreSQL has them is a database of the encoding
 * SQL_ASCII, which stores and sends whatever it was given. This server's own zone is far from UTC.
 */
class InvalidTextIT {
  private static final long SEED = 20260301;

  @TempDir private static Path directory;
  private static World world;
  private static PostgresServer server;
  private static Path connections;

  @BeforeAll
  static void start() throws Exception {
    world = World.start(directory);
    server =
        PostgresServer.start(
            new PostgresServer.Place(directory, "ascii-postgres", directory.resolve("ascii")),
            Map.of("timezone", "Asia/Tokyo"));
    try (var session = server.superuser();
        var statement = session.createStatement()) {
      statement.execute("CREATE ROLE shop LOGIN");
      statement.execute(
          "CREATE DATABASE ascii OWNER shop ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
    }
    connections =
        Files.writeString(
            directory.resolve("more.yaml"),
            Files.readString(world.connections())
                + """
                ---
                apiVersion: penstock.dev/v1alpha1
                kind: EtlConnection
                metadata: {name: ascii-db}
                spec:
                  postgres: {host: 127.0.0.1, port: %1$d, database: ascii, tls: Disable}
                  credentials: {secret: {name: shop-db}}
                ---
                apiVersion: penstock.dev/v1alpha1
                kind: EtlConnection
                metadata: {name: ascii-cursor}
                spec:
                  postgres: {host: 127.0.0.1, port: %1$d, database: ascii, tls: Disable, extraction: Cursor}
                  credentials: {secret: {name: shop-db}}
                """
                    .formatted(server.port()));
  }

  @AfterAll
  static void end() {
    server.close();
    world.close();
  }

  private static Connection ascii() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/ascii".formatted(server.port()), "shop", "");
  }

  private static void execute(String... statements) throws SQLException {
    try (var session = ascii();
        var statement = session.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** A table of texts by their bytes, the first of which has the id 0; a null is NULL. */
  private static void fill(String table, List<byte[]> texts) throws SQLException {
    execute("CREATE TABLE public.%s (id bigint PRIMARY KEY, note text)".formatted(table));
    try (var session = ascii();
        var insert =
            session.prepareStatement(
                "INSERT INTO public.%s VALUES (?, convert_from(decode(?, 'hex'), 'SQL_ASCII'))"
                    .formatted(table))) {
      for (int i = 0; i < texts.size(); i++) {
        insert.setLong(1, i);
        insert.setString(2, texts.get(i) == null ? null : HexFormat.of().formatHex(texts.get(i)));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static PipelineFile file(String name, String columns, String steps) throws Exception {
    return PipelineFile.written(
        directory,
        name,
        """
        apiVersion: penstock.dev/v1alpha1
        kind: EtlPipeline
        metadata: {name: %1$s}
        spec:
          store: {connection: lake}
          sources:
            - {name: rows, connection: ascii-db, table: {name: public.%1$s}, columns: %2$s}
          %3$s
          targets:
            - name: rows
              from: %4$s
              s3: {connection: lake, path: sales/%1$s}
              redshift: {connection: warehouse, table: sales.%1$s}
        """
            .formatted(name, columns, steps, steps.isEmpty() ? "rows" : "made"),
        connections);
  }

  private static void holds(String name, List<String> rows) throws Exception {
    var sql = "SELECT id, COALESCE(note, '<null>') FROM %s ORDER BY id";
    assertThat(world.warehouse(sql.formatted("sales." + name))).isEqualTo(rows);
    assertThat(world.dataset("sales/" + name, sql.formatted("dataset"))).isEqualTo(rows);
  }

  private static List<Receipt.OfValues> values(Outcome outcome) {
    return outcome.receipt().orElseThrow().values();
  }

  private static boolean valid(byte[] text) {
    return java.util.Arrays.equals(
        new String(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), text);
  }

  /** Texts in UTF-8 and in Latin-1, some of which are both. */
  private static List<byte[]> texts() {
    var random = new Random(SEED);
    List<byte[]> texts = new ArrayList<>();
    texts.add("".getBytes(StandardCharsets.UTF_8));
    texts.add(null);
    for (int i = 0; i < 3000; i++) {
      var text = new StringBuilder();
      for (int j = random.nextInt(8); j > 0; j--) {
        text.append(random.nextInt(4) == 0 ? 'ü' : (char) ('a' + random.nextInt(26)));
      }
      texts.add(
          text.toString()
              .getBytes(
                  random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
    }
    return texts;
  }

  @Test
  void whatIsNotUtf8IsReplacedAndCounted() throws Exception {
    var texts = texts();
    fill("mended", texts);
    var file = file("mended", "[{name: note, invalidText: Replace}]", "");
    var outcome = file.run("mended-1");

    List<String> expected = new ArrayList<>();
    long wrong = 0;
    for (int i = 0; i < texts.size(); i++) {
      var text = texts.get(i);
      expected.add(i + "|" + (text == null ? "<null>" : new String(text, StandardCharsets.UTF_8)));
      wrong += text == null || valid(text) ? 0 : 1;
    }
    holds("mended", expected);
    assertThat(wrong).isGreaterThan(500);
    assertThat(values(outcome))
        .containsExactly(new Receipt.OfValues("source rows", "note", "replaced", wrong));
    assertThat(Summary.lines(file.pipeline(), outcome, false))
        .contains(
            "  warning: %s values of source rows, column note, were given U+FFFD for what is no UTF-8"
                .formatted(Figures.rows(wrong)));
  }

  @Test
  void whatIsNotUtf8IsSetToNullAndCounted() throws Exception {
    var texts = texts();
    fill("gone", texts);
    var outcome = file("gone", "[{name: NOTE, invalidText: SetNull}]", "").run("gone-1");

    List<String> expected = new ArrayList<>();
    long wrong = 0;
    for (int i = 0; i < texts.size(); i++) {
      var text = texts.get(i);
      boolean bad = text != null && !valid(text);
      expected.add(
          i + "|" + (text == null || bad ? "<null>" : new String(text, StandardCharsets.UTF_8)));
      wrong += bad ? 1 : 0;
    }
    holds("gone", expected);
    assertThat(values(outcome))
        .containsExactly(new Receipt.OfValues("source rows", "note", "setNull", wrong));
  }

  @Test
  void whatIsNotUtf8IsRefusedWhereNothingIsSaid() throws Exception {
    fill(
        "refused",
        List.of(
            "grün".getBytes(StandardCharsets.ISO_8859_1),
            "grün".getBytes(StandardCharsets.UTF_8),
            new byte[] {(byte) 0xFF}));
    for (var columns : List.of("[]", "[{name: note, invalidText: Fail}]")) {
      var file = file("refused", columns, "");
      assertThatThrownBy(() -> file.run("refused"))
          .isInstanceOfSatisfying(
              DataException.class,
              e ->
                  assertThat(e.line())
                      .isEqualTo(
                          "ValueNotSupported: Column note of source rows (table public.refused) holds"
                              + " texts that are not UTF-8: 2 of the 3 rows that were looked at. Correct"
                              + " them there, write in columns of the source what becomes of them, as"
                              + " {name: note, invalidText: Replace}, or leave the column out."));
      assertThat(world.keys("sales/refused/")).noneMatch(key -> key.endsWith(".parquet"));
    }
  }

  /** Every type that is sent as text, blanks at the end of one included, by COPY and by cursor. */
  @ParameterizedTest
  @ValueSource(strings = {"ascii-db", "ascii-cursor"})
  void everyTypeThatIsTextComesAsItsBytes(String connection) throws Exception {
    var name = "types_" + connection.substring(6);
    execute(
        "CREATE TYPE mood_%s AS ENUM ('froh', 'müde')".formatted(name),
        "CREATE DOMAIN word_%s AS varchar(20)".formatted(name),
        """
        CREATE TABLE public.%1$s (id bigint PRIMARY KEY, padded char(6), named name, letter "char",
          mood mood_%1$s, word word_%1$s, doc json, bin jsonb, page xml, amount numeric(9,2))\
        """
            .formatted(name),
        "INSERT INTO public.%s VALUES (1, 'ab', 'Zürich', 'x', 'müde', 'straße', '{\"a\": \"ü\"}',"
                .formatted(name)
            + " '{\"b\": \"ö\"}', '<p>ä</p>', 12.50)",
        "INSERT INTO public.%s VALUES (2)".formatted(name),
        """
        INSERT INTO public.%s (id, padded, word, doc, bin) SELECT 3, bad, bad,
          ('"' || bad || '"')::json, ('"' || bad || '"')::jsonb
        FROM convert_from('\\xfc'::bytea, 'SQL_ASCII') AS bad\
        """
            .formatted(name));
    var file =
        PipelineFile.written(
            directory,
            name.replace('_', '-'),
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlPipeline
            metadata: {name: %1$s}
            spec:
              store: {connection: lake}
              sources:
                - name: rows
                  connection: %2$s
                  table: {name: public.%3$s}
                  columns:
                    - {name: padded, invalidText: SetNull}
                    - {name: word, invalidText: Replace}
                    - {name: doc, invalidText: Replace}
                    - {name: bin, invalidText: SetNull}
              targets:
                - name: rows
                  from: rows
                  s3: {connection: lake, path: sales/%3$s}
                  redshift: {connection: warehouse, table: sales.%3$s}
            """
                .formatted(name.replace('_', '-'), connection, name),
            connections);
    file.run("r1");
    var sql =
        "SELECT id, padded || '.', named, letter, mood, word, CAST(doc AS VARCHAR), CAST(bin AS VARCHAR), page, amount"
            + " FROM %s ORDER BY id";
    var expected =
        List.of(
            "1|ab    .|Zürich|x|müde|straße|{\"a\": \"ü\"}|{\"b\": \"ö\"}|<p>ä</p>|12.50",
            "2|null|null|null|null|null|null|null|null|null",
            "3|null|null|null|null|\ufffd|\"\ufffd\"|null|null|null");
    assertThat(world.warehouse(sql.formatted("sales." + name))).isEqualTo(expected);
    assertThat(world.dataset("sales/" + name, sql.formatted("dataset"))).isEqualTo(expected);
  }

  @Test
  void aKeyOfATargetIsNotMended() throws Exception {
    fill("keyed", List.of());
    var file =
        PipelineFile.written(
            directory,
            "keyed",
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlPipeline
            metadata: {name: keyed}
            spec:
              store: {connection: lake}
              sources:
                - name: rows
                  connection: ascii-db
                  table: {name: public.keyed}
                  columns: [{name: note, invalidText: Replace}]
              targets:
                - name: rows
                  from: rows
                  mode: Upsert
                  key: [note]
                  orderBy: [id]
                  redshift: {connection: warehouse, table: sales.keyed}
            """,
            connections);
    assertThatThrownBy(() -> file.run("keyed"))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "InvalidSpec: Source rows has invalidText for column note, by which target rows tells rows"
                + " apart. Remove it from spec.sources[0].columns, or correct these texts in a query or"
                + " a view.");
  }

  /** As docs/columns.md shows. */
  @Test
  void aDatabaseOfOneOtherEncodingIsConvertedByAQuery() throws Exception {
    fill("latin", List.of("grün".getBytes(StandardCharsets.ISO_8859_1)));
    PipelineFile.written(
            directory,
            "latin",
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlPipeline
            metadata: {name: latin}
            spec:
              store: {connection: lake}
              sources:
                - name: rows
                  connection: ascii-db
                  query:
                    sql: >-
                      SELECT id, convert_from(convert(convert_to(note, 'SQL_ASCII'), 'LATIN1', 'UTF8'),
                      'SQL_ASCII') AS note FROM public.latin
              targets:
                - name: rows
                  from: rows
                  s3: {connection: lake, path: sales/latin}
                  redshift: {connection: warehouse, table: sales.latin}
            """,
            connections)
        .run("latin-1");
    holds("latin", List.of("0|grün"));
  }

  @Test
  void aColumnThatTheSourceDoesNotHaveIsRefusedWithTheOneThatWasMeant() throws Exception {
    fill("meant", List.of());
    var file = file("meant", "[{name: nota, invalidText: Replace}]", "");
    assertThatThrownBy(() -> file.run("meant"))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "ColumnNotFound: Source rows has no column nota. Write note in spec.sources[0].columns, or"
                + " another one of id, note.");
  }

  /** PostgreSQL has no NUL in any encoding; a step makes one, and no table takes it. */
  @Test
  void aNulComesFromAStepAloneAndIsRefusedBeforeTheCommit() throws Exception {
    fill("nul", List.of("one".getBytes(StandardCharsets.UTF_8)));
    for (var nul : List.of("E'\\000'", "chr(0)", "convert_from('\\x00', 'SQL_ASCII')")) {
      assertThatThrownBy(() -> execute("INSERT INTO public.nul VALUES (1, %s)".formatted(nul)))
          .isInstanceOf(SQLException.class);
    }
    var file =
        file(
            "nul",
            "[]",
            "steps: [{name: made, sql: \"SELECT id, note || chr(0) AS note FROM rows\"}]");
    assertThatThrownBy(() -> file.run("nul"))
        .isInstanceOfSatisfying(
            DataException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LOAD_REFUSED));
    assertThat(world.keys("sales/nul/")).noneMatch(key -> key.endsWith(".parquet"));
    file(
            "nul",
            "[]",
            "steps: [{name: made, sql: \"SELECT id, replace(note || chr(0), chr(0), '') AS note FROM rows\"}]")
        .run("nul-2");
    holds("nul", List.of("0|one"));
  }

  @Test
  void aServerOfAnotherZoneIsReadInUtc() throws Exception {
    execute(
        "CREATE TABLE public.tokyo (id bigint, instant timestamptz)",
        "INSERT INTO public.tokyo VALUES (1, '2026-07-01 12:00+00')");
    file("tokyo", "[]", "").run("tokyo-1");
    assertThat(
            world.dataset("sales/tokyo", "SELECT id, CAST(epoch(instant) AS BIGINT) FROM dataset"))
        .containsExactly("1|1782907200");
    assertThat(
            world.warehouse(
                "SELECT id, CAST(EXTRACT(epoch FROM instant) AS BIGINT) FROM sales.tokyo"))
        .containsExactly("1|1782907200");
  }
}
