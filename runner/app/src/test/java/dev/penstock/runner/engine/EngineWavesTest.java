package dev.penstock.runner.engine;

import static dev.penstock.runner.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.MemorySource;
import dev.penstock.runner.Rows;
import dev.penstock.runner.SizedMemorySource;
import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Batches;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Progress;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waves, kept relations, partitions and what an increment leaves out. */
class EngineWavesTest {
  private static final Schema NUMBERS =
      Schema.of(
          new Column("id", new ColumnType.Int64()), new Column("name", new ColumnType.Text()));

  /** Splits of 1,000 rows, waves of 5 splits. */
  private static final Pace TINY = new Pace(8_000, 40_000, 96L << 20, 1 << 20);

  @TempDir Path scratch;
  private DuckDbEngine engine;
  private int wave;

  @BeforeEach
  void open() {
    engine = DuckDbEngine.open(new EngineSettings(2, 256L << 20, scratch), TINY, List.of());
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static Rows numbers(int count) {
    return new Rows(
        NUMBERS,
        IntStream.range(0, count).mapToObj(i -> List.<Object>of((long) i, "n" + i % 10)).toList());
  }

  private SealOptions options(String... partitionBy) {
    return options(TINY.partBytes(), List.of(partitionBy), List.of());
  }

  private SealOptions options(long partBytes, List<String> partitionBy, List<String> sortBy) {
    return new SealOptions(
        scratch.resolve("parts/" + wave++), Codec.ZSTD, partBytes, 7, partitionBy, sortBy);
  }

  private List<SealedPart> waves(String source, String relation) {
    List<SealedPart> parts = new ArrayList<>();
    var waves = engine.waves(source);
    while (waves.next()) {
      var sealed = engine.seal(relation, options());
      waves.read(sealed.rows(), 0);
      parts.addAll(sealed.parts());
    }
    assertThat(waves.waves()).isEqualTo(wave);
    return parts;
  }

  @Test
  void theWavesOfASourceHoldEveryRowOnce() throws Exception {
    var source = new SizedMemorySource(numbers(20_000));
    engine.source("numbers", source, 8);
    engine.source("few", new MemorySource(numbers(3)), 8);
    engine.keep("few");
    engine.step("a", "SELECT n.id, f.name FROM numbers n LEFT JOIN few f USING (id)");
    var parts = waves("numbers", "a");

    assertThat(wave).isEqualTo(4);
    assertThat(source.opened()).isEqualTo(20);
    assertThat(source.mostOpen.get()).isBetween(1, 2);
    assertThat(PartReader.read(parts, "count(*), count(DISTINCT id), sum(id), count(name)"))
        .containsExactly("20000|20000|199990000|3");
    assertThat(engine.read("numbers")).isEqualTo(new Progress(20_000, 160_000));
  }

  @Test
  void noMoreSplitsAreOpenThanThereAreConnections() {
    var source = new SizedMemorySource(numbers(20_000));
    engine.source("numbers", source, 1);
    waves("numbers", "numbers");
    assertThat(source.mostOpen).hasValue(1);
  }

  @Test
  void aWaveOnScratchIsReadByMany() throws Exception {
    var source = new SizedMemorySource(numbers(10_000));
    engine.source("numbers", source, 8);
    engine.step("even", "SELECT * FROM numbers WHERE id % 2 = 0");
    List<SealedPart> all = new ArrayList<>();
    List<SealedPart> even = new ArrayList<>();
    var waves = engine.waves("numbers");
    while (waves.next()) {
      var file = engine.keepWave("numbers");
      all.addAll(engine.seal("numbers", options()).parts());
      even.addAll(engine.seal("even", options()).parts());
      waves.read(1, 0);
      Files.delete(file);
    }
    assertThat(source.opened()).isEqualTo(10);
    assertThat(PartReader.read(all, "count(*), sum(id)")).containsExactly("10000|49995000");
    assertThat(PartReader.read(even, "count(*), sum(id)")).containsExactly("5000|24995000");
  }

  @Test
  void aWaveWithoutAMatchMayBeLeftUnread() {
    engine.source("numbers", new SizedMemorySource(numbers(10_000)), 8);
    engine.source("none", new MemorySource(numbers(0)), 8);
    engine.keep("none");
    engine.step("a", "SELECT n.id FROM numbers n JOIN none USING (id)");
    assertThat(waves("numbers", "a")).isEmpty();
  }

  /** A source whose second split says that it has counted a row more than it has handed on. */
  private static final class Forgetful implements Source<MemorySource.Range> {
    private final MemorySource source = new MemorySource(numbers(5_000));

    @Override
    public Schema schema() {
      return source.schema();
    }

    @Override
    public List<MemorySource.Range> splits(int wanted) {
      return source.splits(wanted);
    }

    @Override
    public Batches open(MemorySource.Range split) {
      var batches = source.open(split);
      return new Batches() {
        @Override
        public boolean next(Batch into) {
          return batches.next(into);
        }

        @Override
        public Progress progress() {
          return split.from() == 0
              ? batches.progress()
              : batches.progress().plus(new Progress(1, 0));
        }

        @Override
        public void close() {
          batches.close();
        }
      };
    }

    @Override
    public void close() {
      source.close();
    }
  }

  @Test
  void aRowThatDoesNotReachTheEngineIsMissed() {
    engine.source("numbers", new Forgetful(), 8);
    assertThatThrownBy(() -> waves("numbers", "numbers"))
        .isInstanceOf(InternalException.class)
        .hasMessage(
            "Of source numbers 2 of 2 splits were read to their end, 5000 of 5001 rows reached the"
                + " engine");
  }

  @Test
  void laterWavesReadWhatMakesOnePart() {
    var pace = new Pace(16 << 20, 256 << 20, 96 << 20, 1 << 20);
    assertThat(pace.next(0, 0)).isEqualTo(256 << 20);
    assertThat(pace.next(300 << 20, 60 << 20)).isEqualTo(452984832L); // 0.9 * 96 MiB * 5
    assertThat(pace.next(300 << 20, 1 << 20)).isEqualTo(1L << 30);
    assertThat(pace.next(10 << 20, 300 << 20)).isEqualTo(64 << 20);
  }

  private static final String SHUFFLED =
      "SELECT (hash(id) % 100_003)::BIGINT AS rank, NULLIF(id % 1_000, 7) AS few,"
          + " repeat(name, 20) AS text FROM numbers";

  /** The places in a part where a row stands before one that is smaller. */
  private static String disorder(SealedPart part, String column) throws Exception {
    return PartReader.query(
            """
            SELECT count(*) FROM (
              SELECT %1$s AS now, lag(%1$s) OVER w AS before, row_number() OVER w AS n
              FROM read_parquet('%2$s', file_row_number = true) WINDOW w AS (ORDER BY file_row_number))
            WHERE n > 1 AND (now < before OR before IS NULL AND now IS NOT NULL)
            """
                .formatted(column, part.file()))
        .getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rank", "few"})
  void rowsLieInOrderWithinEachPartNullsLast(String column) throws Exception {
    engine.source("numbers", new MemorySource(numbers(400_000)), 8);
    engine.step("shuffled", SHUFFLED);
    var parts = engine.seal("shuffled", options(200_000, List.of(), List.of(column))).parts();
    assertThat(parts).hasSizeGreaterThan(1);
    assertThat(PartReader.read(parts, "count(*)")).containsExactly("400000");
    for (var part : parts) {
      assertThat(disorder(part, column))
          .as("%s of %d rows", part.file(), part.rows())
          .isEqualTo("0");
    }
  }

  @Test
  void keptStepsKeepTheirTypes() {
    Schema schema =
        Schema.of(
            new Column("u", new ColumnType.Uuid()),
            new Column("t", new ColumnType.Time()),
            new Column("j", new ColumnType.Json()),
            new Column("d", new ColumnType.Decimal(30, 4)),
            new Column("b", new ColumnType.Bytes()),
            new Column("z", new ColumnType.TimestampTz()));
    engine.source(
        "odd",
        new MemorySource(
            Rows.of(
                schema,
                row(
                    "00000000-0000-0000-0000-000000000001",
                    java.time.LocalTime.of(1, 2, 3),
                    "{\"a\": 1}",
                    new java.math.BigDecimal("12345678901234567890.1234"),
                    new byte[] {0, 1},
                    Instant.parse("2026-01-01T00:00:00.000001Z")),
                new Object[6])),
        8);
    engine.step("s", "SELECT * FROM odd");
    engine.keep("s");
    assertThat(engine.schema("s")).isEqualTo(schema);
    engine.step("again", "SELECT * FROM s WHERE u IS NOT NULL AND t < TIME '02:00:00'");
    assertThat(engine.schema("again")).isEqualTo(schema);
    assertThat(engine.first("again", 10))
        .containsExactly(
            List.of(
                "00000000-0000-0000-0000-000000000001",
                "01:02:03",
                "{\"a\": 1}",
                "12345678901234567890.1234",
                "\\x00\\x01",
                "2026-01-01 00:00:00.000001+00"));
  }

  @Test
  void theFirstRowsOfARelationAreFoundWithoutReadingAllOfIt() {
    var source = new MemorySource(numbers(1_000_000));
    engine.source("numbers", source, 8);
    engine.step("a", "SELECT id, NULLIF(name, 'n0') AS name FROM numbers WHERE id < 2");
    var rows = engine.first("a", 1);
    assertThat(rows).hasSize(1);
    assertThat(engine.read("numbers").rows()).isLessThan(1_000_000);
    assertThat(source.closed.get()).isEqualTo(source.opened.get());
  }

  @Test
  void partsLieInDirectoriesOfTheirValuesAndKeepTheColumn() throws Exception {
    engine.source("numbers", new MemorySource(numbers(1_000)), 8);
    engine.step(
        "a",
        "SELECT id, CASE WHEN id % 4 = 0 THEN NULL ELSE 'a/b ' || id % 4 END AS kind,"
            + " DATE '2026-01-01' + (id % 2)::INTEGER AS day FROM numbers");
    var parts = engine.seal("a", options("kind", "day")).parts();
    assertThat(parts)
        .extracting(SealedPart::directory)
        .containsExactlyInAnyOrder(
            "p_kind=__HIVE_DEFAULT_PARTITION__/p_day=2026-01-01",
            "p_kind=a%2Fb%201/p_day=2026-01-02",
            "p_kind=a%2Fb%202/p_day=2026-01-01",
            "p_kind=a%2Fb%203/p_day=2026-01-02");
    assertThat(parts).allMatch(part -> part.rows() == 250);
    assertThat(PartReader.read(parts, "* LIMIT 0")).isEmpty();
    assertThat(PartReader.read(parts, "count(*), count(kind), count(DISTINCT day), sum(id)"))
        .containsExactly("1000|750|2|499500");
    assertThat(PartReader.read(parts.subList(0, 1), "columns('.*') LIMIT 1").getFirst())
        .matches("\\d+\\|[^|]*\\|2026-01-0\\d\\|7");
  }

  @Test
  void manyPartitionsNeedFewOpenFiles() throws Exception {
    engine.source("numbers", new MemorySource(numbers(30_000)), 8);
    engine.step("a", "SELECT id, id % 300 AS k FROM numbers");
    var parts = engine.seal("a", options("k")).parts();
    assertThat(parts).extracting(SealedPart::directory).doesNotHaveDuplicates().hasSize(300);
    assertThat(PartReader.read(parts, "count(DISTINCT id)")).containsExactly("30000");
  }

  @Test
  void deliveredRowsAreLeftOutByKeyAndCursorAndOthersStay() throws Exception {
    Schema schema =
        Schema.of(
            new Column("id", new ColumnType.Int64()),
            new Column("updated", new ColumnType.TimestampTz()),
            new Column("name", new ColumnType.Text()));
    Schema keys =
        Schema.of(
            new Column("id", new ColumnType.Int64()),
            new Column("updated", new ColumnType.TimestampTz()));
    var one = Instant.parse("2026-01-01T00:00:00.000001Z");
    var two = Instant.parse("2026-01-01T00:00:00.000002Z");
    var file = scratch.resolve("tail.parquet");
    assertThat(
            engine.write(
                "tail",
                new MemorySource(
                    Rows.of(keys, row(1L, one), row(2L, two), row(3L, null), row(null, one))),
                file))
        .isEqualTo(4);
    engine.source(
        "orders",
        new MemorySource(
            Rows.of(
                schema,
                row(1L, one, "delivered"),
                row(1L, two, "changed"),
                row(2L, one, "older"),
                row(2L, two, "delivered"),
                row(3L, null, "delivered"),
                row(3L, one, "set"),
                row(4L, null, "new"),
                row(null, one, "delivered"))),
        8);
    engine.leaveOut("orders", file, List.of("id", "updated"));
    var parts = engine.seal("orders", options()).parts();
    assertThat(PartReader.read(parts, "id, name ORDER BY id, name"))
        .containsExactly("1|changed", "2|older", "3|set", "4|new");
  }

  @Test
  void aSortThatDoesNotFitMemorySpillsToScratch() throws Exception {
    engine.close();
    engine =
        DuckDbEngine.open(
            new EngineSettings(2, 256L << 20, scratch, OptionalLong.of(2L << 30)), TINY, List.of());
    engine.step(
        "sorted",
        "SELECT id, repeat(md5(id::VARCHAR), 8) AS pad FROM range(1500000) r(id) ORDER BY pad");
    var sealed = engine.seal("sorted", options());
    assertThat(sealed.rows()).isEqualTo(1_500_000);
    assertThat(engine.spilledBytes()).isPositive();
  }

  @Test
  void whatSpillsIsBounded() {
    engine.close();
    engine =
        DuckDbEngine.open(
            new EngineSettings(2, 256L << 20, scratch, OptionalLong.of(16L << 20)),
            TINY,
            List.of());
    engine.step(
        "sorted",
        "SELECT id, repeat(md5(id::VARCHAR), 8) AS pad FROM range(1500000) r(id) ORDER BY pad");
    assertThatThrownBy(() -> engine.seal("sorted", options()))
        .hasMessage("Relation sorted needs more memory or scratch than the pod has");
  }
}
