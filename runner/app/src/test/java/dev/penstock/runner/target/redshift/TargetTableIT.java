package dev.penstock.runner.target.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.SchemaPolicy;
import dev.penstock.api.model.SpecHash;
import dev.penstock.api.model.Table;
import dev.penstock.runner.Produces;
import dev.penstock.runner.World;
import dev.penstock.runner.commit.Attempt;
import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.commit.CommittedTarget.Upsert;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import java.nio.file.Path;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables that are made or compared; rows are staged by INSERT, what they are is all that counts.
 */
class TargetTableIT {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("Id", "BIGINT", Optional.empty()),
          new Column("note", "VARCHAR", Optional.empty()),
          new Column("code", "UUID", Optional.of("VARCHAR")));
  private static final Optional<Upsert> BY_ID =
      Optional.of(new Upsert(List.of("id"), List.of("id")));
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir private static Path directory;
  private static World world;
  private final String name = "made" + NUMBER.incrementAndGet();
  private RedshiftSession session;
  private Staging staging;

  @BeforeAll
  static void start() {
    world = World.start(directory);
  }

  @AfterAll
  static void end() {
    world.close();
  }

  @BeforeEach
  void stage() throws Exception {
    session =
        new RedshiftSession(
            new Connection.Redshift(
                "warehouse",
                Optional.of("warehouse"),
                new Connection.Limits(OptionalInt.empty(), 8),
                new Connection.Allow(true, true, Set.of(), true),
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
                "penstock/" + name));
    execute("CREATE SCHEMA IF NOT EXISTS penstock");
    execute("CREATE SCHEMA IF NOT EXISTS sales");
    var pipeline = new ResourceName("sales", name);
    var run = new Run("r1", pipeline, new SpecHash("0123456789abcdef"), Instant.EPOCH);
    staging =
        new RedshiftLedger(
                session,
                pipeline,
                connection -> {
                  throw new AssertionError(connection);
                },
                "root",
                Clock.systemUTC())
            .staging(new Attempt(run, "attempt-1", 0), "orders", COLUMNS);
    staging.create();
  }

  @AfterEach
  void close() {
    session.close();
  }

  private TargetTable prepared(Optional<Upsert> upsert, String... sortKey) {
    return prepared(SchemaPolicy.DEFAULT, upsert, sortKey);
  }

  private TargetTable prepared(SchemaPolicy policy, Optional<Upsert> upsert, String... sortKey) {
    var table =
        new TargetTable(
            session,
            new Table("warehouse", "sales", name, Optional.of("id"), List.of(sortKey)),
            COLUMNS,
            upsert,
            TargetTable.Earlier.STAYS,
            policy);
    table.prepare();
    return table;
  }

  private TargetTable prepared() {
    return prepared(Optional.empty(), "note");
  }

  private void staged(String... rows) throws Exception {
    execute(
        "INSERT INTO penstock.%s VALUES %s"
            .formatted(
                Names.staging(new ResourceName("sales", name), "orders", 0, "attempt-1"),
                String.join(", ", rows)));
  }

  private List<String> widths() throws Exception {
    return world.warehouse(
        "SELECT column_name, character_maximum_length FROM svv_columns WHERE table_schema = 'sales'"
            + " AND table_name = '%s' AND data_type = 'character varying' ORDER BY 1"
                .formatted(name));
  }

  @Test
  void aMissingTableIsMadeWhenItsRowsAreKnown() throws Exception {
    var table = prepared();
    assertThat(widths()).isEmpty();
    staged("(1, '%s', NULL)".formatted("ü".repeat(50)), "(2, NULL, NULL)");
    staging.verify(2, table);
    assertThat(widths()).containsExactly("code|36", "note|512");
  }

  @Test
  void aTableThatIsMadeBeforeAnyTextIsKnownTakesEveryText() throws Exception {
    staging.verify(0, prepared());
    assertThat(widths()).containsExactly("code|36", "note|65535");
  }

  @Test
  void aTableThatIsMadeByAColumnItDoesNotHaveIsRefusedBeforeAnyRow() {
    assertThatThrownBy(() -> prepared(Optional.empty(), "noted"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Table sales.%s in warehouse warehouse is to be made with sortKey noted, which its rows do not have"
                .formatted(name));
  }

  @Produces(Reason.LOAD_REFUSED)
  @Test
  void aTextThatIsTooLongForAnExistingTableIsRefusedWithTheAlterToRun() throws Exception {
    execute("CREATE TABLE sales.%s (id BIGINT, note VARCHAR(4), code VARCHAR(36))".formatted(name));
    var table =
        prepared(
            new SchemaPolicy(SchemaPolicy.NewColumn.ADD, false, false, true), Optional.empty());
    staged("(1, 'four', NULL)", "(2, 'fünf', NULL)", "(3, '%s', NULL)".formatted("x".repeat(100)));
    assertThatThrownBy(() -> staging.verify(3, table))
        .isInstanceOfSatisfying(
            DataException.class,
            e ->
                assertThat(e.line())
                    .isEqualTo(
                        "LoadRefused: Table sales.%s in warehouse warehouse: 2 rows have a longer note than the 4 bytes that it takes, up to 100. Run ALTER TABLE \"sales\".\"%s\" ALTER COLUMN \"note\" TYPE VARCHAR(512), or shorten them in a step."
                            .formatted(name, name)));
    execute("ALTER TABLE sales.%s ALTER COLUMN note TYPE VARCHAR(512)".formatted(name));
    staging.verify(3, table);
  }

  @Test
  void aTableThatLacksAColumnAndRoomGetsBothBeforeTheCommitAndTellsIt() throws Exception {
    execute("CREATE TABLE sales.%s (id BIGINT, note VARCHAR(4))".formatted(name));
    var table = prepared();
    assertThat(table.alterations())
        .containsExactly(
            "ALTER TABLE \"sales\".\"%s\" ADD COLUMN \"code\" VARCHAR(36)".formatted(name));
    assertThat(widths()).containsExactly("note|4");
    staged("(1, '%s', NULL)".formatted("x".repeat(100)));
    staging.verify(1, table);
    assertThat(widths()).containsExactly("code|36", "note|512");
    assertThat(table.adapted().words())
        .containsExactly(
            "added column code VARCHAR(36)", "widened column note from VARCHAR(4) to VARCHAR(512)");
    staging.verify(1, table);
    assertThat(table.adapted().changes()).as("told once, however often it is tried").hasSize(2);
  }

  @Test
  void aColumnThatCanNotBeWidenedIsRefusedWithTheWayOut() throws Exception {
    execute(
        "CREATE TABLE sales.%s (id BIGINT, note VARCHAR(4) DEFAULT 'a', code VARCHAR(36))"
            .formatted(name));
    var table = prepared();
    staged("(1, 'longer', NULL)");
    assertThatThrownBy(() -> staging.verify(1, table))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.TABLE_MISMATCH);
              assertThat(e.nextStep())
                  .startsWith(
                      "Let its owner run ALTER TABLE \"sales\".\"%1$s\" ALTER COLUMN \"note\" TYPE VARCHAR(256), or ALTER TABLE \"sales\".\"%1$s\" ADD COLUMN \"note_new\" VARCHAR(256); UPDATE"
                          .formatted(name));
            });
  }

  @Test
  void aColumnWithADefaultIsTheTablesOwn() throws Exception {
    execute(
        "CREATE TABLE sales.%s (id BIGINT, note VARCHAR(4), code VARCHAR(36), loaded DATE DEFAULT '2026-01-01', _penstock_hash VARCHAR(32))"
            .formatted(name));
    var table = prepared();
    staging.verify(0, table);
    assertThat(table.adapted().nothing()).isTrue();
  }

  @Test
  void aRowWithoutItsKeyIsRefused() throws Exception {
    var table = prepared(BY_ID);
    staged("(1, 'a', NULL)", "(NULL, 'b', NULL)");
    assertThatThrownBy(() -> staging.verify(2, table))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Table sales.%s in warehouse warehouse: 1 rows have no Id, which is part of the key"
                .formatted(name));
  }

  @Test
  void aRowWithoutAValueThatTheTableDemandsIsRefused() throws Exception {
    execute(
        "CREATE TABLE sales.%s (id BIGINT, note VARCHAR(4) NOT NULL, code VARCHAR(36))"
            .formatted(name));
    var table = prepared();
    staged("(1, NULL, NULL)");
    assertThatThrownBy(() -> staging.verify(1, table))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("1 rows have no note, which it demands");
  }

  @Produces(Reason.TABLE_MISMATCH)
  @Test
  void aTableThatDoesNotFitIsRefusedBeforeAnyRow() throws Exception {
    execute("CREATE TABLE sales.%s (id INTEGER, note VARCHAR(4))".formatted(name));
    assertThatThrownBy(this::prepared)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Table sales.%s in warehouse warehouse has column Id integer, which does not take BIGINT"
                .formatted(name));
    assertThatThrownBy(() ->
            prepared(
                new SchemaPolicy(SchemaPolicy.NewColumn.FAIL, true, false, true), Optional.empty()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Table sales.%s in warehouse warehouse has column Id integer, which does not take BIGINT, lacks column code UUID"
                .formatted(name));
    assertThat(widths()).as("nothing was altered").containsExactly("note|4");
  }

  @Produces(Reason.HISTORY_MISMATCH)
  @Test
  void aTableThatGoesWhileTheRunWorksIsNotMadeAgain() throws Exception {
    execute("CREATE TABLE sales.%s (id BIGINT, note VARCHAR(4), code VARCHAR(36))".formatted(name));
    var table = prepared();
    execute("DROP TABLE sales." + name);
    assertThatThrownBy(() -> staging.verify(0, table))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.reason()).hasToString("HistoryMismatch"))
        .hasMessage(
            "Table sales.%s in warehouse warehouse is gone since the run began".formatted(name));
    assertThat(widths()).isEmpty();
    assertThatThrownBy(() -> staging.foresee(0, table)).hasMessageEndingWith("since the run began");
  }

  @Test
  void aTableThatItsUserMayNotMakeIsForeseenAsTheRunFails() throws Exception {
    execute("CREATE SCHEMA sealed");
    execute("REVOKE CREATE ON SCHEMA sealed FROM loader");
    var absent =
        new TargetTable(
            session,
            new Table("warehouse", "sealed", name, Optional.empty(), List.of()),
            COLUMNS,
            Optional.empty());
    var refusal =
        "The user of warehouse warehouse may not make table sealed.%s: it has no CREATE on SCHEMA \"sealed\""
            .formatted(name);
    assertThatThrownBy(absent::prepare)
        .as("before a row is read")
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(refusal);
    assertThatThrownBy(() -> staging.foresee(0, absent))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.PERMISSION_DENIED))
        .hasMessage(refusal);
    assertThatThrownBy(() -> staging.verify(0, absent))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.PERMISSION_DENIED));
    execute("GRANT CREATE ON SCHEMA sealed TO loader");
    assertThat(staging.foresee(0, absent)).hasSize(1);
  }

  private static void execute(String sql) throws Exception {
    try (var person = world.session();
        var statement = person.createStatement()) {
      statement.execute(sql);
    }
  }
}
