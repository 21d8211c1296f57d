package dev.penstock.runner.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Read;
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
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Source;
import dev.penstock.sandbox.shop.ShopDatabase;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresSourceIT extends SourceContractTest {
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
    return new Connection.Postgres(
        "shop-db",
        Optional.of("shop-db"),
        new Connection.Limits(OptionalInt.empty(), 8),
        new Connection.Allow(true, false, Set.of(), true),
        "127.0.0.1",
        port,
        database,
        Connection.Tls.DISABLE);
  }

  private PostgresDatabase open() {
    PostgresDatabase database =
        PostgresDatabase.open(connection(shop.port(), "shop"), secrets, "penstock/orders");
    databases.add(database);
    return database;
  }

  private PostgresSource source(String table, String... columns) {
    return open().source(new Read.Table("public", table, List.of(columns)), "spec.sources[0]");
  }

  private static void execute(String... statements) throws Exception {
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
  protected int reads() throws Exception {
    return sessions("query LIKE 'COPY%'");
  }

  private static int sessions(String which) throws Exception {
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numeric|numeric|numeric(38,10)",
        "numeric(39,0)|numeric(39,0)|numeric(38,10)",
        "int4[]|integer[]|text",
        "interval|interval|text",
        "inet|inet|text",
        "timetz|time with time zone|text"
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
                + " read a view with CAST(\"v\" AS %s) AS \"v\".".formatted(cast));
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
    assertThatThrownBy(() ->
            open()
                .source(
                    new Read.Table("pg_catalog", "pg_authid", List.of("rolname")),
                    "spec.sources[0]"))
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
    var plain = connection(shop.port(), "shop");
    var verified =
        new Connection.Postgres(
            plain.name(),
            plain.secret(),
            plain.limits(),
            plain.allow(),
            plain.host(),
            plain.port(),
            plain.database(),
            Connection.Tls.VERIFY_FULL);
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
      var source = database.source(new Read.Table("public", table, List.of()), "spec.sources[0]");
      try (var batches = source.open(source.splits(1).getFirst())) {
        assertThat(batches.next(new Batch(source.schema()))).isFalse();
      }
    }
  }

  @Test
  void theShopsOrdersArriveInPartsWithTheirCountsAndSums(@TempDir Path scratch) throws Exception {
    PostgresDatabase database = open();
    List<SealedPart> parts = new ArrayList<>();
    try (var orders =
            database.source(new Read.Table("public", "orders", List.of()), "spec.sources[0]");
        var customers =
            database.source(
                new Read.Table("public", "customers", List.of("customer_id", "segment")),
                "spec.sources[1]");
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
