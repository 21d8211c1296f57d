package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.Rejects;
import dev.penstock.runner.World;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.run.Outcome;
import dev.penstock.runner.spi.DataException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Column policies from a real source to real parts and a table: both hold the same, and counts are
 * true.
 */
class ColumnPolicyIT {
  private static final long SEED = 20260301;

  @TempDir private static Path directory;
  private static World world;

  @BeforeAll
  static void start() {
    world = World.start(directory);
  }

  @AfterAll
  static void end() {
    world.close();
  }

  /**
   * A row of the source, as this test reckons with it.
   *
   * @param brief NULL for each seventh row
   */
  private record Note(int id, String note, String brief) {
    String cut(int bytes) {
      var cut = new StringBuilder();
      int used = 0;
      for (int point : note.codePoints().toArray()) {
        used += bytes(Character.toString(point));
        if (used > bytes) {
          break;
        }
        cut.appendCodePoint(point);
      }
      return cut.toString();
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String md5(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Texts at both sides of what a warehouse takes, with a character of each length at the border.
   */
  private static List<Note> notes() {
    var random = new Random(SEED);
    var characters = List.of("a", "é", "€", "😀");
    List<Note> notes = new ArrayList<>();
    for (var character : characters) {
      for (int before = 65_531; before <= 65_535; before++) {
        notes.add(new Note(notes.size(), "x".repeat(before) + character, "at the border"));
      }
    }
    for (int i = 0; i < 400; i++) {
      var note = new StringBuilder();
      for (int j = random.nextInt(40); j > 0; j--) {
        note.append(characters.get(random.nextInt(4)));
      }
      int id = notes.size();
      notes.add(new Note(id, note.toString(), id % 7 == 0 ? null : "b".repeat(random.nextInt(24))));
    }
    return notes;
  }

  private static void fill(String table, List<Note> notes) throws Exception {
    world.inShop(
        "CREATE TABLE public.%s (id bigint PRIMARY KEY, note text, brief varchar(40))"
            .formatted(table));
    try (var session = world.shop.connect();
        var insert =
            session.prepareStatement("INSERT INTO public.%s VALUES (?, ?, ?)".formatted(table))) {
      for (var note : notes) {
        insert.setLong(1, note.id());
        insert.setString(2, note.note());
        insert.setString(3, note.brief());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static PipelineFile file(String name, String columns, String more) throws Exception {
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
            - {name: rows, connection: shop-db, table: {name: public.%1$s}}
          targets:
            - name: rows
              from: rows
              columns: %2$s
              s3: {connection: lake, path: sales/%1$s}
              redshift: {connection: warehouse, table: sales.%1$s}
          %3$s
        """
            .formatted(name, columns, more),
        world);
  }

  private static void holds(String name, List<String> rows) throws Exception {
    assertThat(
            world.warehouse(
                "SELECT id, COALESCE(MD5(note), 'null'), COALESCE(brief, 'null') FROM sales.%s ORDER BY id"
                    .formatted(name)))
        .isEqualTo(rows);
    assertThat(
            world.dataset(
                "sales/" + name,
                "SELECT id, COALESCE(md5(note), 'null'), COALESCE(brief, 'null') FROM dataset ORDER BY id"))
        .isEqualTo(rows);
  }

  private static List<Receipt.OfValues> values(Outcome outcome) {
    return outcome.receipt().orElseThrow().values();
  }

  @Test
  void textsAreCutAndSetToNullInPartsAndTableAlikeAndCounted() throws Exception {
    var notes = notes();
    fill("cut", notes);
    var file =
        file(
            "cut",
            "[{name: note, tooLong: Truncate}, {name: brief, tooLong: SetNull, maxBytes: 12}]",
            // Of the rows as they came: some of these would break, were they asked of the parts.
            "checks: [{name: as-it-came, relation: rows, expect: {sql: \"id < 20 OR (brief IS NULL) ="
                + " (id % 7 = 0)\"}}]");

    var outcome = file.run("cut-1");

    List<String> expected = new ArrayList<>();
    long cut = 0;
    long gone = 0;
    for (var note : notes) {
      boolean tooLong = note.brief() != null && bytes(note.brief()) > 12;
      cut += bytes(note.note()) > 65_535 ? 1 : 0;
      gone += tooLong ? 1 : 0;
      expected.add(
          "%d|%s|%s"
              .formatted(
                  note.id(),
                  md5(note.cut(65_535)),
                  tooLong || note.brief() == null ? "null" : note.brief()));
    }
    holds("cut", expected);
    assertThat(cut).isEqualTo(10);
    assertThat(gone).isPositive();
    assertThat(values(outcome))
        .containsExactly(
            new Receipt.OfValues("target rows", "note", "truncated", cut),
            new Receipt.OfValues("target rows", "brief", "setNull", gone));
    assertThat(outcome.rejects()).hasValue(new Rejects(null, (long) cut, (long) gone, null));
    assertThat(Summary.lines(file.pipeline(), outcome, false))
        .contains(
            "  warning: 10 values of target rows, column note, were truncated",
            "  warning: %d values of target rows, column brief, were set to NULL".formatted(gone));
  }

  @Test
  void nothingIsChangedAndNothingWarnedAboutWhereAllFits() throws Exception {
    fill("fits", List.of(new Note(1, "", ""), new Note(2, "x".repeat(65_535), null)));
    var file =
        file("fits", "[{name: note, tooLong: Truncate}, {name: brief, tooLong: SetNull}]", "");
    var outcome = file.run("fits-1");
    holds("fits", List.of("1|" + md5("") + "|", "2|" + md5("x".repeat(65_535)) + "|null"));
    assertThat(values(outcome)).extracting(Receipt.OfValues::values).containsExactly(0L, 0L);
    assertThat(Summary.lines(file.pipeline(), outcome, false))
        .noneMatch(line -> line.contains("warning"));
  }

  private static void refused(String name, String columns, String line) throws Exception {
    var file = file(name, columns, "");
    assertThatThrownBy(() -> file.run("refused"))
        .isInstanceOfSatisfying(DataException.class, e -> assertThat(e.line()).isEqualTo(line));
    assertThat(world.keys("sales/" + name + "/")).noneMatch(key -> key.endsWith(".parquet"));
  }

  @Test
  void aTextThatIsTooLongIsRefusedWhereNothingIsSaid() throws Exception {
    fill(
        "refused",
        List.of(
            new Note(1, "é".repeat(32_768), "one"),
            new Note(2, "x".repeat(65_535), "two"),
            new Note(3, "x".repeat(70_001), "three")));
    refused(
        "refused",
        "[]",
        "ValueNotSupported: Target rows: 2 of the first 3 rows have a note of more than 65535 bytes, up"
            + " to 70001. Write in columns of the target what becomes of them, as {name: note,"
            + " tooLong: Truncate}, or shorten them in a step; nothing was committed.");
    refused(
        "refused",
        "[{name: note, tooLong: SetNull}, {name: brief, maxBytes: 4}]",
        "ValueNotSupported: Target rows: 1 of the first 3 rows have a brief of more than 4 bytes, up to"
            + " 5. Write in columns of the target what becomes of them, as {name: brief, tooLong:"
            + " Truncate}, or shorten them in a step; nothing was committed.");
  }

  @Test
  void anEmptySourceHasNothingToChange() throws Exception {
    fill("none", List.of());
    var outcome = file("none", "[{name: note, tooLong: Truncate}]", "").run("none-1");
    holds("none", List.of());
    assertThat(values(outcome)).extracting(Receipt.OfValues::values).containsExactly(0L);
  }

  @Test
  void wallClockTimesBecomeTheInstantsThatPostgresMakesOfThem() throws Exception {
    world.inShop(
        "CREATE TABLE public.clock (id bigint, created timestamp)",
        "INSERT INTO public.clock SELECT n, timestamp '2026-01-01' + n * interval '13 minutes' FROM"
            + " generate_series(1, 40000) n",
        "INSERT INTO public.clock VALUES (50000, '2026-03-29 02:30'), (50001, '2026-10-25 02:30'),"
            + " (50002, NULL)");
    var file = file("clock", "[{name: created, timeZone: Europe/Berlin}]", "");
    file.run("clock-1");

    var expected = new ArrayList<String>();
    try (var session = world.shop.connect();
        var statement = session.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT id, extract(epoch FROM created AT TIME ZONE 'Europe/Berlin')::bigint FROM"
                    + " public.clock ORDER BY id")) {
      while (rows.next()) {
        expected.add(rows.getString(1) + "|" + rows.getString(2));
      }
    }
    assertThat(
            world.warehouse(
                "SELECT id, CAST(EXTRACT(epoch FROM created) AS BIGINT) FROM sales.clock ORDER BY id"))
        .isEqualTo(expected);
    assertThat(
            world.dataset(
                "sales/clock",
                "SELECT id, CAST(epoch(created) AS BIGINT) FROM dataset ORDER BY id"))
        .isEqualTo(expected);
    assertThat(
            world.warehouse(
                "SELECT data_type FROM svv_columns WHERE table_schema = 'sales' AND table_name ="
                    + " 'clock' AND column_name = 'created'"))
        .containsExactly("timestamp with time zone");
  }

  @Test
  void sessionsAreInUtcWhateverServersRolesAndTheJvmSay() throws Exception {
    world.inShop(
        "CREATE TABLE public.zones (id bigint, local timestamp, instant timestamptz)",
        "INSERT INTO public.zones VALUES (1, '2026-07-01 12:00', '2026-07-01 12:00+00')",
        "ALTER ROLE shop SET TimeZone = 'Asia/Tokyo'");
    world.inWarehouse("CREATE TABLE sales.walls (id BIGINT, wall TIMESTAMP)");
    var zone = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    try {
      PipelineFile.written(
              directory,
              "zones",
              """
              apiVersion: penstock.dev/v1alpha1
              kind: EtlPipeline
              metadata: {name: zones}
              spec:
                store: {connection: lake}
                sources:
                  - name: rows
                    connection: shop-db
                    query:
                      sql: SELECT id, local, instant, instant::timestamp AS wall, local::timestamptz AS moment FROM public.zones
                targets:
                  - name: rows
                    from: rows
                    s3: {connection: lake, path: sales/zones}
                    redshift:
                      connection: warehouse
                      table: sales.zones
                      postSql: ["INSERT INTO sales.walls SELECT id, CAST(instant AS TIMESTAMP) FROM sales.zones"]
              """,
              world)
          .run("zones-1");
    } finally {
      TimeZone.setDefault(zone);
      world.inShop("ALTER ROLE shop RESET TimeZone");
    }
    var noon = "2026-07-01 12:00:00";
    assertThat(
            world.dataset(
                "sales/zones",
                "SELECT CAST(local AS VARCHAR), CAST(epoch(instant) AS BIGINT), CAST(wall AS VARCHAR),"
                    + " CAST(epoch(moment) AS BIGINT) FROM dataset"))
        .containsExactly("%s|1782907200|%s|1782907200".formatted(noon, noon));
    assertThat(
            world.warehouse(
                "SELECT CAST(local AS VARCHAR), CAST(EXTRACT(epoch FROM instant) AS BIGINT), CAST(wall"
                    + " AS VARCHAR), CAST(EXTRACT(epoch FROM moment) AS BIGINT) FROM sales.zones"))
        .containsExactly("%s|1782907200|%s|1782907200".formatted(noon, noon));
    assertThat(world.warehouse("SELECT CAST(wall AS VARCHAR) FROM sales.walls"))
        .containsExactly(noon);
  }
}
