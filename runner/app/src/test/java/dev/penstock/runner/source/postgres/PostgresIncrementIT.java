package dev.penstock.runner.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Incremental;
import dev.penstock.api.model.Read;
import dev.penstock.runner.Produces;
import dev.penstock.runner.Rows;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Delivered;
import dev.penstock.runner.spi.Increment;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Source;
import dev.penstock.runner.spi.Split;
import dev.penstock.sandbox.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an increment reads of a table that is written to. Times are the server's. */
class PostgresIncrementIT {
  private static final Duration NONE = Duration.ZERO;

  @TempDir static Path state;
  private static PostgresServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        PostgresServer.start(
            new PostgresServer.Place(state, "increments", state.resolve("data")),
            Map.of("max_prepared_transactions", "2"));
    for (String user : List.of("postgres", "reader")) {
      Path secret = Files.createDirectories(state.resolve(user + "/db"));
      Files.writeString(secret.resolve("username"), user);
      Files.writeString(secret.resolve("password"), "none is asked for");
    }
    execute("CREATE ROLE reader LOGIN", "GRANT USAGE ON SCHEMA public TO reader");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void table() throws Exception {
    execute(
        "DROP TABLE IF EXISTS t",
        "CREATE TABLE t (id int PRIMARY KEY, at timestamptz)",
        "GRANT SELECT ON t TO reader");
  }

  private static java.sql.Connection connect() throws SQLException {
    return server.superuser();
  }

  private static void execute(String... statements) throws SQLException {
    try (var session = connect()) {
      execute(session, statements);
    }
  }

