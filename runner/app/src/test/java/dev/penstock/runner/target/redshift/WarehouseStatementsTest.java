package dev.penstock.runner.target.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Grant;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.Table;
import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.commit.CommittedTarget.Upsert;
import dev.penstock.runner.commit.Days;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WarehouseStatementsTest {
  private static final ResourceName PIPELINE = new ResourceName("sales", "orders");
  private static final Table TABLE =
      new Table("warehouse", "sales", "orders", Optional.of("id"), List.of("changed", "id"));
  private static final List<Column> COLUMNS =
      List.of(
          new Column("Id", "UUID", Optional.of("VARCHAR")),
          new Column("changed", "TIMESTAMPTZ", Optional.empty()),
          new Column("note", "VARCHAR", Optional.empty()),
          new Column("raw", "VARBYTE", Optional.empty()),
          new Column("_penstock_commit", "BIGINT", Optional.empty()));
  private static final String STAGING =
      "\"penstock\".\"" + Names.plannedStaging(PIPELINE, "orders") + "\"";

  private static WarehouseStatements of(Optional<Upsert> upsert) {
    return of(upsert, TargetTable.Earlier.STAYS);
  }

  private static WarehouseStatements of(Optional<Upsert> upsert, TargetTable.Earlier earlier) {
    return of(TABLE, COLUMNS, upsert, earlier);
  }

  private static WarehouseStatements of(
      Table table, List<Column> columns, Optional<Upsert> upsert, TargetTable.Earlier earlier) {
    var connection =
        new Connection.Redshift(
            "warehouse",
            Optional.of("warehouse"),
            new Connection.Limits(OptionalInt.empty(), 8),
            new Connection.Allow(true, true, Set.of(), true),
            "127.0.0.1",
            5439,
            "analytics",
            "arn:aws:iam::123456789012:role/redshift-copy",
            "penstock",
            Connection.Tls.VERIFY_FULL);
    return WarehouseStatements.of(
        connection,
        PIPELINE,
        "orders",
        table,
        columns,
        upsert,
        earlier,
        Optional.of("changed"),
        "acme-lake",
        "_penstock/sales/orders");
  }

  @Test
  void anAppendIsOneInsertOfWhatTheRowsMean() {
    var statements = of(Optional.empty());
    assertThat(statements.table())
        .isEqualTo(
            "CREATE TABLE IF NOT EXISTS \"sales\".\"orders\" (\"id\" VARCHAR(36), \"changed\""
                + " TIMESTAMPTZ, \"note\" VARCHAR(65535), \"raw\" VARBYTE, \"_penstock_commit\""
                + " BIGINT) DISTKEY(\"id\") SORTKEY(\"changed\", \"id\")");
    assertThat(statements.staging())
        .isEqualTo(
            "CREATE TABLE %s (\"id\" VARCHAR(65535), \"changed\" TIMESTAMPTZ, \"note\" VARCHAR(65535), \"raw\" VARBYTE, \"_penstock_commit\" BIGINT) BACKUP NO"
                .formatted(STAGING));
    assertThat(statements.copy())
        .isEqualTo(
            "COPY %s (\"id\", \"changed\", \"note\", \"raw\", \"_penstock_commit\") FROM 's3://acme-lake/_penstock/sales/orders/parts/<base>-<attempt>/orders-copy-0001.json' IAM_ROLE 'arn:aws:iam::123456789012:role/redshift-copy' FORMAT AS PARQUET MANIFEST STATUPDATE OFF"
                .formatted(STAGING));
    assertThat(statements.publish())
        .containsExactly(
            "LOCK TABLE \"penstock\".\"%s\"".formatted(Names.ledger(PIPELINE, "orders")),
            "INSERT INTO \"sales\".\"orders\" (\"id\", \"changed\", \"note\", \"raw\", \"_penstock_commit\") SELECT CAST(\"id\" AS VARCHAR(36)), \"changed\", \"note\", \"raw\", \"_penstock_commit\" FROM %s"
                .formatted(STAGING));
  }

  @Test
  void whatReplacesAllDeletesAllWithinTheTransaction() {
    var statements = of(Optional.empty(), TargetTable.Earlier.GOES);
    assertThat(statements.publish().get(1)).isEqualTo("DELETE FROM \"sales\".\"orders\"");
    assertThat(statements.publish().subList(2, 3))
        .isEqualTo(of(Optional.empty()).publish().subList(1, 2));
  }

  @Test
  void whatReplacesDaysDeletesTheseWithinTheTransaction() {
    var statements = of(Optional.empty(), TargetTable.Earlier.DAYS_GO);
    assertThat(statements.publish().get(1))
        .isEqualTo("DELETE FROM \"sales\".\"orders\" WHERE \"changed\" IN (<days>)");
    assertThat(statements.publish().subList(2, 3))
        .isEqualTo(of(Optional.empty()).publish().subList(1, 2));
    var day = LocalDate.parse("2026-02-27");
    var days = Days.of("CHANGED", List.of(day.plusDays(1), day, day.plusDays(2), day.plusDays(4)));
    assertThat(new StagedRows("penstock.stg", COLUMNS).deleteDays("sales.orders", days))
        .isEqualTo(
            "DELETE FROM \"sales\".\"orders\" WHERE (\"changed\" >= DATE '2026-02-27' AND \"changed\""
                + " <= DATE '2026-03-01') OR (\"changed\" >= DATE '2026-03-03' AND \"changed\" <= DATE"
                + " '2026-03-03')");
    assertThat(
            new StagedRows("penstock.stg", COLUMNS)
                .deleteDays(
                    "sales.orders", Days.of("Changed", List.of(LocalDate.of(9999, 12, 31)))))
        .endsWith("(\"changed\" >= DATE '9999-12-31' AND \"changed\" <= DATE '9999-12-31')");
  }

  @Test
  void anUpsertDeletesTheKeysThatCameAndInsertsTheNewestOfEach() {
    var bare = STAGING.substring(STAGING.indexOf('.') + 1);
    var columns = "\"id\", \"changed\", \"note\", \"raw\", \"_penstock_commit\"";
    var statements = of(Optional.of(new Upsert(List.of("ID"), List.of("changed"))));
    assertThat(statements.publish().subList(1, 3))
        .containsExactly(
            "DELETE FROM \"sales\".\"orders\" USING %s WHERE \"orders\".\"id\" = CAST(%s.\"id\" AS VARCHAR(36))"
                .formatted(STAGING, bare),
            "INSERT INTO \"sales\".\"orders\" (%s) SELECT %s FROM (SELECT %s, ROW_NUMBER() OVER (PARTITION BY \"id\" ORDER BY \"changed\" DESC NULLS LAST, \"note\" DESC NULLS LAST) AS \"_penstock_version\" FROM (SELECT CAST(\"id\" AS VARCHAR(36)) AS \"id\", \"changed\", \"note\", \"raw\", \"_penstock_commit\" FROM %s) AS \"meant\") AS \"ranked\" WHERE \"_penstock_version\" = 1"
                .formatted(columns, columns, columns, STAGING));
  }

  @Test
  void documentsAreParsedWhereTheyAreStoredAndNowhereElse() {
    var parsing =
        new Table(
            "warehouse",
            "sales",
            "orders",
            Optional.empty(),
            List.of(),
            false,
            List.of(),
            List.of(),
            true);
    var columns =
        List.of(
            new Column("Id", "BIGINT", Optional.empty()),
            new Column("Doc", "JSON", Optional.empty()));
    var added = of(parsing, columns, Optional.empty(), TargetTable.Earlier.STAYS);
    assertThat(added.table())
        .isEqualTo(
            "CREATE TABLE IF NOT EXISTS \"sales\".\"orders\" (\"id\" BIGINT, \"doc\" SUPER)");
    assertThat(added.staging()).contains("\"doc\" VARCHAR(65535)");
    assertThat(added.copy()).doesNotContain("SERIALIZETOJSON");
    assertThat(added.publish().getLast())
        .isEqualTo(
            "INSERT INTO \"sales\".\"orders\" (\"id\", \"doc\") SELECT \"id\", JSON_PARSE(\"doc\") FROM "
                + STAGING);
    var upserted =
        of(
            parsing,
            columns,
            Optional.of(new Upsert(List.of("id"), List.of())),
            TargetTable.Earlier.STAYS);
    assertThat(upserted.publish().get(1)).startsWith("DELETE").doesNotContain("JSON_PARSE");
    assertThat(upserted.publish().get(2))
        .isEqualTo(
            "INSERT INTO \"sales\".\"orders\" (\"id\", \"doc\") SELECT \"id\", JSON_PARSE(\"doc\") FROM (SELECT \"id\", \"doc\", ROW_NUMBER() OVER (PARTITION BY \"id\" ORDER BY \"doc\" DESC NULLS LAST) AS \"_penstock_version\" FROM (SELECT \"id\", \"doc\" FROM %s) AS \"meant\") AS \"ranked\" WHERE \"_penstock_version\" = 1"
                .formatted(STAGING));
    assertThat(WarehouseStatements.addColumn(parsing, "doc", "JSON"))
        .isEqualTo("ALTER TABLE \"sales\".\"orders\" ADD COLUMN \"doc\" SUPER");
  }

  @Test
  void aKeyWhoseNewestRowIsADeleteIsNotInserted() {
    var byFlag =
        new Upsert(List.of("id"), List.of("changed"), Optional.of("RAW"), Optional.empty());
    assertThat(of(Optional.of(byFlag)).publish().get(2))
        .contains(
            "ORDER BY \"changed\" DESC NULLS LAST, \"raw\" DESC NULLS LAST, \"note\" DESC NULLS LAST)")
        .endsWith(" WHERE \"_penstock_version\" = 1 AND \"raw\" IS NULL");
    var rows =
        new StagedRows(
            "penstock.staged",
            List.of(
                new Column("id", "BIGINT", Optional.empty()),
                new Column("gone", "BOOLEAN", Optional.empty())));
    var upsert = new Upsert(List.of("id"), List.of(), Optional.of("gone"), Optional.empty());
    assertThat(rows.moveInto("sales.orders", Optional.of(upsert)).getLast())
        .endsWith(" WHERE \"_penstock_version\" = 1 AND NOT COALESCE(\"gone\", FALSE)");
    assertThat(rows.count(upsert))
        .startsWith(
            "SELECT COUNT(*), COALESCE(SUM(CASE WHEN \"_penstock_version\" = 1 AND NOT"
                + " COALESCE(\"gone\", FALSE) THEN 1 ELSE 0 END), 0) FROM (SELECT ");
  }

  @Test
  void versionsAreMadeBesideTheTableAndTakeThePlaceOfThoseOfTheirKeys() {
    var columns =
        List.of(
            new Column("id", "BIGINT", Optional.empty()),
            new Column("changed", "TIMESTAMPTZ", Optional.empty()),
            new Column("_penstock_hash", "VARCHAR", Optional.empty()),
            new Column("_penstock_commit", "BIGINT", Optional.empty()));
    var kept =
        new Upsert(
            List.of("ID"),
            List.of("changed"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Upsert.Versions.KEPT));
    var statements = of(TABLE, columns, Optional.of(kept), TargetTable.Earlier.STAYS);
    assertThat(statements.table())
        .contains(
            "\"_penstock_valid_from\" TIMESTAMPTZ, \"_penstock_valid_to\" TIMESTAMPTZ,"
                + " \"_penstock_last_seen\" TIMESTAMPTZ)");
    assertThat(statements.staging()).doesNotContain("valid");
    var publish = statements.publish();
    assertThat(publish.get(1)).startsWith("CREATE TEMP TABLE \"_penstock_versions\" AS WITH ");
    assertThat(publish.get(2))
        .isEqualTo(
            "DELETE FROM \"sales\".\"orders\" USING \"_penstock_versions\" WHERE \"orders\".\"id\" ="
                + " \"_penstock_versions\".\"id\"");
    assertThat(publish.get(3)).startsWith("INSERT INTO \"sales\".\"orders\" (\"id\", ");
    assertThat(publish.get(4)).isEqualTo("DROP TABLE \"_penstock_versions\"");
  }

  @Test
  void rightsGoToUsersGroupsRolesAndEverybodyByQuotedNames() {
    var granted =
        new Table(
            "warehouse",
            "sales",
            "orders",
            Optional.empty(),
            List.of(),
            false,
            List.of(
                new Grant(Grant.Kind.USER, "anna o'neil", List.of("SELECT")),
                new Grant(Grant.Kind.GROUP, "readers", List.of("SELECT", "INSERT")),
                new Grant(Grant.Kind.ROLE, "analyst", List.of("SELECT")),
                new Grant(Grant.Kind.PUBLIC, "", List.of("SELECT"))),
            List.of());
    assertThat(TargetTable.grants(granted))
        .containsExactly(
            "GRANT SELECT ON TABLE \"sales\".\"orders\" TO \"anna o'neil\"",
            "GRANT SELECT, INSERT ON TABLE \"sales\".\"orders\" TO GROUP \"readers\"",
            "GRANT SELECT ON TABLE \"sales\".\"orders\" TO ROLE \"analyst\"",
            "GRANT SELECT ON TABLE \"sales\".\"orders\" TO PUBLIC");
  }
}
