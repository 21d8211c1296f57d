package dev.penstock.runner.target.redshift;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.commit.StagedParts;
import dev.penstock.runner.commit.Visibility;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Part;
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
import java.util.concurrent.atomic.AtomicInteger;
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
      return new RedshiftLedger(
          session, pipeline(), connection -> bucket, root(), Clock.systemUTC());
    }

    @Override
    public Ledger.TableOf target() {
      return new Ledger.TableOf("orders", "sales." + name);
    }

    @Override
    public Visibility parts() {
      return new Visibility(connection -> bucket);
    }

    private TargetTable prepared() {
      var table =
          new TargetTable(
              session, new Table("warehouse", "sales", name, Optional.empty(), List.of()), COLUMNS);
      table.prepare();
      return table;
    }

    @Override
    public Entry staged(String log, Attempt attempt, long previous) {
      var table = prepared();
      try {
        var file = directory.resolve(name + "-" + attempt.number() + ".parquet");
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
            var statement = duckdb.createStatement()) {
          statement.execute(
              "COPY (SELECT (i / 8)::DECIMAL(38,3) AS wide, %d::BIGINT AS _penstock_commit FROM range(2) r(i)) TO '%s' (FORMAT parquet, COMPRESSION snappy)"
                  .formatted(attempt.number(), file));
        }
        var key = StagedParts.key(root(), attempt, "orders", 0);
        bucket.upload(file, key);
        var part = new Part(key, "", Files.size(file), 2, "00");
        var staging = ledger().staging(attempt, "orders", COLUMNS);
        staging.create();
        staging.copy(bucket, key + ".json", List.of(part));
        staging.verify(2, table);
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
            List.of(
                new CommittedTarget(
                    "orders",
                    new CommittedTarget.Place("lake", World.BUCKET),
                    Optional.empty(),
                    Optional.of(
                        new CommittedTarget.Warehouse("warehouse", "sales." + name, previous)),
                    Optional.empty(),
                    COLUMNS,
                    List.of(
                        new CommittedPart(
                            key, Optional.empty(), part.bytes(), part.rows(), part.checksum())))));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
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
      prepared();
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