  private static void execute(java.sql.Connection session, String... statements)
      throws SQLException {
    try (var statement = session.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Instant instant(String sql) throws SQLException {
    try (var session = connect();
        var statement = session.createStatement();
        var row = statement.executeQuery("SELECT " + sql)) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  private static PostgresDatabase open(String user) {
    return PostgresDatabase.open(
        new Connection.Postgres(
            "shop-db",
            Optional.of("db"),
            new Connection.Limits(OptionalInt.empty(), 8),
            new Connection.Allow(true, false, Set.of(), true),
            "127.0.0.1",
            server.port(),
            "postgres",
            Connection.Tls.DISABLE),
        new Secrets(state.resolve(user)),
        "penstock/increments");
  }

  private static Incremental by(String column, Duration overlap, Duration settle) {
    return by(column, overlap, settle, Incremental.Nulls.FAIL);
  }

  private static Incremental by(
      String column, Duration overlap, Duration settle, Incremental.Nulls nulls) {
    return new Incremental(
        column,
        List.of("id"),
        overlap,
        Optional.ofNullable(settle),
        ZoneId.of("America/New_York"),
        nulls,
        Incremental.Deletes.IGNORE);
  }

  private static Read.Table table(Incremental incremental) {
    return new Read.Table(
        "public", "t", List.of(), Optional.empty(), OptionalInt.empty(), Optional.of(incremental));
  }

  private static PostgresSource source(
      PostgresDatabase database, Incremental incremental, Instant watermark) {
    return database.source(
        table(incremental),
        List.of(),
        Optional.ofNullable(watermark).map(at -> new Delivered(at, Instant.EPOCH)),
        "spec.sources[0]");
  }

  /** What one run sees. */
  private record Run(List<Object> ids, Instant to, List<Object> tail, long ahead) {}

  private static Run run(Incremental incremental, Instant watermark) {
    try (var database = open("postgres");
        var source = source(database, incremental, watermark)) {
      Increment increment = source.increment().orElseThrow();
      assertThat(increment.from()).isEqualTo(Optional.ofNullable(watermark));
      return new Run(
          ids(source),
          increment.to(),
          increment.tail().<List<Object>>map(PostgresIncrementIT::ids).orElse(List.of()),
          increment.ahead());
    }
  }

  private static <S extends Split> List<Object> ids(Source<S> source) {
    List<Object> ids = new ArrayList<>();
    Batch batch = new Batch(source.schema());
    for (S split : source.splits(3)) {
      try (var batches = source.open(split)) {
        while (batches.next(batch)) {
          Rows.read(batch, source.schema()).forEach(row -> ids.add(row.getFirst()));
        }
      }
    }
    return ids;
  }

  @Test
  void rowsOfATransactionThatStaysOpenOverTwoRunsArriveInTheThird() throws Exception {
    execute("INSERT INTO t VALUES (1, now() - interval '1 hour')");
    Incremental incremental = by("at", NONE, NONE);
    try (var writer = connect()) {
      writer.setAutoCommit(false);
      execute(writer, "INSERT INTO t VALUES (2, now())");
      execute("INSERT INTO t VALUES (3, now())");

      Run first = run(incremental, null);
      assertThat(first.ids()).containsExactly(1);
      Run second = run(incremental, first.to());
      assertThat(second.ids()).isEmpty();
      assertThat(second.to()).isEqualTo(first.to());

      writer.commit();
      Run third = run(incremental, second.to());
      assertThat(third.ids()).containsExactlyInAnyOrder(2, 3);
      assertThat(run(incremental, third.to()).ids()).isEmpty();
    }
  }

  @Test
  void aRowAtTheVeryStartOfAnOpenTransactionIsNotTakenForRead() throws Exception {
    try (var writer = connect()) {
      writer.setAutoCommit(false);
      execute(writer, "INSERT INTO t VALUES (1, now())");
      Instant started;
      try (var statement = writer.createStatement();
          var row = statement.executeQuery("SELECT now()")) {
        row.next();
        started = row.getObject(1, OffsetDateTime.class).toInstant();
      }
      Run run = run(by("at", NONE, NONE), null);
      assertThat(run.to()).isEqualTo(started.minus(1, ChronoUnit.MICROS));
      writer.commit();
      assertThat(run(by("at", NONE, NONE), run.to()).ids()).containsExactly(1);
    }
  }

  /** {@code now()} of a transaction that is open may round to a time before it began. */
  @Test
  void aCursorThatRoundsItsTimesLosesNoRow() throws Exception {
    execute("DROP TABLE t", "CREATE TABLE t (id int PRIMARY KEY, at timestamptz(0))");
    for (int id = 1; id <= 5; id++) {
      Run open;
      try (var writer = connect()) {
        writer.setAutoCommit(false);
        execute(writer, "INSERT INTO t VALUES (%d, now())".formatted(id));
        open = run(by("at", NONE, NONE), null);
        assertThat(open.ids()).doesNotContain(id);
        writer.commit();
      }
      assertThat(instant("at FROM t WHERE id = " + id)).isAfter(open.to());
    }
  }

  @Test
  void anOverlapThatIsRaisedReadsNoRowAgainThatNoTailNames() throws Exception {
    execute(
        "INSERT INTO t VALUES (1, now() - interval '50 minutes'), (2, now() - interval '5 minutes')");
    Instant before = instant("now()");
    Incremental hour = by("at", Duration.ofHours(1), NONE);
    try (var database = open("postgres");
        var source =
            database.source(
                table(hour),
                List.of(),
                Optional.of(new Delivered(before, before.minusSeconds(600))),
                "spec.sources[0]")) {
      Increment increment = source.increment().orElseThrow();
      assertThat(ids(source)).containsExactly(2);
      assertThat(increment.since()).isEqualTo(before.minusSeconds(600));
      assertThat(increment.tail().<List<Object>>map(PostgresIncrementIT::ids).orElseThrow())
          .containsExactly(2);
    }
  }

  /** The order of activity and snapshot: the other way round this row would be lost. */
  @Test
  void aTransactionThatEndsBetweenTheSnapshotAndTheReadHoldsTheBoundBack() throws Exception {
    try (var writer = connect()) {
      writer.setAutoCommit(false);
      execute(writer, "INSERT INTO t VALUES (1, now())");
      Instant watermark;
      try (var database = open("postgres")) {
        writer.commit();
        try (var source = source(database, by("at", NONE, NONE), null)) {
          assertThat(ids(source)).isEmpty();
          watermark = source.increment().orElseThrow().to();
        }
      }
      assertThat(run(by("at", NONE, NONE), watermark).ids()).containsExactly(1);
    }
  }

  @Test
  void aTransactionThatHasNotWrittenYetHoldsTheBoundBackUnlessSettleIsStated() throws Exception {
    try (var writer = connect()) {
      writer.setAutoCommit(false);
      execute(writer, "SELECT now()");
      Instant begun =
          instant("min(xact_start) FROM pg_stat_activity WHERE state = 'idle in transaction'");
      assertThat(run(by("at", NONE, null), null).to()).isBefore(begun);
      assertThat(run(by("at", NONE, NONE), null).to()).isAfter(begun);
    }
  }

  @Test
  void readsOfOtherRunsDoNotHoldTheBoundBack() throws Exception {
    try (var reading = open("postgres");
        var reader = connect()) {
      execute(reading.keeper(), "SELECT count(*) FROM t");
      try (var database = open("postgres")) {
        assertThat(database.horizon().open()).isEmpty();
      }
      reader.setAutoCommit(false);
      execute(reader, "SELECT count(*) FROM t");
      try (var database = open("postgres")) {
        assertThat(database.horizon().open()).isPresent();
        assertThat(database.horizon().writing()).isEmpty();
      }
    }
  }

  @Test
  void aPreparedTransactionIsRefusedForNowUnlessSettleIsStated() throws Exception {
    try (var writer = connect()) {
      execute(writer, "BEGIN", "INSERT INTO t VALUES (1, now())", "PREPARE TRANSACTION 'p'");
      try {
        assertThatThrownBy(() -> run(by("at", NONE, null), null))
            .hasMessageStartingWith("Connection shop-db has a prepared transaction open since ");
        Run run = run(by("at", NONE, Duration.ofMinutes(1)), null);
        assertThat(run.ids()).isEmpty();
        execute(writer, "COMMIT PREPARED 'p'");
        assertThat(run(by("at", NONE, NONE), run.to()).ids()).containsExactly(1);
      } finally {
        execute(writer, "ROLLBACK");
        try (var statement = writer.createStatement();
            var left = statement.executeQuery("SELECT gid FROM pg_prepared_xacts")) {
          if (left.next()) {
            execute("ROLLBACK PREPARED 'p'");
          }
        }
      }
    }
  }

  @Produces(Reason.TRANSACTIONS_HIDDEN)
  @Test
  void aUserThatDoesNotSeeOthersIsRefusedUnlessItMayOrSettleIsStated() throws Exception {
    try (var other = connect()) {
      execute(other, "SELECT 1");
      Incremental incremental = by("at", NONE, null);
      assertThatThrownBy(
              () -> {
                try (var database = open("reader")) {
                  source(database, incremental, null).close();
                }
              })
          .extracting(e -> ((PenstockException) e).line())
          .asString()
          .matches(
              "TransactionsHidden: Connection shop-db: its user does not see whether \\d+ sessions"
                  + " of others have a transaction open. GRANT pg_read_all_stats to that user,"
                  + " turn track_activities on, or state in spec.sources\\[0\\].table.incremental.settle how long a transaction"
                  + " that writes may stay open.");
      try (var database = open("reader");
          var source = source(database, by("at", NONE, Duration.ofSeconds(1)), null)) {
        assertThat(source.increment()).isPresent();
      }
      execute("GRANT pg_monitor TO reader");
      try (var database = open("reader");
          var source = source(database, incremental, null)) {
        assertThat(source.increment()).isPresent();
      } finally {
        execute("REVOKE pg_monitor FROM reader");
      }
    }
  }

  @Test
  void aSessionThatDoesNotShowItselfToAnyoneIsRefused() throws Exception {
    try (var writer = connect()) {
      execute(writer, "SET track_activities = off");
      writer.setAutoCommit(false);
      execute(writer, "INSERT INTO t VALUES (1, now())");
      assertThatThrownBy(() -> run(by("at", NONE, null), null))
          .hasMessageContaining("does not see whether 1 sessions");
    }
  }

  @Test
  void rowsWithTheCursorOfTheWatermarkComeOnce() throws Exception {
    Instant tie = instant("now() - interval '1 hour'");
    String literal = "'" + tie.atOffset(ZoneOffset.UTC) + "'";
    execute("INSERT INTO t SELECT i, " + literal + " FROM generate_series(1, 5) i");
    assertThat(run(by("at", NONE, null), tie).ids()).isEmpty();
    assertThat(run(by("at", NONE, null), tie.minus(1, ChronoUnit.MICROS)).ids()).hasSize(5);
    assertThat(run(by("at", NONE, null), null).ids()).hasSize(5);
  }

  @Test
  void theOverlapIsReadAgainAndTheTailIsWhatTheNextRunReadsAgain() throws Exception {
    execute(
        "INSERT INTO t VALUES (1, now() - interval '3 hours'), (2, now() - interval '50 minutes'),"
            + " (3, now() - interval '10 minutes')");
    Run first = run(by("at", Duration.ofHours(1), null), null);
    assertThat(first.ids()).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(first.tail()).containsExactlyInAnyOrder(2, 3);
    execute("INSERT INTO t VALUES (4, now() - interval '30 minutes')");
    Run second = run(by("at", Duration.ofHours(1), null), first.to());
    assertThat(second.ids()).containsExactlyInAnyOrder(2, 3, 4);
    try (var database = open("postgres");
        var source = source(database, by("at", Duration.ofHours(1), null), null)) {
      Source<?> tail = source.increment().orElseThrow().tail().orElseThrow();
      assertThat(tail.schema().names()).containsExactly("id", "at");
    }
  }

  @Test
  void rowsInTheFutureWaitAndThoseFarAheadAreCounted() throws Exception {
    execute(
        "INSERT INTO t VALUES (1, now() - interval '1 hour'), (2, now() + interval '1 hour')",
        "INSERT INTO t SELECT i, now() + interval '2 days' FROM generate_series(3, 1500) i");
    Run run = run(by("at", NONE, null), null);
    assertThat(run.ids()).containsExactly(1);
    assertThat(run.ahead()).isEqualTo(1000);
    execute("DELETE FROM t WHERE id > 5");
    assertThat(run(by("at", NONE, null), run.to()).ahead()).isEqualTo(3);
  }

  @Produces(Reason.CURSOR_MISSING)
  @Test
  void rowsWithoutACursorAreRefusedWithTheirNumberAndKeys() throws Exception {
    execute("INSERT INTO t VALUES (1, now() - interval '1 hour'), (7, NULL), (8, NULL)");
    assertThatThrownBy(() -> run(by("at", NONE, null), null))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "CursorMissing: 2 rows of table public.t on connection shop-db have no at, as id=7,"
                + " id=8. Correct them, or write nulls: Include in"
                + " spec.sources[0].table.incremental.");
    execute("INSERT INTO t SELECT i, NULL FROM generate_series(100, 1200) i");
    assertThatThrownBy(() -> run(by("at", NONE, null), null))
        .hasMessageStartingWith("More than 1000 rows of table public.t");
  }

  @Test
  void rowsWithoutACursorAreReadByEveryRunWhereTheyAreIncluded() throws Exception {
    execute("INSERT INTO t VALUES (1, now() - interval '1 hour'), (7, NULL)");
    Incremental incremental = by("at", NONE, null, Incremental.Nulls.INCLUDE);
    Run first = run(incremental, null);
    assertThat(first.ids()).containsExactlyInAnyOrder(1, 7);
    assertThat(first.tail()).containsExactly(7);
    assertThat(run(incremental, first.to()).ids()).containsExactly(7);
  }

  @Test
  void theWatermarkNeverMovesBack() throws Exception {
    Instant later = instant("now() + interval '1 hour'");
    assertThat(run(by("at", NONE, null), later).to()).isEqualTo(later);
  }

  @Test
  void aLocalTimeIsComparedInItsZone() throws Exception {
    execute(
        "ALTER TABLE t ADD local timestamp",
        "INSERT INTO t (id, local) SELECT 1, (now() - interval '1 minute') AT TIME ZONE"
            + " 'America/New_York'",
        "INSERT INTO t (id, local) SELECT 2, (now() + interval '1 minute') AT TIME ZONE"
            + " 'America/New_York'");
    assertThat(run(by("local", NONE, null), null).ids()).containsExactly(1);
    assertThat(run(by("local", NONE, null), instant("now() - interval '2 minutes'")).ids())
        .containsExactly(1);
    assertThat(run(by("local", NONE, null), instant("now() - interval '30 seconds'")).ids())
        .isEmpty();
  }

  @Test
  void columnsThatAreNotThereOrNoTimesAreRefused() throws Exception {
    execute("ALTER TABLE t ADD day date");
    assertThatThrownBy(() -> run(by("nope", NONE, null), null))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "ColumnNotFound: Table public.t on connection shop-db has no column nope. Name existing"
                + " columns in spec.sources[0].table.incremental.column.");
    assertThatThrownBy(() -> run(by("day", NONE, null), null))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "TypeNotSupported: Column day of table public.t on connection shop-db has type date,"
                + " which does not tell rows of one day apart. Name a column of type timestamp with"
                + " time zone or timestamp in spec.sources[0].table.incremental.column.");
    assertThatThrownBy(() -> run(by("id", NONE, null), null))
        .hasMessageEndingWith("can not be compared with the clock of the server");
  }

