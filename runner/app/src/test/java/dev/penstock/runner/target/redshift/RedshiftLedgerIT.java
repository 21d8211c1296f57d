package dev.penstock.runner.target.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.SpecHash;
import dev.penstock.api.model.Table;
import dev.penstock.runner.Produces;
import dev.penstock.runner.World;
import dev.penstock.runner.commit.Attempt;
import dev.penstock.runner.commit.CommittedPart;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger;
import dev.penstock.runner.commit.LedgerContractTest;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.commit.StagedParts;
import dev.penstock.runner.commit.Visibility;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Part;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.target.s3.KeyPair;
import dev.penstock.runner.target.s3.S3Bucket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedshiftLedgerIT extends LedgerContractTest {
  private static final Connection.Limits LIMITS = new Connection.Limits(OptionalInt.empty(), 8);
  private static final Connection.Allow ALLOW = new Connection.Allow(true, true, Set.of(), true);
  private static final List<Column> COLUMNS =
      List.of(
          new Column("wide", "DECIMAL(20,3)", Optional.of("DECIMAL(38,3)")),
          new Column("_penstock_commit", "BIGINT", Optional.empty()));
  private static final List<Column> VERSIONS =
      List.of(
          new Column("Id", "UUID", Optional.of("VARCHAR")),
          new Column("shard", "DECIMAL(20,0)", Optional.of("DECIMAL(38,0)")),
          new Column("Changed", "INTEGER", Optional.empty()),
          new Column("note", "VARCHAR", Optional.empty()),
          new Column("_penstock_commit", "BIGINT", Optional.empty()));
  private static final CommittedTarget.Upsert UPSERT =
      new CommittedTarget.Upsert(List.of("ID", "shard"), List.of("changed"));

  @TempDir private static Path directory;
  private static World world;
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private final Set<AutoCloseable> opened = new java.util.LinkedHashSet<>();

  @BeforeAll
  static void start() {
    world = World.start(directory);
  }

  @AfterAll
  static void end() {
    world.close();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (var part : opened) {
      part.close();
    }
  }

  @Test
  void aTableThatIsGoneIsNotMadeAgainWithoutItsRows() {
    var warehouse = (Real) fresh();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    var attempt =
        new Attempt(new Run("r1", warehouse.pipeline(), HASH, Instant.EPOCH), "attempt-1", 0);
    warehouse.ledger().publish(warehouse.staged("log-1", attempt, 0), warehouse.parts());
    warehouse.execute("DROP TABLE " + warehouse.target().table());

    assertThatThrownBy(() -> warehouse.ledger().position(warehouse.target()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Table %s in warehouse warehouse is gone, and its ledger says that it got 2 rows"
                .formatted(warehouse.target().table()));
  }

  @Test
  void ofTwoPipelinesThatBeginOnOneTableTheSecondIsRefused() {
    var warehouse = (Real) fresh();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    var other = warehouse.ledger(new ResourceName("sales", warehouse.name() + "-other"));
    assertThatThrownBy(() -> other.open(warehouse.target(), "log-2", 0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageMatching(
            "Table %s in warehouse warehouse belongs to ledger_sales_\\w+, whose first run is under"
                    .formatted(warehouse.target().table())
                + " way");
    assertThat(other.position(warehouse.target())).isEmpty();
  }

  @Test
  void aTableThatSomebodyHasEmptiedMayBeginWithAnotherPipeline() {
    var warehouse = (Real) fresh();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    var attempt =
        new Attempt(new Run("r1", warehouse.pipeline(), HASH, Instant.EPOCH), "attempt-1", 0);
    warehouse.ledger().publish(warehouse.staged("log-1", attempt, 0), warehouse.parts());
    var other = warehouse.ledger(new ResourceName("sales", warehouse.name() + "-other"));
    assertThatThrownBy(() -> other.open(warehouse.target(), "log-2", 0))
        .hasMessageContaining("holds rows");
    warehouse.execute("DELETE FROM " + warehouse.target().table());
    other.open(warehouse.target(), "log-2", 0);
    assertThat(other.position(warehouse.target())).contains(new Ledger.Position("log-2", 0));
  }

  @Test
  void aPublishThatIsKilledBetweenItsTargetsShowsNothingAndIsThenRepeatedWhole() throws Exception {
    var warehouse = (Real) fresh();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    warehouse.ledger().open(warehouse.versioned(), "log-1", 0);
    var attempt =
        new Attempt(new Run("r1", warehouse.pipeline(), HASH, Instant.EPOCH), "attempt-1", 0);
    var entry =
        warehouse.staged("log-1", attempt, 0, Kind.UPSERT, List.of(new Version("a", 1, "x")));
    var pid =
        warehouse
            .session()
            .alone(open -> warehouse.session().number(open, "SELECT pg_backend_pid()"));
    try (var person = world.session();
        var statement = person.createStatement();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // A writer makes the second insert of the transaction wait; readers do not.
      person.setAutoCommit(false);
      statement.execute("DELETE FROM %s WHERE wide = 0.5".formatted(warehouse.target().table()));
      var publish = threads.submit(() -> warehouse.ledger().publish(entry, warehouse.parts()));
      Awaitility.await().until(() -> world.warehouse.waitsForALock((int) (long) pid));
      assertThat(warehouse.versions()).isEmpty();
      warehouse.query("SELECT pg_terminate_backend(%d)".formatted(pid));
      assertThat(warehouse.versions()).isEmpty();
      person.rollback();
      assertThat(publish.get()).isEqualTo(new Ledger.Published.There());
    }
    assertThat(warehouse.versions()).containsExactly("a|1|x|1");
    assertThat(warehouse.commits()).containsExactly(1L, 1L);
  }

  @Test
  void aPublishThatWaitsForALockIsCancelledForGood() throws Exception {
    var warehouse = (Real) fresh();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    warehouse.ledger().open(warehouse.versioned(), "log-1", 0);
    var attempt =
        new Attempt(new Run("r1", warehouse.pipeline(), HASH, Instant.EPOCH), "attempt-1", 0);
    var entry =
        warehouse.staged("log-1", attempt, 0, Kind.UPSERT, List.of(new Version("a", 1, "x")));
    var pid =
        warehouse
            .session()
            .alone(open -> warehouse.session().number(open, "SELECT pg_backend_pid()"));
    try (var person = world.session();
        var statement = person.createStatement();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      person.setAutoCommit(false);
      statement.execute("DELETE FROM %s WHERE wide = 0.5".formatted(warehouse.target().table()));
      var publish = threads.submit(() -> warehouse.ledger().publish(entry, warehouse.parts()));
      Awaitility.await().until(() -> world.warehouse.waitsForALock((int) (long) pid));
      warehouse.session().cancel();
      assertThatThrownBy(publish::get)
          .cause()
          .extracting(e -> ((PenstockException) e).reason())
          .isEqualTo(Reason.CANCELLED);
      person.rollback();
    }
  }

  @Produces(Reason.COUNT_MISMATCH)
  @Test
  void stagedRowsThatAreNotThoseOfTheEntryAreNotPublished() {
    var warehouse = (Real) fresh();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    warehouse.ledger().open(warehouse.versioned(), "log-1", 0);
    var attempt =
        new Attempt(new Run("r1", warehouse.pipeline(), HASH, Instant.EPOCH), "attempt-1", 0);
    var entry =
        warehouse.staged("log-1", attempt, 0, Kind.UPSERT, List.of(new Version("a", 1, "x")));
    var staged = "penstock." + Names.staging(warehouse.pipeline(), "current", 0, "attempt-1");
    warehouse.execute("INSERT INTO %s SELECT * FROM %s".formatted(staged, staged));

    assertThatThrownBy(() -> warehouse.ledger().publish(entry, warehouse.parts()))
        .isInstanceOf(InternalException.class)
        .hasMessage(
            "The entry has 1 rows for target current, in warehouse warehouse 2 were staged");
    assertThat(warehouse.versions()).isEmpty();
    assertThat(warehouse.commits()).isEmpty();
  }

  @Test
  void theLedgerCountsTheRowsThatATableGot() {
    var warehouse = (Real) fresh();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    warehouse.ledger().open(warehouse.versioned(), "log-1", 0);
    var attempt =
        new Attempt(new Run("r1", warehouse.pipeline(), HASH, Instant.EPOCH), "attempt-1", 0);
    var versions = List.of(new Version("a", 1, "x"), new Version("a", 2, "y"));
    var entry = warehouse.staged("log-1", attempt, 0, Kind.UPSERT, versions);
    warehouse.ledger().publish(entry, warehouse.parts());
    for (var target : List.of("orders", "current")) {
      assertThat(
              warehouse.query(
                  "SELECT rows_added FROM penstock.%s WHERE number = 1"
                      .formatted(Names.ledger(warehouse.pipeline(), target))))
          .as(target)
          .containsExactly(target.equals("orders") ? "2" : "1");
    }
  }

  @Override
  protected Warehouse fresh() {
    var name = "ledger" + NUMBER.incrementAndGet();
    var store =
        S3Bucket.open(
            new Connection.S3(
                "lake",
                Optional.of("lake"),
                LIMITS,
                ALLOW,
                World.BUCKET,
                "us-east-1",
                Optional.of(world.store.endpoint().toString()),
                true),
            Optional.of(new KeyPair("penstock", World.PASSWORD)));
    var connection =
        new Connection.Redshift(
            "warehouse",
            Optional.of("warehouse"),
            LIMITS,
            ALLOW,
            "127.0.0.1",
            world.warehouse.port(),
            "analytics",
            "arn:aws:iam::123456789012:role/redshift-copy",
            "penstock",
            Connection.Tls.VERIFY_FULL);
    var session =
        new RedshiftSession(
            connection,
            new Login(
                "loader",
                World.PASSWORD,
                Optional.of(world.warehouse.caCertificateFile()),
                "penstock/" + name));
    opened.add(store);
    opened.add(session);
    return new Real(name, store, session);
  }

  private static final SpecHash HASH = new SpecHash("0123456789abcdef");

  private record Real(String name, S3Bucket bucket, RedshiftSession session) implements Warehouse {
    private String root() {
      return "_penstock/sales/" + name;
    }

    private ResourceName pipeline() {
      return new ResourceName("sales", name);
    }

    @Override
    public RedshiftLedger ledger() {
      return ledger(pipeline());
    }

    private RedshiftLedger ledger(ResourceName of) {
      return new RedshiftLedger(session, of, connection -> bucket, root(), Clock.systemUTC());
    }

    @Override
    public Ledger.TableOf target() {
      return new Ledger.TableOf("orders", "sales." + name);
    }

    @Override
    public Visibility parts() {
      return new Visibility(connection -> bucket, Runnable::run);
    }

    @Override
    public Ledger.TableOf versioned() {
      return new Ledger.TableOf("current", "sales." + name + "_current");
    }

    @Override
    public Entry staged(String log, Attempt attempt, long previous) {
      return entry(log, attempt, List.of(orders(attempt, previous)));
    }

    private CommittedTarget orders(Attempt attempt, long previous) {
      var rows =
          "SELECT (i / 8)::DECIMAL(38,3) AS wide, %d::BIGINT AS _penstock_commit FROM range(2) r(i)"
              .formatted(attempt.number());
      return load(attempt, target(), previous, COLUMNS, Optional.empty(), 2, rows);
    }

    @Override
    public Entry staged(
        String log, Attempt attempt, long previous, Kind kind, List<Version> versions) {
      var rows =
          versions.stream()
              .map(version ->
                  "('00000000-0000-0000-0000-00000000000%s', 7::DECIMAL(38,0), %s::INTEGER, '%s', %d::BIGINT)"
                      .formatted(
                          version.key(), version.changed(), version.note(), attempt.number()))
              .collect(Collectors.joining(", "));
      var current =
          load(
              attempt,
              versioned(),
              previous,
              VERSIONS,
              kind == Kind.UPSERT ? Optional.of(UPSERT) : Optional.empty(),
              versions.size(),
              "FROM (VALUES %s) r(\"Id\", shard, \"Changed\", note, _penstock_commit)"
                  .formatted(rows));
      return entry(log, attempt, List.of(orders(attempt, previous), current));
    }

    private Entry entry(String log, Attempt attempt, List<CommittedTarget> targets) {
      return new Entry(
          log,
          attempt.number(),
          Entry.Operation.APPEND,
          pipeline().toString(),
          attempt.run().id(),
          attempt.id(),
          "0123456789abcdef",
          Instant.now(),
          List.of(),
          targets);
    }

    /** Everything that an attempt does for a target before the commit. */
    private CommittedTarget load(
        Attempt attempt,
        Ledger.TableOf target,
        long previous,
        List<Column> columns,
        Optional<CommittedTarget.Upsert> upsert,
        int rows,
        String query) {
      var readers =
          new TargetTable(
              session,
              new Table(
                  "warehouse",
                  "sales",
                  target.table().substring("sales.".length()),
                  Optional.empty(),
                  List.of()),
              columns,
              upsert);
      readers.prepare();
      var staging = ledger().staging(attempt, target.target(), columns);
      staging.create();
      var parts =
          rows == 0 ? List.<Part>of() : List.of(part(attempt, target.target(), rows, query));
      if (rows > 0) {
        staging.copy(bucket, parts.getFirst().key() + ".json", parts);
      }
      staging.verify(rows, readers);
      return new CommittedTarget(
          target.target(),
          new CommittedTarget.Place("lake", World.BUCKET),
          Optional.empty(),
          Optional.of(new CommittedTarget.Warehouse("warehouse", target.table(), previous)),
          upsert,
          columns,
          parts.stream()
              .map(part ->
                  new CommittedPart(
                      part.key(), Optional.empty(), part.bytes(), part.rows(), part.checksum()))
              .toList());
    }

    private Part part(Attempt attempt, String target, int rows, String query) {
      try {
        var file = directory.resolve("%s-%s-%d.parquet".formatted(name, target, attempt.number()));
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
            var statement = duckdb.createStatement()) {
          statement.execute(
              "COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION snappy)".formatted(query, file));
        }
        var key = StagedParts.key(root(), attempt, target, 0);
        bucket.upload(file, key);
        return new Part(key, "", Files.size(file), rows, "00");
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public List<String> versions() {
      return query(
          "SELECT RIGHT(id, 1), changed, note, _penstock_commit FROM %s ORDER BY 1, 2, 3, 4"
              .formatted(versioned().table()));
    }

    @Override
    public void loseTable() {
      execute("ALTER TABLE %s RENAME TO %s_away".formatted(target().table(), name));
    }

    @Override
    public void findTable() {
      execute("ALTER TABLE sales.%s_away RENAME TO %s".formatted(name, name));
    }

    private List<String> stagingTables() {
      return query(
          "SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%s%%'"
              .formatted(Names.stagingPrefix(pipeline())));
    }

    @Override
    public void loseStaging() {
      for (var table : stagingTables()) {
        execute("DROP TABLE penstock." + table);
      }
    }

    @Override
    public long stagedTables() {
      return stagingTables().size();
    }

    @Override
    public List<Long> commits() {
      return query("SELECT _penstock_commit FROM sales.%s ORDER BY 1".formatted(name)).stream()
          .map(Long::valueOf)
          .toList();
    }

    @Override
    public void theirs() {
      execute("CREATE SCHEMA IF NOT EXISTS sales");
      execute(
          "CREATE TABLE sales.%s (wide DECIMAL(20,3), _penstock_commit BIGINT)".formatted(name));
      execute("INSERT INTO sales.%s VALUES (1, 7)".formatted(name));
    }

    private void execute(String sql) {
      try (var person = world.session();
          var statement = person.createStatement()) {
        statement.execute(sql);
      } catch (java.sql.SQLException e) {
        throw new AssertionError(e);
      }
    }

    private List<String> query(String sql) {
      try {
        return world.warehouse(sql);
      } catch (java.sql.SQLException e) {
        throw new AssertionError(e);
      }
    }
  }
}
