package dev.penstock.runner.target.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Table;
import dev.penstock.runner.Produces;
import dev.penstock.runner.World;
import dev.penstock.runner.commit.CommittedPart;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger;
import dev.penstock.runner.commit.LedgerContractTest.Kind;
import dev.penstock.runner.commit.LedgerContractTest.Version;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Part;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import dev.penstock.sandbox.redshift.faults.Faults;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a publish needs, what it makes again, and what it holds while it works. */
class RedshiftPublishIT {
  private static final Ledger.Published THERE = new Ledger.Published.There();

  @TempDir private static Path directory;
  private static World world;
  private final List<LoadedWarehouse> opened = new ArrayList<>();

  @BeforeAll
  static void start() {
    world = World.start(directory);
  }

  @AfterAll
  static void end() {
    world.close();
  }

  @AfterEach
  void closeAll() {
    opened.forEach(LoadedWarehouse::close);
  }

  private LoadedWarehouse warehouse(String name, Duration longest) {
    var warehouse = LoadedWarehouse.open(world, directory, name, longest);
    opened.add(warehouse);
    return warehouse;
  }

  /** {@return one whose two targets have a ledger} */
  private LoadedWarehouse warehouse(String name) {
    var warehouse = warehouse(name, Duration.ofMinutes(10));
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    warehouse.ledger().open(warehouse.versioned(), "log-1", 0);
    return warehouse;
  }

  private static Entry both(LoadedWarehouse warehouse) {
    return warehouse.staged(
        "log-1", warehouse.attempt(), 0, Kind.UPSERT, List.of(new Version("a", 1, "x")));
  }

  private static String staging(LoadedWarehouse warehouse, String target) {
    return "penstock." + Names.staging(warehouse.pipeline(), target, 0, "attempt-1");
  }

  private static int process(LoadedWarehouse warehouse) {
    var session = warehouse.session();
    return (int) (long) session.alone(open -> session.number(open, "SELECT pg_backend_pid()"));
  }