  @Test
  void aSmallStretchIsReadByIndexAndALargeOneByBlocks() throws Exception {
    execute(
        "INSERT INTO t SELECT i, now() - interval '1 second' * (200000 - i) FROM"
            + " generate_series(1, 200000) i",
        "CREATE INDEX ON t (at)",
        "ANALYZE t");
    Instant onePercent = instant("now() - interval '2000 seconds'");
    try (var database = open("postgres");
        var source = source(database, by("at", NONE, null), onePercent)) {
      assertThat(source.splits(4)).singleElement().isInstanceOf(PostgresSplit.Whole.class);
      assertThat(plan(source.splits(4).getFirst())).contains("Index").doesNotContain("Seq Scan");
      assertThat(source.estimatedRows()).isBetween(1000L, 4000L);
      assertThat(ids(source)).hasSizeBetween(1900, 2010);
    }
    Instant half = instant("now() - interval '100000 seconds'");
    try (var database = open("postgres");
        var source = source(database, by("at", NONE, null), half)) {
      assertThat(source.splits(4)).hasSize(4).allMatch(PostgresSplit.Blocks.class::isInstance);
      assertThat(ids(source)).doesNotHaveDuplicates().hasSizeBetween(99_900, 100_010);
    }
  }

  /** Many rows by index are worth more than one session. */
  @Test
  void aStretchOfManyRowsIsCutByItsCursor() throws Exception {
    execute(
        "ALTER TABLE t DROP CONSTRAINT t_pkey",
        "INSERT INTO t SELECT i, now() - interval '1 millisecond' * (2000000 - i) FROM"
            + " generate_series(1, 2000000) i",
        "CREATE INDEX ON t (at)",
        "ANALYZE t");
    Instant watermark = instant("now() - interval '300 seconds'");
    try (var database = open("postgres");
        var source = source(database, by("at", NONE, NONE), watermark)) {
      List<PostgresSplit> splits = source.splits(3);
      assertThat(splits).hasSize(3).allMatch(PostgresSplit.Keys.class::isInstance);
      List<Long> sizes = new ArrayList<>();
      for (PostgresSplit split : splits) {
        assertThat(plan(split)).contains("Index").doesNotContain("Seq Scan");
        sizes.add(count(split));
      }
      assertThat(sizes).allMatch(size -> size > 60_000);
      assertThat(sizes.stream().mapToLong(size -> size).sum())
          .isEqualTo(
              count(new PostgresSplit.Whole(database.snapshot(), splits.getFirst().selection())));
    }
  }

  private static long count(PostgresSplit split) throws SQLException {
    try (var session = connect();
        var statement = session.createStatement();
        var row =
            statement.executeQuery("SELECT count(*) FROM (" + split.piece().sql() + ") AS q")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String plan(PostgresSplit split) throws SQLException {
    try (var session = connect();
        var statement = session.createStatement();
        var rows = statement.executeQuery("EXPLAIN " + split.piece().sql())) {
      StringBuilder plan = new StringBuilder();
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
      return plan.toString();
    }
  }
}
