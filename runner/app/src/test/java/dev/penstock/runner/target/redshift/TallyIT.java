package dev.penstock.runner.target.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.SpecHash;
import dev.penstock.runner.MemorySource;
import dev.penstock.runner.Rows;
import dev.penstock.runner.World;
import dev.penstock.runner.commit.Attempt;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.engine.Codec;
import dev.penstock.runner.engine.DuckDbEngine;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.Pace;
import dev.penstock.runner.engine.SealOptions;
import dev.penstock.runner.reconcile.Figure;
import dev.penstock.runner.reconcile.NotReconciled;
import dev.penstock.runner.reconcile.Tally;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Part;
import dev.penstock.runner.spi.PartSchema;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.target.s3.KeyPair;
import dev.penstock.runner.target.s3.S3Bucket;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same rows, asked of by the engine over its parts and by the warehouse over a staging table.
 */
class TallyIT {
  private static final long SEED = 20261126;
  private static final Schema SCHEMA =
      Schema.of(
          new Column("k", new ColumnType.Int32()),
          new Column("Flag", new ColumnType.Bool()),
          new Column("i2", new ColumnType.Int16()),
          new Column("i4", new ColumnType.Int32()),
          new Column("i8", new ColumnType.Int64()),
          new Column("f4", new ColumnType.Float32()),
          new Column("f8", new ColumnType.Float64()),
          new Column("d2", new ColumnType.Decimal(12, 2)),
          new Column("d18", new ColumnType.Decimal(18, 18)),
          new Column("d20", new ColumnType.Decimal(20, 3)),
          new Column("d38", new ColumnType.Decimal(38, 9)),
          new Column("note", new ColumnType.Text()),
          new Column("raw", new ColumnType.Bytes()),
          new Column("day", new ColumnType.Date()),
          new Column("clock", new ColumnType.Time()),
          new Column("at", new ColumnType.Timestamp()),
          new Column("seen", new ColumnType.TimestampTz()),
          new Column("uid", new ColumnType.Uuid()),
          new Column("doc", new ColumnType.Json()),
          new Column("money", new ColumnType.Decimal(18, 6)));

  @TempDir private static Path directory;
  private static World world;
  private static S3Bucket bucket;
  private static RedshiftSession session;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** Processes that were ended: the list of sessions may still name them. */
  private static final Set<Integer> SEEN = new HashSet<>();

  @BeforeAll
  static void start() {
    world = World.start(directory);
    var limits = new Connection.Limits(OptionalInt.empty(), 8);
    var allow = new Connection.Allow(true, true, Set.of(), true);
    bucket =
        S3Bucket.open(
            new Connection.S3(
                "lake",
                Optional.of("lake"),
                limits,
                allow,
                World.BUCKET,
                "us-east-1",
                Optional.of(world.store.endpoint().toString()),
                true),
            Optional.of(new KeyPair("penstock", World.PASSWORD)));
    session =
        new RedshiftSession(
            new Connection.Redshift(
                "warehouse",
                Optional.of("warehouse"),
                limits,
                allow,
                "127.0.0.1",
                world.warehouse.port(),
                "analytics",
                "arn:aws:iam::123456789012:role/redshift-copy",
                "penstock",
                Connection.Tls.VERIFY_FULL),
            new Login(
                "loader",
                World.PASSWORD,
                Optional.of(world.warehouse.caCertificateFile()),
                "penstock/tally"));
    session.alone(open -> session.execute(open, "CREATE SCHEMA IF NOT EXISTS penstock"));
  }

  @AfterAll
  static void end() {
    session.close();
    bucket.close();
    world.close();
  }

  private record Loaded(Tally sealed, Staging staging, PartSchema schema, String table) {
    Tally staged() {
      return staging.tally(schema);
    }
  }

  /** Seals rows, uploads the parts and copies them, as a run does. */
  private static Loaded load(Rows rows) throws Exception {
    return load(rows, table -> {});
  }

