package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.runner.change.Effect;
import dev.penstock.runner.change.TwoStates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An edit of a manifest, and what it means: by manifests alone. */
class PlanChangeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  /**
   * A row of the table.
   *
   * @param file that is edited
   * @param effects by their kinds, in the order of the alphabet
   */
  record Case(
      String name, String file, UnaryOperator<String> edit, int exit, List<String> effects) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(
      String name, String file, UnaryOperator<String> edit, int exit, String... effects) {
    return new Case(name, file, edit, exit, Stream.of(effects).sorted().toList());
  }

  private static UnaryOperator<String> swap(String before, String after) {
    return text -> text.replace(before, after);
  }

  static List<Case> cases() {
    return List.of(
        of("another schedule", "orders.yaml", swap("15 * * * *", "45 * * * *"), 0),
        of("suspended", "orders.yaml", swap("runOnChange: true", "suspend: true"), 0),
        of(
            "a column less",
            "orders.yaml",
            swap("updated_at,\n          c.segment", "updated_at"),
            65,
            "ColumnNoLongerFilled",
            "ReaderLosesColumn"),
        of(
            "a column more",
            "orders.yaml",
            swap("c.segment", "c.segment, CAST(o.updated_at AS DATE) AS day"),
            0,
            "TableAltered"),
        of(
            "a column more that its table may not get",
            "orders.yaml",
            text ->
                text.replace("c.segment", "c.segment, CAST(o.updated_at AS DATE) AS day")
                    .replace(
                        "      mode: Upsert\n",
                        "      mode: Upsert\n      schema: {newColumn: Fail}\n"),
            0,
            "TableLacksColumn"),
        of(
            "a column more that its table goes without",
            "orders.yaml",
            text ->
                text.replace("c.segment", "c.segment, CAST(o.updated_at AS DATE) AS day")
                    .replace(
                        "      mode: Upsert\n",
                        "      mode: Upsert\n      schema: {newColumn: Ignore}\n"),
            0),
        of(
            "a narrower column",
            "orders.yaml",
            swap("DECIMAL(12, 2)", "DECIMAL(9, 2)"),
            65,
            "ColumnNarrowed",
            "ReaderColumnNarrowed"),
        of(
            "a wider column",
            "orders.yaml",
            swap("DECIMAL(12, 2)", "DECIMAL(14, 2)"),
            0,
            "TableLacksRoom"),
        of(
            "another table",
            "orders.yaml",
            swap("table: sales.orders", "table: sales.all_orders"),
            65,
            "HistoryMismatch",
            "ReaderLosesTable"),
        of("a reader less", "segments.yaml", text -> "", 0, "PipelineEnds"),
        of("a writer less", "orders.yaml", text -> "", 65, "PipelineEnds", "ReaderLosesTable"),
        of(
            "another mode",
            "orders.yaml",
            swap("mode: Upsert\n      key: [order_id]", "mode: Append"),
            0,
            "ModeChanged",
            "ReaderMeetsOtherRows"),
        of(
            "another way to learn of deletes",
            "orders.yaml",
            swap(
                "mode: Upsert\n      key: [order_id]",
                "mode: Upsert\n      key: [order_id]\n      deletes: {column: updated_at}"),
            0,
            "ModeChanged"),
        of(
            "a table that keeps versions",
            "orders.yaml",
            swap("mode: Upsert", "mode: Scd2\n      orderBy: [updated_at]"),
            65,
            "HistoryMismatch",
            "ReaderMeetsOtherRows"),
        of(
            "a table that replaces whole days",
            "orders.yaml",
            text ->
                text.replace(
                        "mode: Upsert\n      key: [order_id]",
                        "mode: Window\n      window: {column: day}")
                    .replaceAll("(?m)^ +incremental: .*\n", "")
                    .replace("c.segment", "c.segment, CAST(o.updated_at AS DATE) AS day"),
            65,
            "HistoryMismatch",
            "ReadWhole",
            "ReaderMeetsOtherRows",
            "TableAltered"),
        of(
            "after another that runs by its schedule",
            "segments.yaml",
            text -> text + "  after: {pipelines: [{name: orders}]}\n",
            0,
            "AfterChanged"),
        of(
            "after another that runs only on request",
            "orders.yaml",
            text -> text + "  after: {pipelines: [{name: segments}]}\n",
            0,
            "AfterChanged",
            "UpstreamRests"),
        of(
            "after one that is not there",
            "segments.yaml",
            text -> text + "  after: {pipelines: [{name: customers}]}\n",
            0,
            "AfterChanged",
            "UpstreamMissing"),
        of(
            "somebody who is told",
            "orders.yaml",
            text ->
                text + "  notify: [{name: team, connection: data-slack}]\n---\n" + TwoStates.SLACK,
            0,
            "NotifiersChange"),
        of(
            "somebody who is told by a connection that is not there",
            "orders.yaml",
            text -> text + "  notify: [{name: team, connection: data-slack}]\n",
            78,
            "ConnectionMissing"),
        of(
            "somebody who is told by a database",
            "orders.yaml",
            text -> text + "  notify: [{name: team, connection: shop-db}]\n",
            78,
            "ConnectionOfOtherKind"),
        of(
            "another role that reads parts",
            "connections.yaml",
            swap("role/redshift-copy", "role/redshift-load"),
            0,
            "CredentialsChanged"),
        of(
            "less that is allowed",
            "connections.yaml",
            swap("  redshift:\n", "  allow: {access: [Read]}\n  redshift:\n"),
            78,
            "InvalidManifest"),
        of(
            "deletes by what does not come where only what has changed comes",
            "orders.yaml",
            swap(
                "mode: Upsert\n      key: [order_id]",
                "mode: Upsert\n      key: [order_id]\n      deletes: {absence: {maxPercent: 5}}"),
            78,
            "InvalidManifest"),
        of(
            "a mode that replaces all rows by what has changed",
            "orders.yaml",
            text ->
                text.replace("mode: Upsert\n      key: [order_id]", "mode: Replace")
                    .replace("      orderBy: [updated_at]", "      #"),
            78,
            "InvalidManifest"),
        of(
            "another policy of a column",
            "orders.yaml",
            swap(
                "      key: [order_id]\n",
                "      key: [order_id]\n      columns: [{name: segment, tooLong: Truncate}]\n"),
            0,
            "ValuesChange"),
        of(
            "a policy of a column that is not there",
            "orders.yaml",
            swap(
                "      key: [order_id]\n",
                "      key: [order_id]\n      columns: [{name: nick, tooLong: Truncate}]\n"),
            65,
            "ColumnNotFound",
            "ValuesChange"),
        of(
            "texts of a column that is not there",
            "orders.yaml",
            text ->
                text.replaceFirst(
                    "connection: shop-db\n",
                    "connection: shop-db\n      columns: [{name: nick, invalidText: Replace}]\n"),
            65,
            "ColumnNotFound",
            "ValuesChange"),
        of(
            "another key",
            "orders.yaml",
            swap("      key: [order_id]\n", "      key: [order_id, customer_id]\n"),
            0,
            "KeyChanged"),
        of(
            "a source without a column that a step uses",
            "orders.yaml",
            swap("[customer_id, segment]", "[customer_id]"),
            65,
            "ColumnNotFound"),
        of(
            "another cursor",
            "orders.yaml",
            text ->
                text.replace("total, updated_at]", "total, updated_at, changed_at]")
                    .replace("column: updated_at", "column: changed_at")
                    .replace("o.updated_at,", "o.updated_at, o.changed_at,"),
            65,
            "HistoryMismatch",
            "TableAltered"),
        of(
            "another key of a source",
            "orders.yaml",
            swap("key: [order_id], overlap", "key: [order_id, customer_id], overlap"),
            65,
            "HistoryMismatch"),
        of(
            "no longer incremental",
            "orders.yaml",
            text ->
                text.replace(
                        "        incremental: {column: updated_at, key: [order_id], overlap: 10m}\n",
                        "")
                    .replace(
                        "      key: [order_id]\n",
                        "      key: [order_id]\n      orderBy: [updated_at]\n"),
            0,
            "ReadWhole"),
        of(
            "another connection of a source",
            "orders.yaml",
            text -> text.replaceFirst("connection: shop-db", "connection: copy-db"),
            0,
            "SourceMoves"),
        of("another path", "orders.yaml", swap("sales/orders}", "sales/all}"), 0, "DatasetMoves"),
        of(
            "directories",
            "orders.yaml",
            swap("path: sales/orders}", "path: sales/orders, partitionBy: [segment]}"),
            0,
            "DirectoriesChange"),
        of(
            "an order by a column that is not there",
            "orders.yaml",
            swap("mode: Upsert", "sortBy: [day]\n      mode: Upsert"),
            65,
            "ColumnNotFound"),
        of(
            "another distKey",
            "orders.yaml",
            swap("distKey: customer_id", "distKey: order_id"),
            0,
            "TableKeepsKeys"),
        of(
            "another store",
            "orders.yaml",
            swap("store: {connection: lake}", "store: {connection: lake, prefix: logs}"),
            65,
            "StoreChanged"),
        of(
            "a target more",
            "orders.yaml",
            text ->
                text
                    + "    - {name: archive, from: orders, s3: {connection: lake, path: sales/archive}}\n",
            0,
            "TargetBegins"),
        of(
            "a side less",
            "orders.yaml",
            swap("      s3: {connection: lake, path: sales/orders}\n", ""),
            0,
            "TargetAbandoned"),
        of(
            "a path that is taken",
            "segments.yaml",
            swap("reports/segments", "sales/orders"),
            65,
            "DatasetMoves",
            "PlaceTakenTwice"),
        of("SQL that does not parse", "orders.yaml", swap("SELECT\n", "SELEC\n"), 78, "SqlRefused"),
        of(
            "no such relation",
            "orders.yaml",
            swap("FROM orders o", "FROM order o"),
            78,
            "SqlRefused"),
        of(
            "no such cron line",
            "orders.yaml",
            swap("15 * * * *", "99 * * * *"),
            78,
            "InvalidManifest"),
        of("no such connection", "connections.yaml", swap("name: copy-db", "name: copy"), 0),
        of(
            "a connection that is used is gone",
            "connections.yaml",
            swap("metadata: {name: shop-db}", "metadata: {name: shop}"),
            78,
            "ConnectionMissing",
            "ConnectionMissing"),
        of(
            "a connection of another kind",
            "orders.yaml",
            swap("redshift: {connection: warehouse,", "redshift: {connection: shop-db,"),
            78,
            "ConnectionOfOtherKind"),
        of(
            "another warehouse",
            "connections.yaml",
            swap("    host: analytics.prod.internal\n", "    host: analytics-2.prod.internal\n"),
            65,
            "ReaderLosesTable",
            "WarehouseMoves"),
        of(
            "another bucket",
            "connections.yaml",
            swap("bucket: acme-prod", "bucket: acme-prod-2"),
            65,
            "DatasetMoves",
            "StoreMoves"),
        of(
            "another database",
            "connections.yaml",
            swap("host: shop-db.internal", "host: shop-db-2.internal"),
            0,
            "SourceMoves"),
        of(
            "less of TLS",
            "connections.yaml",
            swap("host: copy-db.internal,", "host: copy-db.internal, tls: Disable,"),
            0,
            "TlsWeaker"),
        of(
            "another Secret",
            "connections.yaml",
            text -> text.replaceFirst("name: shop-db}}", "name: shop-reader}}"),
            0,
            "CredentialsChanged"),
        of(
            "another name, and a column less",
            "orders.yaml",
            text ->
                text.replace("metadata: {name: orders}", "metadata: {name: sales}")
                    .replace("updated_at,\n          c.segment", "updated_at"),
            65,
            "ColumnNoLongerFilled",
            "HistoryMismatch",
            "HistoryMismatch",
            "PipelineEnds",
            "ReaderLosesColumn"),
        of(
            "another name of a target, and a column less",
            "orders.yaml",
            text ->
                text.replace("- name: orders\n      from", "- name: all\n      from")
                    .replace("updated_at,\n          c.segment", "updated_at"),
            65,
            "ColumnNoLongerFilled",
            "ReaderLosesColumn",
            "TargetAbandoned",
            "TargetBegins"),
        of(
            "a store that encrypts",
            "connections.yaml",
            swap("region: us-east-1}", "region: us-east-1, encryption: {s3: {}}}"),
            0));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anEditMeansWhatTheTableSays(Case row) throws Exception {
    var json = plan(row, "json");
    assertThat(codes(json)).as(json.toPrettyString()).isEqualTo(row.effects());
    assertThat(json.at("/exit/code").asInt()).as(json.toPrettyString()).isEqualTo(row.exit());
  }

  private JsonNode plan(Case row, String output) throws Exception {
    var before = TwoStates.write(directory.resolve("before"), "prod");
    var after = TwoStates.write(directory.resolve("after"), "prod");
    TwoStates.edit(after.resolve("prod").resolve(row.file()), row.edit());
    var said = Penstock.planned(before, after, output);
    assertThat(said.err()).isEmpty();
    var json = JSON.readTree(said.out());
    assertThat(json.at("/exit/code").asInt()).isEqualTo(said.code());
    return json;
  }

  private static List<String> codes(JsonNode json) {
    List<String> codes = new ArrayList<>();
    for (var effects : json.findValues("effects")) {
      effects.forEach(effect -> codes.add(effect.path("code").asText()));
    }
    return codes.stream().sorted().toList();
  }

  private static Case row(String name) {
    return cases().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void everyKindOfEffectThatNeedsNoConnectionIsInTheTable() {
    var shown = new TreeSet<String>();
    cases().forEach(row -> shown.addAll(row.effects()));
    var elsewhere =
        EnumSet.of(
            Effect.Code.FIXED,
            Effect.Code.NOTIFICATIONS_MOVE,
            Effect.Code.PLACE_SHARED,
            Effect.Code.READ_FROM_THE_BEGINNING,
            Effect.Code.TABLE_MADE,
            Effect.Code.TABLE_MISMATCH,
            Effect.Code.RUN_REFUSED,
            Effect.Code.NOT_ASKED);
    Set<String> all = new TreeSet<>();
    EnumSet.complementOf(elsewhere).forEach(code -> all.add(code.toString()));
    assertThat(shown).isEqualTo(all);
  }

  @Test
  void aPlaceOfAnotherPipelineNamesBothAndTheWaysOut() throws Exception {
    var json = plan(row("another name, and a column less"), "json");
    assertThat(json.at("/environments/0/effects").findValuesAsText("message"))
        .containsExactly(
            "sales.orders has been filled by target orders of pipeline orders, and is now to be"
                + " filled by target orders of pipeline sales: it belongs to the log of the former,"
                + " and the next run is refused",
            "s3://acme-prod/sales/orders has been filled by target orders of pipeline orders, and is"
                + " now to be filled by target orders of pipeline sales: it belongs to the log of"
                + " the former, and the next run is refused");
    assertThat(json.at("/environments/0/effects/0/nextStep").asText())
        .contains("fullRefresh", "adopt");
    assertThat(json.at("/environments/0/effects/1/nextStep").asText())
        .contains("a path of its own", "neither fullRefresh nor adopt");
  }

  /** As the table has it for the way there. */
  @ParameterizedTest
  @ValueSource(strings = {"Upsert", "Append"})
  void aTableThatKeepsVersionsNoMoreIsTold(String mode) throws Exception {
    var before = TwoStates.write(directory.resolve("before"), "prod");
    var after = TwoStates.write(directory.resolve("after"), "prod");
    TwoStates.edit(
        before.resolve("prod").resolve("orders.yaml"),
        swap("mode: Upsert", "mode: Scd2\n      orderBy: [updated_at]"));
    if (mode.equals("Append")) {
      TwoStates.edit(
          after.resolve("prod").resolve("orders.yaml"),
          swap("mode: Upsert\n      key: [order_id]", "mode: Append"));
    }
    var json =
        JSON.readTree(
            Penstock.run("plan", "--from", before, "--to", after, "--output", "json").out());
    assertThat(codes(json)).contains("ModeChanged");
    assertThat(json.findValuesAsText("message"))
        .anyMatch(said ->
            said.startsWith("Target orders no longer keeps versions: those that its table holds"));
    assertThat(json.findValuesAsText("nextStep"))
        .contains("Ask for one run with fullRefresh, or name another table");
  }

  @Test
  void aPipelineThatMovesToAnotherNamespaceIsRefused() throws Exception {
    var before = Files.createDirectories(directory.resolve("before"));
    var after = Files.createDirectories(directory.resolve("after"));
    var one = TwoStates.CONNECTIONS + "---\n" + TwoStates.ORDERS;
    // Files in a folder: each namespace is an environment. Folders: one holds both.
    for (var folder : List.of(".", "prod")) {
      Files.createDirectories(before.resolve(folder));
      Files.createDirectories(after.resolve(folder));
      Files.writeString(
          before.resolve(folder).resolve("all.yaml"),
          one.replaceAll("metadata: \\{", "metadata: {namespace: old, "));
      Files.writeString(
          after.resolve(folder).resolve("all.yaml"),
          one.replaceAll("metadata: \\{", "metadata: {namespace: new, "));
      var json =
          JSON.readTree(
              Penstock.run(
                      "plan",
                      "--from",
                      before.resolve(folder),
                      "--to",
                      after.resolve(folder),
                      "--output",
                      "json")
                  .out());
      assertThat(codes(json)).containsExactly("HistoryMismatch", "HistoryMismatch", "PipelineEnds");
      assertThat(json.at("/exit/why").asText())
          .contains("in namespace old, and is now to be filled", "in namespace new");
    }
  }

  @Test
  void namesakesOfTwoNamespacesThatFillOneTableAreTold() throws Exception {
    var before = TwoStates.write(directory.resolve("before"), "prod");
    var after = TwoStates.write(directory.resolve("after"), "prod");
    for (var name : List.of("connections", "orders")) {
      Files.writeString(
          after.resolve("prod").resolve("second-" + name + ".yaml"),
          Files.readString(after.resolve("prod").resolve(name + ".yaml"))
              .replaceAll("metadata: \\{", "metadata: {namespace: second, "));
    }
    var json =
        JSON.readTree(
            Penstock.run("plan", "--from", before, "--to", after, "--output", "json").out());
    assertThat(codes(json)).containsExactly("PlaceTakenTwice", "PlaceTakenTwice");
    assertThat(json.at("/exit/why").asText())
        .contains("target orders of pipeline orders in namespace default and target orders")
        .contains("in namespace second");
  }

  @ParameterizedTest
  @ValueSource(strings = {"o.*, c.*", "o.order_id, o.total, c.segment"})
  void aColumnThatAStarLeavesOutFromNowOnIsSurelyDropped(String earlier) throws Exception {
    var before = star(earlier, "before");
    var after = star("o.*, c.* EXCLUDE (segment)", "after");
    var json =
        JSON.readTree(
            Penstock.run("plan", "--from", before, "--to", after, "--output", "json").out());
    var columns = new ArrayList<String>();
    for (var column : json.at("/environments/0/pipelines/0/targets/0/columns")) {
      if (column.path("kind").asText().equals("dropped") && column.path("certain").asBoolean()) {
        columns.add(column.path("name").asText());
      }
    }
    assertThat(columns).containsExactly("segment");
    assertThat(json.at("/exit/why").asText()).contains("ReaderLosesColumn");
  }

  @Test
  void aColumnThatAStarLeavesOutAndSqlBringsAgainIsNoChange() throws Exception {
    var before = star("o.*, c.*", "before");
    var after = star("o.*, c.* EXCLUDE (segment), CAST(c.segment AS VARCHAR) AS segment", "after");
    for (var way : List.of(List.of(before, after), List.of(after, before))) {
      var json =
          JSON.readTree(
              Penstock.run("plan", "--from", way.get(0), "--to", way.get(1), "--output", "json")
                  .out());
      assertThat(json.at("/environments/0/pipelines/0/targets/0/columns")).isEmpty();
      assertThat(codes(json)).isEmpty();
    }
  }

  /** Customers are a source whose columns nobody has written. */
  private Path star(String columns, String state) throws Exception {
    var folder = TwoStates.write(directory.resolve(state), "prod");
    TwoStates.edit(
        folder.resolve("prod/orders.yaml"),
        text ->
            text.replace(", columns: [customer_id, segment]}", "}")
                .replaceAll("(?s)SELECT.*?FROM orders o", "SELECT " + columns + " FROM orders o"));
    return folder;
  }

  @Test
  void aFieldThatHoldsNothingIsToldAsWritten() throws Exception {
    var json = plan(row("a store that encrypts"), "json");
    var fields = json.at("/environments/0/connections/0/fields");
    assertThat(fields.findValuesAsText("path")).containsExactly("spec.s3.encryption.s3");
    assertThat(fields.at("/0/after").asText()).isEqualTo("{}");
  }

  @Test
  void mountsOfOneVolumeAreToldApart() throws Exception {
    var before = TwoStates.write(directory.resolve("before"), "prod");
    var after = TwoStates.write(directory.resolve("after"), "prod");
    var pod =
        "schedule: \"15 * * * *\"\n  pod:\n    volumes: [{name: keys, emptyDir: {}}]\n"
            + "    volumeMounts: [{name: keys, mountPath: %s}, {name: keys, mountPath: /b}]";
    TwoStates.edit(
        before.resolve("prod/orders.yaml"), swap("schedule: \"15 * * * *\"", pod.formatted("/a")));
    TwoStates.edit(
        after.resolve("prod/orders.yaml"), swap("schedule: \"15 * * * *\"", pod.formatted("/c")));
    var json =
        JSON.readTree(
            Penstock.run("plan", "--from", before, "--to", after, "--output", "json").out());
    assertThat(json.at("/environments/0/pipelines/0/fields/0/path").asText())
        .as(json.toPrettyString())
        .isEqualTo("spec.pod.volumeMounts");
  }

  @Test
  void aScheduleIsToldWithItsNextTimesAndMakesNoRun() throws Exception {
    var pipeline = plan(row("another schedule"), "json").at("/environments/0/pipelines/0");
    assertThat(pipeline.at("/schedule/before/schedule").asText()).isEqualTo("15 * * * *");
    assertThat(pipeline.at("/schedule/after/next/0").asText()).isEqualTo("2026-03-01T00:45:00Z");
    assertThat(pipeline.at("/schedule/after/next")).hasSize(3);
    assertThat(pipeline.at("/run").asText()).isEqualTo("none");
    assertThat(pipeline.at("/specHashBefore")).isEqualTo(pipeline.at("/specHashAfter"));
  }

  @Test
  void aChangeOfTheSqlMakesARunAndIsShownLineByLine() throws Exception {
    var pipeline = plan(row("a narrower column"), "json").at("/environments/0/pipelines/0");
    assertThat(pipeline.at("/run").asText()).isEqualTo("made");
    assertThat(pipeline.at("/specHashBefore")).isNotEqualTo(pipeline.at("/specHashAfter"));
    assertThat(pipeline.at("/fields/0/path").asText()).isEqualTo("spec.steps[enriched].sql");
    assertThat(pipeline.at("/fields/0/diff").toString())
        .contains("-  CAST(o.total AS DECIMAL(12, 2)) AS total,")
        .contains("+  CAST(o.total AS DECIMAL(9, 2)) AS total,");
    assertThat(pipeline.at("/targets/0/columns/0/kind").asText()).isEqualTo("narrowed");
    assertThat(pipeline.at("/targets/0/columns/0/before").asText()).isEqualTo("DECIMAL(12,2)");
  }

  @Test
  void theMessageTellsWhichStatementMakesRoomForAColumn() throws Exception {
    var json = plan(row("a column more that its table may not get"), "json");
    assertThat(json.findValuesAsText("nextStep"))
        .contains("Run before the merge: ALTER TABLE \"sales\".\"orders\" ADD COLUMN \"day\" DATE");
  }

  @Test
  void whatAStarHidesIsSaidToBeUnknown() throws Exception {
    var json =
        plan(
            of(
                "star",
                "orders.yaml",
                text ->
                    text.replace(
                            "        columns: [order_id, customer_id, total, updated_at]\n", "")
                        .replace("o.order_id,\n", "o.*,\n"),
                0),
            "json");
    assertThat(json.at("/environments/0/pipelines/0/targets/0/unknown/0").asText())
        .isEqualTo("public.orders of shop-db");
    assertThat(json.at("/environments/0/pipelines/0/targets/0/columns/0/certain").asBoolean())
        .isFalse();
    assertThat(codes(json)).containsExactly("ColumnNoLongerFilled");
  }

  @Test
  void theSameStateTwiceChangesNothing() throws Exception {
    var before = TwoStates.write(directory.resolve("before"), "prod");
    var said = Penstock.run("plan", "--from", before, "--to", before, "--fail-on", "any");
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("0 of 1 environments change").contains("nothing changes");
  }

  @Test
  void anythingFailsWhereAnythingIsToFailAndNothingWhereNothingIs() throws Exception {
    var before = TwoStates.write(directory.resolve("before"), "prod");
    var after = TwoStates.write(directory.resolve("after"), "prod");
    TwoStates.edit(after.resolve("prod/orders.yaml"), swap("15 * * * *", "45 * * * *"));
    assertThat(Penstock.run("plan", "--from", before, "--to", after).code()).isZero();
    assertThat(Penstock.run("plan", "--from", before, "--to", after, "--fail-on", "any").code())
        .isEqualTo(65);
    TwoStates.edit(after.resolve("prod/orders.yaml"), text -> "");
    var said = Penstock.run("plan", "--from", before, "--to", after, "--fail-on", "never");
    assertThat(said.code()).isZero();
    assertThat(said.lines().getLast())
        .startsWith("Exit 0: prod: ReaderLosesTable: ")
        .endsWith("; told only");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT SUM(TOTAL) AS total, SEGMENT FROM SALES.ORDERS GROUP BY SEGMENT",
        "SELECT o.total FROM sales.orders o JOIN sales.names n USING (segment)",
        "SELECT o.total FROM sales.orders o NATURAL JOIN sales.names n",
        "SELECT o FROM sales.orders o"
      })
  void aReaderIsFoundHoweverItNamesTheColumn(String sql) throws Exception {
    var before = TwoStates.write(directory.resolve("before"), "prod");
    var after = TwoStates.write(directory.resolve("after"), "prod");
    for (var state : List.of(before, after)) {
      TwoStates.edit(
          state.resolve("prod/segments.yaml"),
          text -> text.replaceFirst("sql: \"[^\"]*\"", "sql: \"" + sql + "\""));
    }
    TwoStates.edit(
        after.resolve("prod/orders.yaml"), swap("updated_at,\n          c.segment", "updated_at"));
    var said = Penstock.run("plan", "--from", before, "--to", after);
    assertThat(said.out()).contains("ReaderLosesColumn");
    assertThat(said.code()).isEqualTo(65);
  }

  @Test
  void aFileThatIsNoYamlIsToldAndAnAliasIsNotFollowed() throws Exception {
    var before = TwoStates.write(directory.resolve("before"), "prod");
    var after = TwoStates.write(directory.resolve("after"), "prod");
    Files.writeString(after.resolve("prod/bomb.yaml"), "a: &a [x, x]\nb: [*a, *a]\n");
    Files.writeString(after.resolve("prod/torn.yaml"), "kind: [");
    var said = Penstock.run("plan", "--from", before, "--to", after);
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.out())
        .contains("aliases are not followed", "(prod/torn.yaml)")
        .doesNotContain(directory.toString() + "/after/prod");
  }

  @Test
  void aManifestThatIsRightAgainIsToldSo() throws Exception {
    var before = TwoStates.write(directory.resolve("before"), "prod");
    var after = TwoStates.write(directory.resolve("after"), "prod");
    TwoStates.edit(before.resolve("prod/orders.yaml"), swap("15 * * * *", "99 * * * *"));
    var json =
        JSON.readTree(
            Penstock.run("plan", "--from", before, "--to", after, "--output", "json").out());
    assertThat(codes(json)).containsExactly("Fixed");
    assertThat(json.at("/exit/code").asInt()).isZero();
  }

  @Test
  void aSourceThatBecomesIncrementalIsReadFromTheBeginning() throws Exception {
    var before = TwoStates.write(directory.resolve("before"), "prod");
    var after = TwoStates.write(directory.resolve("after"), "prod");
    TwoStates.edit(before.resolve("prod/orders.yaml"), row("no longer incremental").edit());
    var json =
        JSON.readTree(
            Penstock.run("plan", "--from", before, "--to", after, "--output", "json").out());
    assertThat(codes(json)).containsExactly("ReadFromTheBeginning");
  }

  @Test
  void aNewEnvironmentAndOneThatGoesAreTold() throws Exception {
    var before = TwoStates.write(directory.resolve("before"), "dev");
    var after = TwoStates.write(directory.resolve("after"), "prod");
    var json =
        JSON.readTree(
            Penstock.run("plan", "--from", before, "--to", after, "--output", "json").out());
    assertThat(json.at("/environments/0/kind").asText()).isEqualTo("removed");
    assertThat(json.at("/environments/1/kind").asText()).isEqualTo("added");
    assertThat(json.at("/environments/1/pipelines/0/targets/0/columns/2/after").asText())
        .isEqualTo("DECIMAL(12,2)");
  }

  @Test
  void connectionsThatLeadIntoAnotherEnvironmentBreakTheChange() throws Exception {
    var before = TwoStates.write(directory.resolve("before"), "dev");
    var after = TwoStates.write(directory.resolve("after"), "dev");
    TwoStates.write(after, "prod");
    TwoStates.edit(
        after.resolve("prod/connections.yaml"),
        swap("    host: analytics.prod.internal\n", "    host: analytics.dev.internal\n"));
    var json =
        JSON.readTree(
            Penstock.run("plan", "--from", before, "--to", after, "--output", "json").out());
    assertThat(codes(json)).containsExactly("PlaceShared");
    assertThat(json.at("/exit/why").asText())
        .contains("sales.orders is filled by environments dev and prod");
  }

  @Test
  void namespacesOfOneFolderAreEnvironments() throws Exception {
    var before = Files.createDirectories(directory.resolve("before"));
    var after = Files.createDirectories(directory.resolve("after"));
    var one = TwoStates.CONNECTIONS + "---\n" + TwoStates.ORDERS;
    var dev = one.replaceAll("metadata: \\{", "metadata: {namespace: dev, ");
    var prod = one.replaceAll("metadata: \\{", "metadata: {namespace: prod, ");
    Files.writeString(before.resolve("all.yaml"), dev + "---\n" + prod);
    Files.writeString(
        after.resolve("all.yaml"), dev + "---\n" + prod.replace("15 * * * *", "99 * * * *"));
    var json =
        JSON.readTree(
            Penstock.run("plan", "--from", before, "--to", after, "--output", "json").out());
    assertThat(json.at("/environments/0/name").asText()).isEqualTo("dev");
    assertThat(json.at("/environments/0/kind").asText()).isEqualTo("same");
    assertThat(json.at("/environments/1/effects/0/code").asText()).isEqualTo("InvalidManifest");
  }

  @Test
  void oneOptionWithoutTheOtherAndFilesBesideThemAreRefused() throws Exception {
    var before = TwoStates.write(directory.resolve("before"), "prod");
    assertThat(Penstock.run("plan", "--from", before).code()).isEqualTo(78);
    assertThat(Penstock.run("plan", "--from", before, "--to", before, "-f", before).code())
        .isEqualTo(78);
    var neither = Penstock.run("plan");
    assertThat(neither.code()).isEqualTo(78);
    assertThat(neither.err()).contains("--file", "--from and --to");
  }

  @Test
  void twoFoldersWithoutAnyManifestAreRefused() throws Exception {
    var empty = Files.createDirectories(directory.resolve("empty"));
    var said = Penstock.run("plan", "--from", empty, "--to", empty);
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.err()).contains("There is no EtlPipeline and no EtlConnection");
    var filled = TwoStates.write(directory.resolve("filled"), "prod");
    var first = Penstock.run("plan", "--from", empty, "--to", filled);
    assertThat(first.code()).isZero();
    assertThat(first.out()).contains("holds no manifests: everything is new");
  }
}
