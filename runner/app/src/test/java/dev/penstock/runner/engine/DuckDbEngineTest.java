package dev.penstock.runner.engine;

import static dev.penstock.runner.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.runner.MemorySource;
import dev.penstock.runner.Produces;
import dev.penstock.runner.Rows;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Progress;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.TransientException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbEngineTest {
  private static final Schema NUMBERS =
      Schema.of(
          new Column("id", new ColumnType.Int64()), new Column("name", new ColumnType.Text()));

  @TempDir Path scratch;
  private DuckDbEngine engine;

  @BeforeEach
  void open() {
    engine = DuckDbEngine.open(new EngineSettings(2, 256L << 20, scratch), Pace.DEFAULT, List.of());
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static Rows numbers(int count) {
    return new Rows(
        NUMBERS,
        IntStream.range(0, count).mapToObj(i -> List.<Object>of((long) i, "n" + i)).toList());
  }

  private SealOptions options() {
    return new SealOptions(scratch.resolve("parts"), Codec.ZSTD, Pace.DEFAULT.partBytes(), 7);
  }

  private void source(String relation, MemorySource source) {
    engine.source(relation, source, 8);
  }

  private List<SealedPart> seal(String relation) {
    return engine.seal(relation, options()).parts();
  }

  /** Reads parts with a database of the test's own, as text. */
  private List<String> read(String select) throws Exception {
    List<String> rows = new ArrayList<>();
    try (var other = DriverManager.getConnection("jdbc:duckdb:");
        var statement = other.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      try (var result =
          statement.executeQuery(
              "FROM read_parquet('%s/parts/*.parquet') SELECT %s".formatted(scratch, select))) {
        while (result.next()) {
          List<String> values = new ArrayList<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            values.add(result.getString(i));
          }
          rows.add(String.join("|", values.stream().map(String::valueOf).toList()));
        }
      }
    }
    return rows;
  }

  @Test
  void everyTypeArrivesInThePartUnchanged() throws Exception {
    Schema schema =
        Schema.of(
            new Column("b", new ColumnType.Bool()),
            new Column("i2", new ColumnType.Int16()),
            new Column("i4", new ColumnType.Int32()),
            new Column("i8", new ColumnType.Int64()),
            new Column("f4", new ColumnType.Float32()),
            new Column("f8", new ColumnType.Float64()),
            new Column("d0", new ColumnType.Decimal(18, 0)),
            new Column("d2", new ColumnType.Decimal(12, 2)),
            new Column("d18", new ColumnType.Decimal(18, 18)),
            new Column("wide", new ColumnType.Decimal(38, 10)),
            new Column("text", new ColumnType.Text()),
            new Column("bytes", new ColumnType.Bytes()),
            new Column("date", new ColumnType.Date()),
            new Column("time", new ColumnType.Time()),
            new Column("ts", new ColumnType.Timestamp()),
            new Column("tz", new ColumnType.TimestampTz()),
            new Column("uuid", new ColumnType.Uuid()),
            new Column("json", new ColumnType.Json()));
    source(
        "all types",
        new MemorySource(
            Rows.of(
                schema,
                row(
                    true,
                    Short.MIN_VALUE,
                    Integer.MIN_VALUE,
                    Long.MIN_VALUE,
                    -0.5f,
                    Double.NaN,
                    new BigDecimal("-999999999999999999"),
                    new BigDecimal("-9999999999.99"),
                    new BigDecimal("-0.999999999999999999"),
                    new BigDecimal("-9999999999999999999999999999.9999999999"),
                    "",
                    new byte[] {0, -1},
                    LocalDate.of(1, 1, 1),
                    LocalTime.MIDNIGHT,
                    LocalDateTime.of(1, 1, 1, 0, 0),
                    Instant.parse("1900-01-01T00:00:00.000001Z"),
                    "00000000-0000-0000-0000-000000000000",
                    "{\"a\": [1, null]}"),
                row(
                    false,
                    Short.MAX_VALUE,
                    Integer.MAX_VALUE,
                    Long.MAX_VALUE,
                    Float.MAX_VALUE,
                    Double.POSITIVE_INFINITY,
                    new BigDecimal("999999999999999999"),
                    new BigDecimal("9999999999.99"),
                    new BigDecimal("0.999999999999999999"),
                    new BigDecimal("9999999999999999999999999999.9999999999"),
                    "žluť 😀",
                    new byte[0],
                    LocalDate.of(9999, 12, 31),
                    LocalTime.of(23, 59, 59, 999_999_000),
                    LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000),
                    Instant.parse("2026-03-29T01:30:00Z"),
                    "ffffffff-ffff-ffff-ffff-ffffffffffff",
                    "null"),
                new Object[18])));

    assertThat(engine.schema("all types")).isEqualTo(schema);
    assertThat(seal("all types")).singleElement().extracting(SealedPart::rows).isEqualTo(3L);
    assertThat(read("* ORDER BY i8"))
        .containsExactly(
            "true|-32768|-2147483648|-9223372036854775808|-0.5|NaN|-999999999999999999"
                + "|-9999999999.99|-0.999999999999999999"
                + "|-9999999999999999999999999999.9999999999||\\x00\\xFF|0001-01-01|00:00:00"
                + "|0001-01-01 00:00:00.0|1900-01-01T00:00:00.000001Z"
                + "|00000000-0000-0000-0000-000000000000|{\"a\": [1, null]}|7",
            "false|32767|2147483647|9223372036854775807|3.4028235E38|Infinity|999999999999999999"
                + "|9999999999.99|0.999999999999999999"
                + "|9999999999999999999999999999.9999999999|žluť 😀||9999-12-31|23:59:59.999999"
                + "|9999-12-31 23:59:59.999999|2026-03-29T01:30Z"
                + "|ffffffff-ffff-ffff-ffff-ffffffffffff|null|7",
            "null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null"
                + "|null|7");
    assertThat(read("typeof(wide), typeof(uuid), typeof(time), typeof(json), typeof(tz) LIMIT 1"))
        .containsExactly("DECIMAL(38,10)|VARCHAR|VARCHAR|VARCHAR|TIMESTAMP WITH TIME ZONE");
  }

  @Test
  void aStepsRowsAreSealedIntoPartsWhoseFiguresAreThoseOfTheFiles() throws Exception {
    MemorySource source = new MemorySource(numbers(300_000));
    source("numbers", source);
    engine.step("odd", "SELECT *, id * 2 AS twice FROM numbers WHERE id % 2 = 1 -- the odd ones");
    Sealed sealed =
        engine.seal("odd", new SealOptions(scratch.resolve("parts"), Codec.SNAPPY, 200_000, 1));
    List<SealedPart> parts = sealed.parts();

    assertThat(parts).hasSizeGreaterThan(1);
    assertThat(sealed.rows()).isEqualTo(150_000);
    for (SealedPart part : parts) {
      byte[] bytes = Files.readAllBytes(part.file());
      assertThat(part.bytes()).isEqualTo(bytes.length);
      assertThat(part.sha256())
          .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }
    assertThat(read("count(*), count(DISTINCT id), sum(id), sum(twice), min(_penstock_commit)"))
        .containsExactly("150000|150000|22500000000|45000000000|1");
    assertThat(engine.read("numbers")).isEqualTo(new Progress(300_000, 2_400_000));
    assertThat(source.opened).hasValue(2);
  }

  @Test
  void aRelationWithoutRowsHasNoParts() throws Exception {
    source("numbers", new MemorySource(numbers(0)));
    assertThat(seal("numbers")).isEmpty();
  }

  @Test
  void rowsCanBeCountedWithoutAnyOfTheirColumns() throws Exception {
    source("numbers", new MemorySource(numbers(5_000)));
    engine.step("counted", "SELECT count(*) AS n FROM numbers");
    seal("counted");
    assertThat(read("n")).containsExactly("5000");
  }

  @Test
  void aWindowThatAggregatesReadsItsSourceOnce() throws Exception {
    source("numbers", new MemorySource(numbers(5_000)));
    engine.step(
        "shares",
        "SELECT id, sum(id) OVER (PARTITION BY id % 2)::BIGINT AS whole, count(*) OVER () AS n FROM"
            + " numbers");
    seal("shares");
    assertThat(read("count(*), sum(whole), max(n)")).containsExactly("5000|31243750000|5000");
  }

  @Test
  void aKeptSourceIsReadOnceHoweverOftenItIsUsed() throws Exception {
    MemorySource source = new MemorySource(numbers(10_000));
    source("numbers", source);
    source("others", new MemorySource(numbers(10)));
    engine.step(
        "pairs",
        "SELECT a.id FROM numbers a JOIN numbers b ON a.id = b.id + 1 JOIN others o ON o.id ="
            + " a.id");
    engine.keep("numbers");
    seal("pairs");
    assertThat(read("count(*), sum(id)")).containsExactly("9|45");
    assertThat(source.opened).hasValue(2); // two splits, each once
  }

  @Test
  void aSourceThatIsScannedTwiceIsABug() {
    source("numbers", new MemorySource(numbers(10)));
    seal("numbers");
    assertThatThrownBy(() -> engine.keep("numbers"))
        .isInstanceOf(InternalException.class)
        .hasRootCauseMessage("Source numbers was scanned twice");
  }

  @Test
  void aFailureOfASourceIsRethrownAsItIs() {
    PenstockException lost =
        new TransientException(Reason.CONNECTION_LOST, "Connection shop-db was lost", "Wait");
    source(
        "numbers",
        new MemorySource(
            numbers(50_000),
            batches -> {
              if (batches.progress().rows() > 10_000) {
                throw lost;
              }
            }));
    assertThatThrownBy(() -> seal("numbers")).isSameAs(lost);
  }

  @Test
  void aBugOfASourceIsInternal() {
    source(
        "numbers",
        new MemorySource(
            numbers(5),
            batches -> {
              throw new IllegalStateException("oops");
            }));
    assertThatThrownBy(() -> seal("numbers"))
        .isInstanceOf(InternalException.class)
        .hasMessage("A source of relation numbers failed")
        .hasRootCauseMessage("oops");
  }

  @Test
  void textThatIsNotUtf8IsNotLoaded() {
    Schema schema = Schema.of(new Column("t", new ColumnType.Text()));
    source("texts", new MemorySource(Rows.of(schema, row((Object) new byte[] {(byte) 0xC3}))));
    assertThatThrownBy(() -> seal("texts"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Column t of source texts holds texts that are not UTF-8: 1 of the 1 rows that were looked at");
  }

  @Test
  void cancellingEndsASealThatWaitsForItsSource() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    MemorySource source =
        new MemorySource(
            numbers(10),
            batches -> {
              reading.countDown();
              try {
                new CountDownLatch(1).await(); // until it is interrupted
              } catch (InterruptedException e) {
                throw new TransientException(Reason.CANCELLED, "Interrupted", "Wait");
              }
            });
    source("numbers", source);
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var sealing =
          pool.submit(() -> catchThrowableOfType(PenstockException.class, () -> seal("numbers")));
      reading.await();
      engine.cancel();
      assertThat(sealing.get().line())
          .isEqualTo("Cancelled: The run was cancelled. Start it again when it is wanted.");
    }
    assertThatThrownBy(() -> seal("numbers")).hasMessage("The run was cancelled");
  }

  @Produces(Reason.STEP_FAILED)
  @Test
  void aValueThatCanNotBeConvertedIsAMatterOfTheDataAndIsNotQuoted() {
    source("numbers", new MemorySource(numbers(10)));
    engine.step("wrong", "SELECT CAST(name AS INTEGER) AS n FROM numbers");
    assertThatThrownBy(() -> seal("wrong"))
        .isInstanceOf(DataException.class)
        .hasNoCause()
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "StepFailed: In relation wrong a value can not be converted. Use TRY_CAST in its SQL.");
  }

  @Produces(Reason.OUT_OF_MEMORY)
  @Test
  void aRelationThatNeedsMoreMemoryThanThereIsIsNamed() {
    source("numbers", new MemorySource(numbers(10_000)));
    // A list is one value, which can not be spilled.
    engine.step("huge", "SELECT len(list(id)) AS n FROM numbers CROSS JOIN range(100000)");
    assertThatThrownBy(() -> seal("huge"))
        .isInstanceOf(ConfigurationException.class)
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "OutOfMemory: Relation huge needs more memory or scratch than the pod has. Raise"
                + " spec.pod.resources.limits.memory or spec.scratch.size.");
  }

  @Produces(Reason.NOT_ALLOWED)
  @Test
  void sqlCanNotReadTheMachine() {
    assertThatThrownBy(
            () -> engine.step("passwords", "SELECT content FROM read_text('/etc/passwd')"))
        .isInstanceOf(ConfigurationException.class)
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "NotAllowed: Relation passwords touches a file, which SQL may not."
                + " Read it through a source instead.");
  }

  @Test
  void aTypeThatNoTargetHoldsIsRefusedWithTheCastToWrite() {
    source("numbers", new MemorySource(numbers(10)));
    engine.step("totals", "SELECT sum(id) AS total FROM numbers");
    assertThatThrownBy(() -> engine.schema("totals"))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "TypeNotSupported: Column total of relation totals has type HUGEINT, which no target"
                + " holds. Write CAST(\"total\" AS DECIMAL(38,0)) AS \"total\" in the SQL of"
                + " totals.");
  }
}