  private static Loaded load(Rows rows, Consumer<String> beforeCopy) throws Exception {
    var name = "tally" + NUMBER.incrementAndGet();
    var scratch = Files.createTempDirectory(directory, name);
    try (var engine =
        DuckDbEngine.open(new EngineSettings(2, 256L << 20, scratch), Pace.DEFAULT, List.of())) {
      engine.source("rows", new MemorySource(rows), 4);
      var options = new SealOptions(scratch.resolve("parts"), Codec.SNAPPY, 1 << 20, 1);
      var sealed = engine.seal("rows", options);
      var tally = engine.tally("rows", sealed);
      List<Part> parts = new ArrayList<>();
      for (var part : sealed.parts()) {
        var key = "tally/%s/%d.parquet".formatted(name, parts.size());
        bucket.upload(part.file(), key);
        parts.add(new Part(key, "", part.bytes(), part.rows(), part.sha256()));
      }
      var pipeline = new ResourceName("sales", name);
      var run = new Run("r1", pipeline, new SpecHash("0123456789abcdef"), Instant.EPOCH);
      var attempt = new Attempt(run, "attempt-1", 0);
      var columns =
          sealed.schema().columns().stream()
              .map(column ->
                  new CommittedTarget.Column(
                      column.name(),
                      column.type().toString(),
                      column.cast() ? Optional.of(column.carried().toString()) : Optional.empty()))
              .toList();
      var staging =
          new RedshiftLedger(session, pipeline, c -> bucket, "tally", Clock.systemUTC())
              .staging(attempt, "rows", columns);
      staging.create();
      var table = "penstock." + Names.staging(pipeline, "rows", 0, "attempt-1");
      beforeCopy.accept(table);
      if (!parts.isEmpty()) {
        staging.copy(bucket, "tally/" + name + ".json", parts);
      }
      return new Loaded(tally, staging, sealed.schema(), table);
    }
  }

  private static Rows rows(Object[]... values) {
    return Rows.of(SCHEMA, values);
  }

  private static Object[] nothing(int key) {
    var row = new Object[SCHEMA.columns().size()];
    row[0] = key;
    return row;
  }