  @Test
  void aLedgerThatIsGoneIsAHistoryThatDoesNotFitAndNothingIsStaged() {
    var warehouse = warehouse("gone");
    var entry = both(warehouse);
    warehouse.loseStaging();
    warehouse.execute("DROP TABLE " + warehouse.control());
    assertThatThrownBy(() -> warehouse.ledger().publish(entry, warehouse.parts()))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.HISTORY_MISMATCH))
        .hasMessage("Warehouse warehouse has no ledger for target orders");
    assertThat(warehouse.stagedTables()).isZero();
  }

  @Test
  void whatIsSweptUnderAPublishIsStagedAgain() throws Exception {
    var warehouse = warehouse("swept");
    var entry = both(warehouse);
    int process = process(warehouse);
    try (var person = world.session();
        var statement = person.createStatement();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      person.setAutoCommit(false);
      // A writer makes the insert wait, after the ledger was read under its lock.
      statement.execute("DELETE FROM %s WHERE wide = 0.5".formatted(warehouse.target().table()));
      var publish = threads.submit(() -> warehouse.ledger().publish(entry, warehouse.parts()));
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> world.warehouse.waitsForALock(process));
      warehouse.execute("DROP TABLE " + staging(warehouse, "orders"));
      person.rollback();
      assertThat(publish.get()).isEqualTo(THERE);
    }
    assertThat(warehouse.commits()).containsExactly(1L, 1L);
    assertThat(warehouse.versions()).containsExactly("a|1|x|1");
  }

  @Test
  void rowsThatWereStagedTwiceAreLoadedAgainFromTheParts() {
    var warehouse = warehouse("twice");
    var entry = both(warehouse);
    for (var target : List.of("orders", "current")) {
      var staged = staging(warehouse, target);
      warehouse.execute("INSERT INTO %s SELECT * FROM %s".formatted(staged, staged));
    }
    assertThat(warehouse.ledger().publish(entry, warehouse.parts())).isEqualTo(THERE);
    assertThat(warehouse.commits()).containsExactly(1L, 1L);
    assertThat(warehouse.versions()).containsExactly("a|1|x|1");
  }

  @Produces(Reason.COUNT_MISMATCH)
  @Test
  void partsThatDoNotHoldTheRowsOfTheEntryAreNotPublished() {
    var warehouse = warehouse("other");
    var entry = both(warehouse);
    var wrong =
        new Entry(
            entry.log(),
            entry.number(),
            entry.operation(),
            entry.pipeline(),
            entry.run(),
            entry.attempt(),
            entry.spec(),
            entry.committed(),
            List.of(),
            entry.targets().stream().map(RedshiftPublishIT::withARowMore).toList());
    assertThatThrownBy(() -> warehouse.ledger().publish(wrong, warehouse.parts()))
        .isInstanceOfSatisfying(
            InternalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.COUNT_MISMATCH))
        .hasMessageMatching("COPY into penstock\\.stg_\\w+ loaded 1 of 2 rows");
    assertThat(warehouse.versions()).isEmpty();
    assertThat(warehouse.commits()).isEmpty();
    assertThat(warehouse.ledger().publish(entry, warehouse.parts())).isEqualTo(THERE);
  }

  private static CommittedTarget withARowMore(CommittedTarget target) {
    return new CommittedTarget(
        target.name(),
        target.bucket(),
        target.dataset(),
        target.warehouse(),
        target.upsert(),
        target.columns(),
        target.parts().stream()
            .map(part ->
                new CommittedPart(
                    part.staged(), part.visible(), part.bytes(), part.rows() + 1, part.sha256()))
            .toList());
  }

  @Test
  void aTableThatIsMadeForAnOldEntryTakesTheColumnsOfTheNewerOnes() {
    var warehouse = warehouse("later");
    var entry = both(warehouse);
    warehouse.execute("DROP TABLE " + warehouse.target().table());
    var old = entry.target("orders").orElseThrow();
    var newest =
        new CommittedTarget(
            old.name(),
            old.bucket(),
            old.dataset(),
            old.warehouse(),
            old.upsert(),
            List.of(
                new Column("note", "VARCHAR", Optional.empty()),
                new Column("_penstock_commit", "BIGINT", Optional.empty())),
            List.of());
    var wanted =
        new Table(
            "warehouse",
            "sales",
            warehouse.name(),
            Optional.of("wide"),
            List.of("note", "coming_yet"));
    var ledger =
        new RedshiftLedger(
            warehouse.session(),
            warehouse.pipeline(),
            connection -> warehouse.bucket(),
            warehouse.root(),
            Clock.systemUTC(),
            Map.of("orders", wanted),
            (of, target) -> target.equals("orders") ? List.of(newest) : List.of());
    assertThat(ledger.publish(entry, warehouse.parts())).isEqualTo(THERE);
    assertThat(warehouse.commits()).containsExactly(1L, 1L);
    assertThat(
            warehouse.query(
                "SELECT column_name, data_type FROM svv_columns WHERE table_schema = 'sales' AND"
                    + " table_name = 'later' ORDER BY ordinal_position"))
        .containsExactly("note|character varying", "_penstock_commit|bigint", "wide|numeric");
    assertThat(
            warehouse.query(
                "SELECT diststyle, sortkey1 FROM svv_table_info WHERE \"table\" = 'later'"))
        .containsExactly("KEY(wide)|note");
  }

  @Test
  void rowsThatACopyRefusesAreNamedByFileColumnAndCode() {
    var warehouse = warehouse("refused");
    var entry = both(warehouse);
    var columns =
        List.of(
            new Column("wide", "INTEGER", Optional.empty()),
            new Column("_penstock_commit", "BIGINT", Optional.empty()));
    var staging = warehouse.ledger().staging(warehouse.attempt(), "narrow", columns);
    staging.create();
    var parts =
        entry.target("orders").orElseThrow().parts().stream()
            .map(part -> new Part(part.staged(), "", part.bytes(), part.rows(), part.sha256()))
            .toList();
    assertThatThrownBy(() -> staging.copy(warehouse.bucket(), "narrow.json", parts))
        .isInstanceOfSatisfying(
            DataException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LOAD_REFUSED))
        .hasMessageMatching(
            "Warehouse warehouse refused s3://acme-lake/\\S+\\.parquet, line \\S+, column wide:"
                + " load error 15007")
        .hasNoCause();
  }

  @Test
  void nothingButThePublishLiesBetweenItsLockAndItsCommit() {
    var warehouse = warehouse("locked");
    var entry = both(warehouse);
    warehouse.loseStaging();
    assertThat(warehouse.ledger().publish(entry, warehouse.parts())).isEqualTo(THERE);
    var said =
        world.warehouse.faults().seen().stream()
            .filter(session -> session.application().equals("penstock/locked"))
            .map(Faults.Seen::statements)
            .toList()
            .getLast();
    int locked = lastOf(said, "LOCK TABLE");
    assertThat(said.subList(0, locked)).anyMatch(sql -> sql.startsWith("COPY"));
    assertThat(said.subList(locked, said.size()))
        .satisfiesExactly(
            sql -> assertThat(sql).startsWith("LOCK TABLE").contains("ledger_", ", "),
            sql -> assertThat(sql).startsWith("SELECT log_id, number FROM").contains("ledger_"),
            sql -> assertThat(sql).startsWith("SELECT log_id, number FROM").contains("ledger_"),
            // Only a table that takes text may have a column that has to be parsed.
            sql -> assertThat(sql).startsWith("SELECT column_name, data_type FROM svv_columns"),
            sql -> assertThat(sql).startsWith("SELECT COALESCE(SUM(").contains("\"stg_"),
            sql -> assertThat(sql).startsWith("DELETE FROM").contains("locked_current"),
            sql -> assertThat(sql).startsWith("INSERT INTO").contains("locked_current"),
            sql -> assertThat(sql).startsWith("INSERT INTO").contains("ledger_"),
            sql -> assertThat(sql).startsWith("INSERT INTO").contains("\"sales\".\"locked\""),
            sql -> assertThat(sql).startsWith("INSERT INTO").contains("ledger_"),
            sql -> assertThat(sql).isEqualTo("COMMIT"));
  }

  private static int lastOf(List<String> said, String beginning) {
    for (int at = said.size() - 1; at >= 0; at--) {
      if (said.get(at).startsWith(beginning)) {
        return at;
      }
    }
    throw new AssertionError("%s in %s".formatted(beginning, said));
  }

  @Test
  void aLockThatIsNotGivenUntilTheDeadlineIsToldWithIt() throws Exception {
    var warehouse = warehouse("late");
    var entry = both(warehouse);
    try (var person = world.session();
        var statement = person.createStatement()) {
      person.setAutoCommit(false);
      statement.execute("LOCK TABLE " + warehouse.control());
      var hurried = warehouse("late", Duration.ofSeconds(3));
      assertThatThrownBy(() -> hurried.ledger().publish(entry, hurried.parts()))
          .isInstanceOfSatisfying(
              TransientException.class,
              e ->
                  assertThat(e.line())
                      .matches(
                          "WarehouseUnavailable: Warehouse warehouse: .* \\(publish of entry 1,"
                              + " tried \\d+ times until the run's deadline\\)\\. .*"
                              + " spec\\.activeDeadlineSeconds\\."));
      person.rollback();
    }
    assertThat(warehouse.commits()).isEmpty();
    assertThat(warehouse.ledger().publish(entry, warehouse.parts())).isEqualTo(THERE);
    assertThat(warehouse.commits()).containsExactly(1L, 1L);
  }
}
