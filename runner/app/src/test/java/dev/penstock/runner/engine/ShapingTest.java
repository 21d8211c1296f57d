package dev.penstock.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.MemorySource;
import dev.penstock.runner.Rows;
import dev.penstock.runner.engine.Shaping.Limit;
import dev.penstock.runner.engine.Shaping.Local;
import dev.penstock.runner.engine.Shaping.Longer;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.Schema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapingTest {
  private static final long SEED = 20260301;

  /** One to four bytes each, the ends of each length among them, and one that combines. */
  private static final List<String> CHARACTERS =
      List.of(
          "a",
          "\u007f",
          "\u0080",
          "é",
          "\u07ff",
          "\u0800",
          "\u0301",
          "€",
          "\uffff",
          "😀",
          "\udbff\udfff");

  @TempDir Path scratch;
  private DuckDbEngine engine;
  private int seals;

  @BeforeEach
  void open() {
    engine = DuckDbEngine.open(new EngineSettings(2, 256L << 20, scratch), Pace.DEFAULT, List.of());
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static String text(Random random, int bytes) {
    var text = new StringBuilder();
    int used = 0;
    while (used < bytes) {
      var next = CHARACTERS.get(random.nextInt(CHARACTERS.size()));
      text.append(next);
      used += next.getBytes(StandardCharsets.UTF_8).length;
    }
    return text.toString();
  }

  /** By code points, one after the other: nothing of it is how the engine cuts. */
  private static String cut(String text, int bytes) {
    var cut = new StringBuilder();
    int used = 0;
    for (int point : text.codePoints().toArray()) {
      used += Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
      if (used > bytes) {
        break;
      }
      cut.appendCodePoint(point);
    }
    return cut.toString();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static Rows texts(List<String> texts) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      rows.add(Arrays.asList((long) i, texts.get(i)));
    }
    return new Rows(
        Schema.of(
            new Column("id", new ColumnType.Int64()), new Column("No te", new ColumnType.Text())),
        rows);
  }

  private List<String> sealed(String relation, Shaping shaping, String column) throws Exception {
    var directory = scratch.resolve("parts" + seals++);
    var sealed =
        engine.seal(
            relation, shaping, new SealOptions(directory, Codec.ZSTD, Pace.DEFAULT.partBytes(), 7));
    List<String> values = new ArrayList<>();
    if (sealed.parts().isEmpty()) {
      return values;
    }
    try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
        var statement = duckdb.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT %s FROM read_parquet('%s/*.parquet') ORDER BY id"
                    .formatted(column, directory))) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 7, 8, 13, 64})
  void aTextIsCutBehindTheLastCharacterThatFits(int limit) throws Exception {
    var random = new Random(SEED + limit);
    List<String> texts = new ArrayList<>();
    texts.add("");
    texts.add(null);
    for (int i = 0; i < 3000; i++) {
      texts.add(text(random, random.nextInt(2 * limit + 2)));
    }
    engine.source("r", new MemorySource(texts(texts)));
    engine.keep("r");
    var truncate = new Limit("No te", limit, Longer.TRUNCATE);

    assertThat(sealed("r", new Shaping(List.of(truncate), List.of()), "\"No te\""))
        .isEqualTo(texts.stream().map(text -> text == null ? null : cut(text, limit)).toList());
    assertThat(engine.longer("r", List.of(truncate)))
        .containsExactly(
            texts.stream().filter(text -> text != null && bytes(text) > limit).count());
  }

  @Test
  void theWidestColumnOfAWarehouseIsCutAtItsBorder() throws Exception {
    List<String> texts = new ArrayList<>();
    for (var character : List.of("a", "é", "€", "😀")) {
      for (int before = 65_529; before <= 65_536; before++) {
        texts.add("x".repeat(before) + character + "y");
      }
      texts.add(character.repeat(65_536));
    }
    texts.add("x".repeat(65_535));
    engine.source("r", new MemorySource(texts(texts)));
    engine.keep("r");
    var truncate = new Limit("No te", 65_535, Longer.TRUNCATE);
    var setNull = new Limit("No te", 65_535, Longer.SET_NULL);

    assertThat(sealed("r", new Shaping(List.of(truncate), List.of()), "\"No te\""))
        .isEqualTo(texts.stream().map(text -> cut(text, 65_535)).toList())
        .allSatisfy(text -> assertThat(bytes(text)).isBetween(65_531, 65_535));
    assertThat(sealed("r", new Shaping(List.of(setNull), List.of()), "\"No te\""))
        .isEqualTo(texts.stream().map(text -> bytes(text) > 65_535 ? null : text).toList());
  }

  @Test
  void anEmptyRelationIsShapedToo() throws Exception {
    engine.source("r", new MemorySource(texts(List.of())));
    engine.keep("r");
    var limit = new Limit("No te", 4, Longer.TRUNCATE);
    assertThat(sealed("r", new Shaping(List.of(limit), List.of()), "\"No te\"")).isEmpty();
    assertThat(engine.longer("r", List.of(limit))).containsExactly(0L);
  }

  @Test
  void wallClockTimesBecomeInstantsByTheLaterOffsetAndTheOneBeforeAGap() throws Exception {
    var zones =
        List.of(
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Kolkata",
            "America/Sao_Paulo",
            "Etc/UTC");
    var random = new Random(SEED);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      // Every quarter of an hour of a year hits each gap and each overlap.
      rows.add(
          List.of(
              (long) i,
              LocalDateTime.of(2025, 1, 1, 0, 0)
                  .plusMinutes(15L * random.nextInt(2 * 366 * 96))
                  .plusNanos(1000L * random.nextInt(1_000_000))));
    }
    for (var edge :
        List.of(
            "2026-03-29T01:59:59.999999",
            "2026-03-29T02:00",
            "2026-03-29T02:30",
            "2026-03-29T02:59:59.999999",
            "2026-03-29T03:00",
            "2026-10-25T01:59:59.999999",
            "2026-10-25T02:00",
            "2026-10-25T02:59:59.999999",
            "2026-10-25T03:00",
            "2026-03-08T02:30",
            "2026-11-01T01:30",
            "2026-04-05T01:45",
            "1970-01-01T00:00",
            "9999-12-31T23:59:59.999999")) {
      rows.add(List.of((long) rows.size(), LocalDateTime.parse(edge)));
    }
    var schema =
        Schema.of(
            new Column("id", new ColumnType.Int64()), new Column("at", new ColumnType.Timestamp()));
    engine.source("r", new MemorySource(new Rows(schema, rows)));
    engine.keep("r");

    for (var name : zones) {
      var zone = ZoneId.of(name);
      var shaping = new Shaping(List.of(), List.of(new Local("at", zone)));
      assertThat(shaping.of(engine.schema("r")).columns().get(1).type())
          .isEqualTo(new ColumnType.TimestampTz());
      assertThat(sealed("r", shaping, "epoch_us(\"at\")"))
          .as(name)
          .isEqualTo(
              rows.stream().map(row -> micros(instant((LocalDateTime) row.get(1), zone))).toList());
    }
  }

  private static Instant instant(LocalDateTime local, ZoneId zone) {
    var rules = zone.getRules();
    var offsets = rules.getValidOffsets(local);
    ZoneOffset offset =
        offsets.isEmpty() ? rules.getTransition(local).getOffsetBefore() : offsets.getLast();
    return local.toInstant(offset);
  }

  private static String micros(Instant instant) {
    return Long.toString(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000);
  }
}
