package dev.penstock.runner.target.redshift;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.SpecHash;
import dev.penstock.api.model.Table;
import dev.penstock.runner.World;
import dev.penstock.runner.commit.Attempt;
import dev.penstock.runner.commit.CommittedPart;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger;
import dev.penstock.runner.commit.LedgerContractTest;
import dev.penstock.runner.commit.LedgerContractTest.Kind;
import dev.penstock.runner.commit.LedgerContractTest.Version;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.commit.StagedParts;
import dev.penstock.runner.commit.Visibility;
import dev.penstock.runner.spi.Part;
import dev.penstock.runner.target.s3.KeyPair;
import dev.penstock.runner.target.s3.S3Bucket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** A ledger of the sandbox's warehouse with two targets, and what an attempt does for them. */
record LoadedWarehouse(
    World world, Path directory, String name, S3Bucket bucket, RedshiftSession session)
    implements LedgerContractTest.Warehouse, AutoCloseable {
  static final SpecHash HASH = new SpecHash("0123456789abcdef");
  private static final Connection.Limits LIMITS = new Connection.Limits(OptionalInt.empty(), 8);
  private static final Connection.Allow ALLOW = new Connection.Allow(true, true, Set.of(), true);
  static final List<Column> COLUMNS =
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

  /** Of a name that no other test has; it waits ten minutes for a busy warehouse. */
  static LoadedWarehouse open(World world, Path directory, String name) {
    return open(world, directory, name, Duration.ofMinutes(10));
  }

  /** The same, that waits so long. */
  static LoadedWarehouse open(World world, Path directory, String name, Duration longest) {
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
    var login =
        new Login(
            "loader",
            World.PASSWORD,
            Optional.of(world.warehouse.caCertificateFile()),
            "penstock/" + name);
    return new LoadedWarehouse(
        world, directory, name, store, new RedshiftSession(connection, login, longest));
  }

  @Override
  public void close() {
    session.close();
    bucket.close();
  }

  String root() {
    return "_penstock/sales/" + name;
  }

  ResourceName pipeline() {
    return new ResourceName("sales", name);
  }

  @Override
  public RedshiftLedger ledger() {
    return ledger(pipeline());
  }

  RedshiftLedger ledger(ResourceName of) {
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
                    .formatted(version.key(), version.changed(), version.note(), attempt.number()))
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
    var parts = rows == 0 ? List.<Part>of() : List.of(part(attempt, target.target(), rows, query));
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
    execute("CREATE TABLE sales.%s (wide DECIMAL(20,3), _penstock_commit BIGINT)".formatted(name));
    execute("INSERT INTO sales.%s VALUES (1, 7)".formatted(name));
  }

  void execute(String sql) {
    try (var person = world.session();
        var statement = person.createStatement()) {
      statement.execute(sql);
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }

  List<String> query(String sql) {
    try {
      return world.warehouse(sql);
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** {@return an attempt at base 0} */
  Attempt attempt() {
    return new Attempt(new Run("r1", pipeline(), HASH, Instant.EPOCH), "attempt-1", 0);
  }

  /** {@return the first target's control table} */
  String control() {
    return "penstock." + Names.ledger(pipeline(), target().target());
  }
}
