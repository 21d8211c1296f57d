package dev.penstock.runner.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Parameter;
import dev.penstock.api.model.Read;
import dev.penstock.runner.Produces;
import dev.penstock.runner.Rows;
import dev.penstock.runner.engine.Codec;
import dev.penstock.runner.engine.DuckDbEngine;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.Pace;
import dev.penstock.runner.engine.SealOptions;
import dev.penstock.runner.engine.SealedPart;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.source.SourceContractTest;
import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Batches;
import dev.penstock.runner.spi.Checksummed;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Progress;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Source;
import dev.penstock.runner.spi.TransientException;
import dev.penstock.sandbox.shop.ShopDatabase;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSourceIT extends SourceContractTest {
  static final Duration LONG = Duration.ofSeconds(60);

  @TempDir static Path state;
  private static ShopDatabase shop;
  private static Secrets secrets;

  private final List<PostgresDatabase> databases = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    shop =
        ShopDatabase.start(
            new ShopDatabase.Settings(state.resolve("shop"), 0.01, "reader", "pass word"));
    Path secret = Files.createDirectories(state.resolve("secrets/shop-db"));
    Files.writeString(secret.resolve("username"), "reader\n");
    Files.writeString(secret.resolve("password"), "pass word");
    secrets = new Secrets(state.resolve("secrets"));
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  @AfterEach
  void closeDatabases() {
    databases.forEach(PostgresDatabase::close);
  }

  private static Connection.Postgres connection(int port, String database) {
    return connection(port, database, Connection.Tls.DISABLE, Connection.Extraction.COPY);
  }

  private static Connection.Postgres connection(
      int port, String database, Connection.Tls tls, Connection.Extraction extraction) {
    return new Connection.Postgres(
        "shop-db",
        Optional.of("shop-db"),
        new Connection.Limits(OptionalInt.empty(), 8),
        new Connection.Allow(true, false, Set.of(), true),
        "127.0.0.1",
        port,
        database,
        tls,
        extraction);
  }

  /** How rows are read; whoever extends this reads them another way. */
  Connection.Extraction extraction() {
    return Connection.Extraction.COPY;
  }

  /** Tells sessions that read by what pg_stat_activity says of them. */
  String reading() {
    return "query LIKE 'COPY%' AND state = 'active'";
  }

  /** How many sessions are kept when one split after the other was read. */
  int kept() {
    return 1;
  }

  final PostgresDatabase open() {
    return open(extraction());
  }

  final PostgresDatabase open(Connection.Extraction extraction) {
    var connection = connection(shop.port(), "shop", Connection.Tls.DISABLE, extraction);
    PostgresDatabase database = PostgresDatabase.open(connection, secrets, "penstock/orders");
    databases.add(database);
    return database;
  }

  private PostgresSource source(String table, String... columns) {
    return source(open(), new Read.Table("public", table, List.of(columns)));
  }

  static PostgresSource source(PostgresDatabase database, Read.Table table) {
    return database.source(table, List.of(), Optional.empty(), "spec.sources[0]");
  }

  static java.sql.Connection session() throws Exception {
    return shop.connect();
  }

  static void execute(String... statements) throws Exception {
    try (var session = shop.connect();
        var statement = session.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  protected Source<?> holding(Rows rows) throws Exception {
    List<String> columns =
        rows.schema().columns().stream().map(c -> c.name() + " " + postgres(c.type())).toList();
    execute("DROP TABLE IF EXISTS held", "CREATE TABLE held (" + String.join(", ", columns) + ")");
    add(rows);
    return source("held");
  }

  private static String postgres(ColumnType type) {
    return switch (type) {
      case ColumnType.Float32 t -> "real";
      case ColumnType.Bytes t -> "bytea";
      case ColumnType.Json t -> "jsonb";
      case ColumnType.Text t -> "text";
      default -> type.toString();
    };
  }

  @Override
  protected void add(Rows rows) throws Exception {
    String marks =
        String.join(
            ", ", rows.schema().columns().stream().map(c -> "?::" + postgres(c.type())).toList());
    try (var session = shop.connect();
        PreparedStatement insert =
            session.prepareStatement("INSERT INTO held VALUES (" + marks + ")")) {
      session.setAutoCommit(false);
      for (List<Object> row : rows.values()) {
        for (int i = 0; i < row.size(); i++) {
          Object value = row.get(i);
          if (value instanceof Instant instant) {
            value = instant.atOffset(ZoneOffset.UTC);
          }
          insert.setObject(i + 1, value);
        }
        insert.addBatch();
      }
      insert.executeBatch();
      session.commit();
    }
  }

  @Override
  protected Source<?> reopened() {
    return source("held");
  }

  @Override
  protected void shift(long step) throws Exception {
    long from = step * 7919 % 20_000;
    long to = (from + 10_000) % 20_000;
    long replaced = (from + 5_000) % 20_000;
    try (var session = shop.connect();
        var statement = session.createStatement()) {
      session.setAutoCommit(false);
      statement.execute("UPDATE held SET amount = amount - 7 WHERE id = " + from);
      statement.execute("UPDATE held SET amount = amount + 7 WHERE id = " + to);
      statement.execute(
          "WITH gone AS (DELETE FROM held WHERE id = %d RETURNING *) INSERT INTO held SELECT * FROM gone"
              .formatted(replaced));
      session.commit();
    }
  }

  @Override
  protected int reads() throws Exception {
    return sessions(reading());
  }

  static int sessions(String which) throws Exception {
    try (var session = shop.connect();
        var statement = session.createStatement();
        var count =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name ="
                    + " 'penstock/orders' AND "
                    + which)) {
      count.next();
      return count.getInt(1);
    }
  }

  @Test
  void closingEndsAReadWhoseFirstRowIsLongInComing() throws Exception {
    PostgresSource source = query(open(), "SELECT pg_sleep(600) IS NULL AS b");
    try (var threads = Executors.newSingleThreadExecutor()) {
      var reading =
          threads.submit(() ->
              catchThrowableOfType(PenstockException.class, () -> read(source, source.splits(1))));
      await()
          .atMost(LONG)
          .until(() -> sessions("state = 'active' AND query LIKE '%pg_sleep%'") == 1);
      source.close();
      assertThat(reading.get().reason()).isEqualTo(Reason.CANCELLED);
    } finally {
      loseConnections(); // the server notices only when it has a row to send
    }
  }

  @Test
  void cancellingEndsAReadWhoseFirstRowIsLongInComing() throws Exception {
    PostgresSource source = query(open(), "SELECT pg_sleep(600) IS NULL AS b");
    try (var engine =
            DuckDbEngine.open(
                new EngineSettings(2, 256L << 20, state.resolve("cancelled")),
                Pace.DEFAULT,
                List.of());
        var threads = Executors.newSingleThreadExecutor()) {
      engine.source("slow", source, 1);
      var reading =
          threads.submit(
              () -> catchThrowableOfType(PenstockException.class, () -> engine.first("slow", 1)));
      await()
          .atMost(LONG)
          .until(() -> sessions("state = 'active' AND query LIKE '%pg_sleep%'") == 1);
      engine.cancel();
      assertThat(reading.get().reason()).isEqualTo(Reason.CANCELLED);
    } finally {
      source.close();
      loseConnections(); // the server notices only when it has a row to send
    }
  }

  @Test
  void oneSessionReadsOneSplitAfterTheOtherUntilTheSourceRests() throws Exception {
    execute(
        "DROP TABLE IF EXISTS held", "CREATE TABLE held AS SELECT generate_series(1, 99999) AS id");
    var table =
        new Read.Table(
            "public", "held", List.of(), Optional.empty(), OptionalInt.of(7), Optional.empty());
    var source = source(open(), table);
    var batch = new Batch(source.schema());
    long rows = 0;
    for (PostgresSplit split : source.splits(1)) {
      try (Batches batches = source.open(split)) {
        while (batches.next(batch)) {
          rows += batch.rows();
        }
      }
    }
    assertThat(rows).isEqualTo(99_999);
    await().untilAsserted(() -> assertThat(sessions("true")).isEqualTo(1 + kept()));
    source.rest();
    await().untilAsserted(() -> assertThat(sessions("true")).isEqualTo(1));
    source.close();
  }

  @Test
  void aSessionThatWasLostWhileItWaitedIsAConnectionThatWasLost() throws Exception {
    execute(
        "DROP TABLE IF EXISTS held", "CREATE TABLE held AS SELECT generate_series(1, 10) AS id");
    var source = source("held");
    PostgresSplit split = source.splits(1).getFirst();
    var batch = new Batch(source.schema());
    try (Batches batches = source.open(split)) {
      while (batches.next(batch)) {
        // to its end, so that the session is kept
      }
    }
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE application_name = 'penstock/orders' AND query LIKE 'COPY%'");
    if (kept() > 0) {
      assertThatThrownBy(() -> read(source, List.of(split)))
          .isInstanceOfSatisfying(
              TransientException.class,
              // What a read of a split is repeated after.
              e -> assertThat(e.reason()).isIn(Reason.CONNECTION_LOST, Reason.SOURCE_UNAVAILABLE));
    }
    // The one that is lost is forgotten, so the next read of the split succeeds.
    try (Batches batches = source.open(split)) {
      assertThat(batches.next(batch)).isTrue();
    }
    source.close();
  }

  @Override
  protected void loseConnections() throws Exception {
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE application_name = 'penstock/orders'");
  }

  @Override
  protected String connection() {
    return "shop-db";
  }

  static List<Extreme> extremes() {
    return List.of(
        new Extreme(new ColumnType.Bool(), true),
        new Extreme(new ColumnType.Bool(), false),
        new Extreme(new ColumnType.Int16(), Short.MIN_VALUE),
        new Extreme(new ColumnType.Int16(), Short.MAX_VALUE),
        new Extreme(new ColumnType.Int32(), Integer.MIN_VALUE),
        new Extreme(new ColumnType.Int32(), Integer.MAX_VALUE),
        new Extreme(new ColumnType.Int64(), Long.MIN_VALUE),
        new Extreme(new ColumnType.Int64(), Long.MAX_VALUE),
        new Extreme(new ColumnType.Float32(), Float.NaN),
        new Extreme(new ColumnType.Float32(), Float.MIN_VALUE),
        new Extreme(new ColumnType.Float64(), Double.NEGATIVE_INFINITY),
        new Extreme(new ColumnType.Float64(), Double.MAX_VALUE),
        decimal(1, 0, "0"),
        decimal(1, 1, "-0.9"),
        decimal(5, 0, "10000"),
        decimal(12, 2, "9999999999.99"),
        decimal(12, 2, "-0.01"),
        decimal(12, 2, "1000000000.00"),
        decimal(18, 0, "-999999999999999999"),
        decimal(18, 18, "0.999999999999999999"),
        decimal(18, 18, "0.000000000000000001"),
        decimal(18, 17, "-1.00000000000000001"),
        decimal(19, 0, "-9999999999999999999"),
        decimal(20, 3, "18446744073709551.616"),
        decimal(38, 0, "99999999999999999999999999999999999999"),
        decimal(38, 0, "-10000000000000000000000000000000000000"),
        decimal(38, 38, "-0.99999999999999999999999999999999999999"),
        decimal(38, 37, "0.0000000000000000000000000000000000001"),
        decimal(38, 10, "-18446744073.7095516160"),
        new Extreme(new ColumnType.Text(), ""),
        new Extreme(new ColumnType.Text(), "žluť 😀\n\t\\N\"',"),
        new Extreme(new ColumnType.Text(), "x".repeat(1_000_000)),
        new Extreme(new ColumnType.Bytes(), new byte[] {}),
        new Extreme(new ColumnType.Bytes(), new byte[] {0, -1, 127, -128}),
        new Extreme(new ColumnType.Date(), LocalDate.of(-4712, 1, 1)),
        new Extreme(new ColumnType.Date(), LocalDate.of(9999, 12, 31)),
        new Extreme(new ColumnType.Time(), LocalTime.MIDNIGHT),
        new Extreme(new ColumnType.Time(), LocalTime.of(23, 59, 59, 999_999_000)),
        new Extreme(new ColumnType.Timestamp(), LocalDateTime.of(1, 1, 1, 0, 0)),
        new Extreme(new ColumnType.Timestamp(), LocalDateTime.of(1999, 12, 31, 23, 59, 59)),
        new Extreme(
            new ColumnType.Timestamp(), LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000)),
        // 01:30 happens twice in New York that night; both are instants of their own.
        new Extreme(new ColumnType.TimestampTz(), Instant.parse("2026-11-01T05:30:00Z")),
        new Extreme(new ColumnType.TimestampTz(), Instant.parse("2026-11-01T06:30:00Z")),
        new Extreme(new ColumnType.TimestampTz(), Instant.parse("1969-12-31T23:59:59.999999Z")),
        new Extreme(new ColumnType.Uuid(), "00000000-0000-0000-0000-000000000000"),
        new Extreme(new ColumnType.Uuid(), "ffffffff-abcd-0123-4567-89abcdef0123"),
        new Extreme(new ColumnType.Json(), "{\"a\": [1, null, \"é\"]}"));
  }

  private static Extreme decimal(int precision, int scale, String value) {
    return new Extreme(new ColumnType.Decimal(precision, scale), new BigDecimal(value));
  }

  @Test
  void namesTypesOfOtherKindsAndDomainsAreRead() throws Exception {
    execute(
        "DROP TABLE IF EXISTS \"odd \"\"table\"\"; --\"",
        "DROP DOMAIN IF EXISTS money_of_ours",
        "DROP TYPE IF EXISTS mood",
        "CREATE DOMAIN money_of_ours AS numeric(10,2)",
        "CREATE TYPE mood AS ENUM ('sad', 'glad')",
        "CREATE TABLE \"odd \"\"table\"\"; --\" (\"a \"\"b\"\"\" money_of_ours, m mood, c char(3),"
            + " n name, k \"char\", j json)",
        "INSERT INTO \"odd \"\"table\"\"; --\" VALUES (1.5, 'glad', 'x', 'n', 'k', '{\"a\":  1}')");
    PostgresSource source = source("odd \"table\"; --");
    assertThat(source.schema().toString())
        .isEqualTo(
            "Schema[columns=[a \"b\" DECIMAL(10,2), m VARCHAR, c VARCHAR, n VARCHAR, k VARCHAR,"
                + " j JSON]]");
    Batch batch = new Batch(source.schema());
    try (var batches = source.open(source.splits(1).getFirst())) {
      batches.next(batch);
      assertThat(Rows.read(batch, source.schema()))
          .containsExactly(List.of(new BigDecimal("1.50"), "glad", "x  ", "n", "k", "{\"a\":  1}"));
    }
  }

  @Produces(Reason.VALUE_NOT_SUPPORTED)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numeric(5,1)|NaN|NaN or Infinity",
        "numeric(25,1)|NaN|NaN or Infinity",
        "date|-infinity|an infinite date",
        "timestamp|infinity|an infinite timestamp",
        "timestamptz|-infinity|an infinite timestamp",
        "timestamp|294276-12-31 23:59:59|a timestamp after the year 294246"
      })
  void valuesThatNoTargetHoldsAreRefusedWithTheirColumn(String type, String value, String what)
      throws Exception {
    execute("DROP TABLE IF EXISTS held", "CREATE TABLE held (v " + type + ")");
    execute("INSERT INTO held VALUES ('" + value + "')");
    PostgresSource source = source("held");
    Batch batch = new Batch(source.schema());
    try (var batches = source.open(source.splits(1).getFirst())) {
      assertThatThrownBy(() -> batches.next(batch))
          .isInstanceOf(DataException.class)
          .extracting(e -> ((PenstockException) e).line())
          .isEqualTo(
              "ValueNotSupported: Column v of table public.held holds "
                  + what
                  + ", which no target holds. Correct the rows, leave the column out, or read a"
                  + " view that replaces such values.");
    }
  }

  @Produces(Reason.TYPE_NOT_SUPPORTED)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "numeric|numeric|CAST(\"v\" AS numeric(38,10))",
        "numeric(39,0)|numeric(39,0)|CAST(\"v\" AS numeric(38,10))",
        "int4[]|integer[]|to_json(\"v\")",
        "interval|interval|CAST(\"v\" AS text)",
        "inet|inet|CAST(\"v\" AS text)",
        "timetz|time with time zone|CAST(\"v\" AS text)",
        "money|money|CAST(\"v\" AS numeric(19,2))",
        "int4range|int4range|CAST(\"v\" AS text)",
        "bit(3)|bit(3)|CAST(\"v\" AS text)",
        "orders|orders|to_json(\"v\")"
      })
  void otherTypesAreRefusedWithTheCastToWrite(String type, String shown, String cast)
      throws Exception {
    execute("DROP TABLE IF EXISTS held", "CREATE TABLE held (id int, v " + type + ")");
    assertThatThrownBy(() -> source("held"))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "TypeNotSupported: Column v of table public.held on connection shop-db has type %s,"
                    .formatted(shown)
                + " which can not be read. Leave it out with spec.sources[0].table.columns, or"
                + " read %s AS \"v\" in a query or a view.".formatted(cast));
    assertThat(source("held", "id").schema().names()).containsExactly("id");
  }

  @Test
  void aTableThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> source("nope"))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "TableNotFound: Table public.nope on connection shop-db does not exist."
                + " Name an existing table or view in spec.sources[0].table.name.");
  }

  @Test
  void aColumnThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> source("orders", "order_id", "nope"))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "ColumnNotFound: Table public.orders on connection shop-db has no column nope."
                + " Name existing columns in spec.sources[0].table.columns.");
  }

  @Test
  void aTableThatMayNotBeReadIsRefused() {
    assertThatThrownBy(
            () -> source(open(), new Read.Table("pg_catalog", "pg_authid", List.of("rolname"))))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "PermissionDenied: Table pg_catalog.pg_authid on connection shop-db may not be read"
                + " by the user of Secret shop-db. Grant USAGE on the schema and SELECT on the"
                + " table to that user.");
  }

  @Test
  void aWrongPasswordIsRefused() throws Exception {
    Path wrong = Files.createDirectories(state.resolve("wrong/shop-db"));
    Files.writeString(wrong.resolve("username"), "reader");
    Files.writeString(wrong.resolve("password"), "nope");
    assertThatThrownBy(() ->
            PostgresDatabase.open(
                connection(shop.port(), "shop"), new Secrets(state.resolve("wrong")), "test"))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "AuthenticationFailed: Connection shop-db: the server refuses the user of Secret"
                + " shop-db. Correct username and password there.");
  }

  @Test
  void aDatabaseThatDoesNotExistIsRefused() {
    assertThatThrownBy(
            () -> PostgresDatabase.open(connection(shop.port(), "nope"), secrets, "test"))
        .hasMessage("Connection shop-db: there is no database nope");
  }

  @Test
  void aServerThatCanNotBeReachedIsTransient() {
    assertThatThrownBy(() -> PostgresDatabase.open(connection(1, "shop"), secrets, "test"))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "ConnectionFailed: Connection shop-db: 127.0.0.1:1 can not be reached. Check"
                + " spec.postgres.host and port of the connection if this stays.");
  }

  @Test
  void aServerWithoutTlsIsRefusedWhereItHasToBeVerified() {
    var verified =
        connection(shop.port(), "shop", Connection.Tls.VERIFY_FULL, Connection.Extraction.COPY);
    assertThatThrownBy(() -> PostgresDatabase.open(verified, secrets, "test"))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "CertificateRefused: Connection shop-db: the server's certificate can not be verified."
                + " Put the issuer's certificate as ca.crt into Secret shop-db, or correct"
                + " spec.postgres.tls.");
  }

  @Test
  void sourcesOfOneDatabaseSeeOneSnapshot() throws Exception {
    execute(
        "DROP TABLE IF EXISTS held",
        "DROP TABLE IF EXISTS later",
        "CREATE TABLE held (id int)",
        "CREATE TABLE later (id int)");
    PostgresDatabase database = open();
    execute("INSERT INTO held VALUES (1)", "INSERT INTO later VALUES (1)");
    for (String table : List.of("held", "later")) {
      var source = source(database, new Read.Table("public", table, List.of()));
      try (var batches = source.open(source.splits(1).getFirst())) {
        assertThat(batches.next(new Batch(source.schema()))).isFalse();
      }
    }
  }

  private static Read.Table table(String name, String where, Integer splits) {
    return new Read.Table(
        "public",
        name,
        List.of(),
        Optional.ofNullable(where),
        splits == null ? OptionalInt.empty() : OptionalInt.of(splits),
        Optional.empty());
  }

  private static List<List<Object>> read(PostgresSource source, List<PostgresSplit> splits) {
    List<List<Object>> rows = new ArrayList<>();
    Batch batch = new Batch(source.schema());
    for (PostgresSplit split : splits) {
      try (var batches = source.open(split)) {
        while (batches.next(batch)) {
          rows.addAll(Rows.read(batch, source.schema()));
        }
      }
    }
    return rows;
  }

  private static List<Long> sortedIds(PostgresSource source, List<PostgresSplit> splits) {
    return read(source, splits).stream()
        .map(row -> ((Number) row.getFirst()).longValue())
        .sorted()
        .toList();
  }

  private static final List<Long> TEN_THOUSAND = LongStream.range(0, 10_000).boxed().toList();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void aNumberOfSplitsThatTheManifestNamesIsHonoured(int splits) throws Exception {
    execute(
        "DROP TABLE IF EXISTS held",
        "CREATE TABLE held AS SELECT i AS id, repeat('x', 100) AS v FROM generate_series(0, 9999) i");
    PostgresSource source = source(open(), table("held", null, splits));
    List<PostgresSplit> cut = source.splits(3);
    assertThat(cut).hasSize(splits).allMatch(PostgresSplit.Blocks.class::isInstance);
    assertThat(sortedIds(source, cut)).isEqualTo(TEN_THOUSAND);
  }

  @Test
  void partitionsAndChildrenAreCutTogether() throws Exception {
    execute(
        "DROP TABLE IF EXISTS parted",
        "CREATE TABLE parted (id int, v text) PARTITION BY RANGE (id)",
        "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (100)",
        "CREATE TABLE parted_2 PARTITION OF parted DEFAULT",
        "INSERT INTO parted SELECT i, repeat('x', 100) FROM generate_series(0, 9999) i");
    PostgresSource source = source(open(), table("parted", null, 5));
    assertThat(source.splits(1)).hasSize(5);
    assertThat(sortedIds(source, source.splits(1))).isEqualTo(TEN_THOUSAND);
  }

  @Test
  void viewsAreOneSplitAndMaterializedOnesAreCut() throws Exception {
    execute(
        "DROP TABLE IF EXISTS viewed CASCADE",
        "CREATE TABLE viewed AS SELECT i AS id FROM generate_series(0, 9999) i",
        "CREATE VIEW viewed_v AS SELECT * FROM viewed",
        "CREATE MATERIALIZED VIEW viewed_m AS SELECT * FROM viewed");
    PostgresDatabase database = open();
    PostgresSource view = source(database, table("viewed_v", null, 4));
    assertThat(view.splits(4)).singleElement().isInstanceOf(PostgresSplit.Whole.class);
    assertThat(sortedIds(view, view.splits(4))).isEqualTo(TEN_THOUSAND);
    PostgresSource stored = source(database, table("viewed_m", null, 4));
    assertThat(stored.splits(4)).hasSize(4);
    assertThat(sortedIds(stored, stored.splits(4))).isEqualTo(TEN_THOUSAND);
  }

  /** What servers before 14 get. */
  @Test
  void rangesOfAKeyByTheStatisticsCoverEveryRowOnce() throws Exception {
    execute(
        "DROP TABLE IF EXISTS held",
        "CREATE TABLE held (id bigint PRIMARY KEY)",
        "INSERT INTO held SELECT i FROM generate_series(0, 9999) i",
        "ANALYZE held");
    PostgresDatabase database = open();
    Read.Table held = table("held", null, null);
    PostgresSource source = source(database, held);
    var key = PostgresCatalog.key(database.keeper(), held).orElseThrow();
    assertThat(key).isEqualTo(new PostgresCatalog.Key("id", "bigint"));
    List<String> bounds = PostgresCatalog.bounds(database.keeper(), held, key, "true");
    assertThat(bounds).hasSize(101).startsWith("'0'::bigint");
    assertThat(PostgresCatalog.bounds(database.keeper(), held, key, "bound.value::bigint > 5000"))
        .hasSizeBetween(48, 51);
    Selection all = source.splits(1).getFirst().selection();
    for (int wanted : List.of(1, 2, 7, 64)) {
      List<PostgresSplit> cut =
          new Cut.ByKeys("\"id\"", bounds).splits(database.snapshot(), all, wanted);
      assertThat(cut).hasSize(wanted);
      assertThat(sortedIds(source, cut)).isEqualTo(TEN_THOUSAND);
    }
  }

  @Test
  void aSourceSaysAboutHowMuchItHolds() throws Exception {
    execute(
        "DROP TABLE IF EXISTS held",
        "CREATE TABLE held AS SELECT i AS id, repeat('x', 100) AS v FROM generate_series(0, 9999) i",
        "ANALYZE held");
    PostgresDatabase database = open();
    PostgresSource whole = source(database, table("held", null, null));
    assertThat(whole.estimatedRows()).isBetween(9_000L, 11_000L);
    assertThat(whole.estimatedBytes()).isBetween(1_000_000L, 2_000_000L);
    PostgresSource some = source(database, table("held", "id < 1000", null));
    assertThat(some.estimatedRows()).isBetween(500L, 2_000L);
    PostgresSource query = query(database, "SELECT id FROM held");
    assertThat(query.estimatedRows()).isBetween(9_000L, 11_000L);
    assertThat(query.estimatedBytes()).isBetween(36_000L, 50_000L);
  }

  private static final List<Parameter> PARAMETERS =
      List.of(
          new Parameter("name", Parameter.Type.TEXT, "it's $1 \\ %s"),
          new Parameter("low", Parameter.Type.INTEGER, "3"),
          new Parameter("price", Parameter.Type.DECIMAL, "1.50"),
          new Parameter("yes", Parameter.Type.BOOLEAN, "true"),
          new Parameter("day", Parameter.Type.DATE, "2026-03-01"),
          new Parameter("at", Parameter.Type.TIMESTAMP, "2026-03-01T10:15:00Z"));

  static PostgresSource query(PostgresDatabase database, String sql) {
    return database.source(new Read.Query(sql), PARAMETERS, "spec.sources[0]");
  }

  private static PostgresSource where(PostgresDatabase database, String where) {
    return database.source(
        table("held", where, null), PARAMETERS, Optional.empty(), "spec.sources[0]");
  }

  @Test
  void aConditionLimitsTheRowsAndItsParametersAreValues() throws Exception {
    execute(
        "DROP TABLE IF EXISTS held",
        "CREATE TABLE held AS SELECT i AS id, 'it''s $1 \\ %s' AS name FROM generate_series(1, 5) i");
    PostgresDatabase database = open();
    PostgresSource some = where(database, "id > $low OR id = 1 -- and no more");
    assertThat(sortedIds(some, some.splits(1))).containsExactly(1L, 4L, 5L);
    PostgresSource all = where(database, "name = $name");
    assertThat(sortedIds(all, all.splits(1))).hasSize(5);
    assertThatThrownBy(() -> where(database, "id > $low\n  AND nope = 1"))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "QueryInvalid: The condition at spec.sources[0].table.where is refused by connection"
                + " shop-db at line 2, column 7: column \"nope\" does not exist. Correct it, or grant"
                + " what it needs.");
  }

  @Test
  void aQueryYieldsTheTypesOfItsResult() throws Exception {
    execute(
        "DROP DOMAIN IF EXISTS outer_of_ours",
        "DROP DOMAIN IF EXISTS inner_of_ours",
        "DROP TYPE IF EXISTS mood CASCADE",
        "CREATE TYPE mood AS ENUM ('sad', 'glad')",
        "CREATE DOMAIN inner_of_ours AS numeric(7,3)",
        "CREATE DOMAIN outer_of_ours AS inner_of_ours");
    PostgresSource source =
        query(
            open(),
            """
            SELECT $name AS name, $low AS low, $price::numeric(5,2) AS price, $yes AS yes,
              $day AS day, $at AS at, 'glad'::mood AS m, 1.5::outer_of_ours AS d, NULL::xml AS x,
              4294967295::oid AS o, 'x?'::varchar(9) AS v -- a comment ends here\
            """);
    assertThat(source.schema().toString())
        .isEqualTo(
            "Schema[columns=[name VARCHAR, low BIGINT, price DECIMAL(5,2), yes BOOLEAN, day DATE,"
                + " at TIMESTAMPTZ, m VARCHAR, d DECIMAL(7,3), x VARCHAR, o BIGINT, v VARCHAR]]");
    assertThat(read(source, source.splits(4)))
        .containsExactly(
            Arrays.asList(
                "it's $1 \\ %s",
                3L,
                new BigDecimal("1.50"),
                true,
                LocalDate.of(2026, 3, 1),
                Instant.parse("2026-03-01T10:15:00Z"),
                "glad",
                new BigDecimal("1.500"),
                null,
                4_294_967_295L,
                "x?"));
  }

  @Produces(Reason.QUERY_INVALID)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT nope FROM orders|at line 1, column 8: column \"nope\" does not exist",
        "SELECT 1 FROM nope|at line 1, column 15: relation \"nope\" does not exist",
        "SELECT $low AS a, FROM orders|at line 1, column 19: syntax error at or near \"FROM\"",
        "SELECT 'žluť', $low + $nam2|$nam2",
        "SELECT 'ž😀ť', $low + nope(1)|at line 1, column 22: function nope(integer) does not exist",
        "SELECT 1 FROM orders WHERE|at line 1, column 27: syntax error at or near \")\"",
        "DELETE FROM orders RETURNING 1|at line 1, column 8: syntax error at or near \"FROM\"",
        "SELECT rolname FROM pg_authid|: permission denied for table pg_authid",
        "SELECT 'x'::int AS n|at line 1, column 8: invalid input syntax for type integer: \"x\""
      })
  void aQueryThatIsWrongIsRefusedWithTheServersWordsAndThePlace(String sql, String what) {
    assertThatThrownBy(() -> query(open(), sql))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("The query at spec.sources[0].query.sql ")
        .hasMessageContaining(what);
  }

  @Test
  void aQueryWithATypeThatCanNotBeReadIsRefusedWithTheCast() {
    assertThatThrownBy(() -> query(open(), "SELECT 1.5 * $price AS p"))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "TypeNotSupported: Column p of the query at spec.sources[0].query.sql on connection"
                + " shop-db has type numeric, which can not be read. Leave it out with"
                + " spec.sources[0].query.sql, or read CAST(\"p\" AS numeric(38,10)) AS \"p\" in a"
                + " query or a view.");
    assertThatThrownBy(() -> query(open(), "SELECT 1 AS a, 2 AS \"A\""))
        .hasMessageEndingWith("has another column named A but for upper and lower case");
  }

  @Produces(Reason.NOT_ALLOWED)
  @Test
  void aQueryThatWritesIsRefusedByTheServer() throws Exception {
    execute("CREATE SEQUENCE IF NOT EXISTS counted");
    PostgresSource source = query(open(), "SELECT nextval('counted') AS n");
    assertThatThrownBy(() -> read(source, source.splits(1)))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "NotAllowed: The query at spec.sources[0].query.sql on connection shop-db changes the"
                + " database when it is read. Read something that only reads.");
  }

  @Test
  void aReadWhoseConnectionBreaksIsContinuedWithoutDoubling(@TempDir Path scratch)
      throws Exception {
    execute(
        "DROP TABLE IF EXISTS held",
        "CREATE TABLE held AS SELECT i::bigint AS id, repeat('x', 300) AS v FROM"
            + " generate_series(1, 100000) i");
    Breaking source = new Breaking(source("held"), reading());
    try (source;
        var engine =
            DuckDbEngine.open(
                new EngineSettings(2, 256L << 20, scratch), Pace.DEFAULT, List.of())) {
      engine.source("held", source);
      engine.seal(
          "held",
          new SealOptions(scratch.resolve("parts"), Codec.SNAPPY, Pace.DEFAULT.partBytes(), 3));
      assertThat(engine.read("held").rows()).isEqualTo(100_000);
    }
    assertThat(source.broken).hasValue(1);
    assertThat(
            query(
                DriverManager.getConnection("jdbc:duckdb:"),
                "SELECT count(*), count(DISTINCT id), sum(id) FROM read_parquet('"
                    + scratch
                    + "/parts/*.parquet')"))
        .containsExactly("100000", "100000", "5000050000");
  }

  /** Ends the first read's session from the side of the server, in its middle. */
  private record Breaking(PostgresSource source, String reading, AtomicInteger broken)
      implements Source<PostgresSplit> {
    private Breaking(PostgresSource source, String reading) {
      this(source, reading, new AtomicInteger());
    }

    @Override
    public Schema schema() {
      return source.schema();
    }

    @Override
    public List<PostgresSplit> splits(int wanted) {
      return source.splits(1);
    }

    @Override
    public Batches open(PostgresSplit split) {
      return new BreakingBatches(source.open(split), reading, broken);
    }

    @Override
    public void close() {
      source.close();
    }
  }

  private record BreakingBatches(Batches batches, String reading, AtomicInteger broken)
      implements Batches, Checksummed {
    @Override
    public boolean next(Batch into) {
      if (batches.progress().rows() > 10_000 && broken.compareAndSet(0, 1)) {
        try {
          execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + reading);
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
      return batches.next(into);
    }

    @Override
    public long checksum() {
      return ((Checksummed) batches).checksum();
    }

    @Override
    public Progress progress() {
      return batches.progress();
    }

    @Override
    public void close() {
      batches.close();
    }
  }

  @Test
  void theShopsOrdersArriveInPartsWithTheirCountsAndSums(@TempDir Path scratch) throws Exception {
    PostgresDatabase database = open();
    List<SealedPart> parts = new ArrayList<>();
    try (var orders = source(database, new Read.Table("public", "orders", List.of()));
        var customers =
            source(
                database,
                new Read.Table("public", "customers", List.of("customer_id", "segment")));
        var engine =
            DuckDbEngine.open(
                new EngineSettings(2, 256L << 20, scratch), Pace.DEFAULT, List.of())) {
      engine.source("orders", orders);
      engine.source("customers", customers);
      engine.step(
          "enriched",
          "SELECT o.*, c.segment FROM orders o LEFT JOIN customers c USING (customer_id)");
      engine.keep("customers");
      parts.addAll(
          engine
              .seal(
                  "enriched",
                  new SealOptions(
                      scratch.resolve("parts"), Codec.SNAPPY, Pace.DEFAULT.partBytes(), 3))
              .parts());
      assertThat(engine.read("orders").rows()).isEqualTo(shop.count("orders"));
      assertThat(engine.read("customers").rows()).isEqualTo(shop.count("customers"));
    }
    assertThat(parts.stream().mapToLong(SealedPart::rows).sum()).isEqualTo(shop.count("orders"));
    String figures =
        "count(*), count(DISTINCT order_id), sum(order_id), sum(total), max(ordered_at)::text,"
            + " sum(length(segment))";
    assertThat(
            query(
                DriverManager.getConnection("jdbc:duckdb:"),
                "SELECT " + figures + " FROM read_parquet('" + scratch + "/parts/*.parquet')"))
        .isEqualTo(
            query(
                shop.connect(),
                "SELECT " + figures + " FROM orders LEFT JOIN customers USING (customer_id)"));
  }

  private static List<String> query(java.sql.Connection session, String sql) throws Exception {
    try (session;
        var statement = session.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        values.add(result.getString(i));
      }
      return values;
    }
  }
}