  private static List<Object[]> edges() {
    var wide = new BigDecimal(BigInteger.TEN.pow(38).subtract(BigInteger.ONE), 9);
    List<Object[]> rows = new ArrayList<>();
    rows.add(nothing(0));
    rows.add(
        Rows.row(
            1,
            true,
            Short.MIN_VALUE,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            Float.NaN,
            Double.NaN,
            new BigDecimal("-9999999999.99"),
            new BigDecimal("-0.999999999999999999"),
            new BigDecimal("-99999999999999999.999"),
            wide.negate(),
            "",
            new byte[] {},
            LocalDate.of(1, 1, 1),
            LocalTime.MIN,
            LocalDateTime.of(1, 1, 1, 0, 0),
            Instant.parse("0001-01-01T00:00:00Z"),
            "00000000-0000-0000-0000-000000000000",
            "{}",
            new BigDecimal("-999999999999.999999")));
    rows.add(
        Rows.row(
            2,
            false,
            Short.MAX_VALUE,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Float.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            new BigDecimal("9999999999.99"),
            new BigDecimal("0.999999999999999999"),
            new BigDecimal("99999999999999999.999"),
            wide,
            "blank at its end   ",
            new byte[] {0, -1, 10, 39},
            LocalDate.of(9999, 12, 31),
            LocalTime.of(23, 59, 59, 999_999_000),
            LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000),
            Instant.parse("9999-12-31T23:59:59.999999Z"),
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "[1, \"ä\"]",
            new BigDecimal("999999999999.999999")));
    rows.add(
        Rows.row(
            3,
            true,
            (short) 0,
            0,
            0L,
            -0.0f,
            Double.MIN_VALUE,
            new BigDecimal("0.50"),
            new BigDecimal("-0.000000000000000001"),
            new BigDecimal("-0.500"),
            new BigDecimal("0.000000001"),
            "Zürich, 東京, 𝄞 'quoted' \"twice\" \\ back\n",
            new byte[] {1},
            LocalDate.of(1969, 12, 31),
            LocalTime.NOON,
            LocalDateTime.of(2026, 3, 29, 2, 30, 0, 1_000),
            Instant.parse("2026-03-29T00:30:00.5Z"),
            "5a3c7f0e-0000-4000-8000-000000000001",
            "null",
            new BigDecimal("1.500000")));
    rows.add(
        Rows.row(
            4,
            false,
            (short) -1,
            -1,
            -1L,
            Float.MAX_VALUE,
            -Double.MAX_VALUE,
            new BigDecimal("-0.01"),
            BigDecimal.ZERO.setScale(18),
            new BigDecimal("1.000"),
            new BigDecimal("-0.500000000"),
            "a".repeat(65_000),
            new byte[3_000],
            LocalDate.of(2000, 2, 29),
            LocalTime.of(1, 2, 3, 4_000),
            LocalDateTime.of(1900, 1, 1, 0, 0),
            Instant.parse("1883-11-18T17:00:00.123456Z"),
            "5a3c7f0e-0000-4000-8000-000000000002",
            "\"x\"",
            new BigDecimal("-0.000001")));
    return rows;
  }

  private static List<Object[]> drawn(int count) {
    var random = new Random(SEED);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var at =
          LocalDateTime.of(1950, 1, 1, 0, 0)
              .plusSeconds(random.nextInt(Integer.MAX_VALUE))
              .plusNanos(1000L * random.nextInt(1_000_000));
      var row =
          Rows.row(
              100 + i,
              random.nextBoolean(),
              (short) random.nextInt(),
              random.nextInt(),
              random.nextLong(),
              (float) random.nextGaussian(),
              random.nextGaussian() * Math.pow(10, random.nextInt(-300, 300)),
              BigDecimal.valueOf(random.nextLong(-999_999_999_999L, 999_999_999_999L), 2),
              BigDecimal.valueOf(random.nextLong(999_999_999_999_999_999L), 18),
              new BigDecimal(new BigInteger(random.nextBoolean() ? 60 : 40, random), 3),
              new BigDecimal(new BigInteger(random.nextBoolean() ? 120 : 50, random).negate(), 9),
              "n" + random.nextInt(50) + " ".repeat(random.nextInt(3)),
              new byte[random.nextInt(9)],
              at.toLocalDate(),
              at.toLocalTime(),
              at,
              at.toInstant(java.time.ZoneOffset.UTC),
              new java.util.UUID(random.nextLong(), random.nextLong()).toString(),
              "{\"n\": %d}".formatted(random.nextInt()),
              BigDecimal.valueOf(random.nextLong(999_999_999_999_999_999L), 6));
      if (random.nextInt(4) == 0) {
        row[1 + random.nextInt(row.length - 1)] = null;
      }
      rows.add(row);
    }
    return rows;
  }

  @Test
  void valuesOfEveryTypeSayTheSameInPartsAndInTheWarehouse() throws Exception {
    var all = new ArrayList<>(edges());
    all.addAll(drawn(3_000));
    var loaded = load(rows(all.toArray(Object[][]::new)));
    assertThat(loaded.sealed().rows()).isEqualTo(3_005);
    assertThat(loaded.sealed().columns()).hasSize(SCHEMA.columns().size() + 1);
    var staged = loaded.staged();
    assertThat(loaded.sealed().differsFrom(staged)).as("seed %d", SEED).isEmpty();
    for (int i = 0; i < staged.columns().size(); i++) {
      assertThat(staged.columns().get(i).figures().keySet())
          .as(staged.columns().get(i).column())
          .isEqualTo(loaded.sealed().columns().get(i).figures().keySet())
          .contains(Figure.NULLS);
    }
  }

  @Test
  void eachEdgeAloneSaysTheSame() throws Exception {
    for (var edge : edges()) {
      var loaded = load(Rows.of(SCHEMA, edge));
      assertThat(loaded.sealed().differsFrom(loaded.staged()))
          .as(Arrays.toString(edge).substring(0, 30))
          .isEmpty();
    }
  }

  @Test
  void yearsThatNoCalendarPrintsAreCountedOnly() throws Exception {
    var far = nothing(1);
    far[15] = LocalDateTime.of(12345, 1, 1, 0, 0);
    far[13] = LocalDate.of(12345, 1, 1);
    var loaded = load(Rows.of(SCHEMA, far));
    assertThat(loaded.sealed().differsFrom(loaded.staged())).isEmpty();
  }

  @Test
  void noRowsSayTheSame() throws Exception {
    var loaded = load(new Rows(SCHEMA, List.of()));
    assertThat(loaded.sealed()).isEqualTo(Tally.NOTHING);
    assertThat(loaded.staged()).isEqualTo(Tally.NOTHING);
  }

  /** One value of one row; of floating-point numbers the least, which are compared by ends only. */
  private static final Map<String, String> CHANGES =
      Map.ofEntries(
          Map.entry("Flag", "NOT \"flag\""),
          Map.entry("i2", "i2 - 1"),
          Map.entry("i4", "i4 - 1"),
          Map.entry("i8", "i8 - 1"),
          Map.entry("f4", "-1e37"),
          Map.entry("f8", "-1e301"),
          Map.entry("d2", "d2 + 0.01"),
          Map.entry("money", "money - 0.000001"),
          Map.entry("d18", "d18 - 0.000000000000000001"),
          Map.entry("d20", "d20 - 0.001"),
          Map.entry("d38", "d38 - 0.000000001"),
          Map.entry("note", "REPLACE(note, 'n', 'm')"),
          Map.entry("day", "day - 1"),
          Map.entry("clock", "'00:00:00.000001'"),
          Map.entry("at", "at + INTERVAL '1 microsecond'"),
          Map.entry("seen", "seen + INTERVAL '1 microsecond'"),
          Map.entry("uid", "'5a3c7f0e-0000-4000-8000-000000000009'"),
          Map.entry("doc", "REPLACE(doc, '{', '[')"));

  @Test
  void aChangeOfOneValueIsFoundInItsColumn() throws Exception {
    var rows = drawn(500);
    rows.set(7, drawn(1).getFirst());
    rows.get(7)[0] = 7;
    var loaded = load(rows(rows.toArray(Object[][]::new)));
    var before = loaded.staged();
    assertThat(loaded.sealed().differsFrom(before)).as("seed %d", SEED).isEmpty();
    for (var change : CHANGES.entrySet()) {
      execute(
          "UPDATE %s SET %s = %s WHERE k = 7"
              .formatted(loaded.table(), Names.quoted(change.getKey()), change.getValue()));
      var after = loaded.staged();
      var difference = before.differsFrom(after);
      assertThat(difference).as(change.getKey()).isPresent();
      assertThat(difference.get().column()).contains(change.getKey());
      before = after;
    }
    var last = before;
    assertThatThrownBy(
            () -> NotReconciled.refuse("orders", loaded.sealed(), last, "the staging table"))
        .isInstanceOf(InternalException.class);
  }

  @Test
  void aRowThatIsExchangedForAnotherIsFound() throws Exception {
    var loaded = load(rows(drawn(100).toArray(Object[][]::new)));
    execute("DELETE FROM %s WHERE k = 100".formatted(loaded.table()));
    execute("INSERT INTO %1$s SELECT * FROM %1$s WHERE k = 101".formatted(loaded.table()));
    var difference = loaded.sealed().differsFrom(loaded.staged());
    assertThat(difference).isPresent();
    assertThat(difference.get().column()).isPresent();
  }

  @Test
  void aCopyThatTheWarehouseRefusesForNowIsRepeatedAndLoadsOnce() throws Exception {
    try (var person = world.session();
        var statement = person.createStatement();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      person.setAutoCommit(false);
      var loading =
          threads.submit(() ->
              load(
                  rows(drawn(50).toArray(Object[][]::new)),
                  table -> {
                    try {
                      statement.execute("LOCK TABLE " + table);
                    } catch (java.sql.SQLException e) {
                      throw new AssertionError(e);
                    }
                  }));
      for (int i = 0; i < 3; i++) {
        execute("SELECT pg_terminate_backend(%d)".formatted(waiting()));
      }
      waiting();
      person.rollback();
      SEEN.clear();
      var loaded = loading.get();
      assertThat(loaded.sealed().rows()).isEqualTo(50);
      assertThat(loaded.sealed().differsFrom(loaded.staged())).isEmpty();
    }
  }

  /** Waits until a session that was not seen before waits for a lock; {@return its process} */
  private static int waiting() {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                world.warehouse("SELECT process FROM stv_sessions").stream()
                    .map(Integer::valueOf)
                    .filter(process -> !SEEN.contains(process))
                    .filter(world.warehouse::waitsForALock)
                    .peek(SEEN::add)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static void execute(String sql) throws Exception {
    try (var person = world.session();
        var statement = person.createStatement()) {
      statement.execute(sql);
    }
  }
}
