package dev.penstock.runner.init;

import static dev.penstock.runner.init.Tables.PAIR;
import static dev.penstock.runner.init.Tables.column;
import static dev.penstock.runner.init.Tables.draft;
import static dev.penstock.runner.init.Tables.drafts;
import static dev.penstock.runner.init.Tables.entry;
import static dev.penstock.runner.init.Tables.id;
import static dev.penstock.runner.init.Tables.index;
import static dev.penstock.runner.init.Tables.nullable;
import static dev.penstock.runner.init.Tables.primary;
import static dev.penstock.runner.init.Tables.refused;
import static dev.penstock.runner.init.Tables.table;
import static dev.penstock.runner.init.Tables.text;
import static dev.penstock.runner.init.Tables.time;
import static dev.penstock.runner.init.Tables.unique;
import static dev.penstock.runner.init.Tables.zoneless;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.penstock.runner.cli.Penstock;
import dev.penstock.runner.format.Canonical;
import dev.penstock.runner.source.postgres.CatalogEntry;
import dev.penstock.runner.source.postgres.CatalogIndex;
import dev.penstock.runner.source.postgres.CatalogTable;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decided for a table by its catalog, and how that is written down. */
class InitTest {
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final Path DOCS =
      Path.of("").toAbsolutePath().getParent().resolveSibling("docs/init.md");

  private static final boolean WRITE = Boolean.getBoolean("penstock.init.write");

  @TempDir private Path directory;

  private static JsonNode spec(Draft draft) throws Exception {
    return YAML.readTree(draft.text()).path("spec");
  }

  private static JsonNode source(Draft draft) throws Exception {
    return spec(draft).at("/sources/0/table");
  }

  /** The page shows what is written for this table. */
  @Test
  void thePageShowsAnUpsertAndAReplace() throws Exception {
    var orders =
        draft(
            table(
                "orders",
                "Orders of the web shop",
                id("order_id"),
                id("customer_id"),
                nullable(time("shipped_at"), 0.2),
                time("updated_at"),
                refused("tags", "text[]", "to_json(\"tags\") AS \"tags\""),
                primary("order_id"),
                index("orders_updated_at_idx", "updated_at", "order_id")));
    var codes =
        draft(table("country_codes", text("code"), text("name"), primary("code"), 249, 40_960L));
    var page = Files.readString(DOCS);
    var shown = page;
    for (var draft : List.of(orders, codes)) {
      var block = "(?s)(<!-- %s -->\n```yaml\n).*?```".formatted(draft.file());
      shown = shown.replaceFirst(block, "$1" + Matcher.quoteReplacement(draft.text()) + "```");
      assertThat(shown).contains(draft.text());
    }
    if (WRITE) {
      Files.writeString(DOCS, shown);
    }
    assertThat(page).as("run again with -Dpenstock.init.write=true").isEqualTo(shown);
  }

  @Test
  void aKeyAndACursorMakeAnUpsertOfIncrements() throws Exception {
    var draft =
        draft(
            table(
                "orders",
                id("order_id"),
                time("updated_at"),
                primary("order_id"),
                index("by_time", "updated_at")));
    assertThat(draft.mode()).isEqualTo("Upsert");
    assertThat(draft.cursor()).isEqualTo("updated_at");
    assertThat(draft.key()).isEqualTo("order_id");
    assertThat(draft.notes()).isEmpty();
    assertThat(source(draft).path("incremental").toString())
        .isEqualTo(
            "{\"column\":\"updated_at\",\"key\":[\"order_id\"],\"overlap\":\"10m\",\"deletes\":\"Ignore\"}");
    assertThat(spec(draft).at("/targets/0/key").toString()).isEqualTo("[\"order_id\"]");
    assertThat(flowing(draft.text()))
        .contains("found by index by_time. Assumed: every change of a row moves it on.");
  }

  static Stream<CatalogTable> withoutKeyOrCursor() {
    return Stream.of(
        table("no_key", id("a"), time("updated_at")),
        table("nullable_key", nullable(id("a"), -1), time("updated_at"), unique("u", "a")),
        table("expression", id("a"), time("updated_at"), unique("u", "a", "")),
        table("floating", column("a", new ColumnType.Float64()), time("updated_at"), primary("a")),
        table(
            "unread_key",
            refused("a", "inet", "CAST(\"a\" AS text) AS \"a\""),
            id("b"),
            time("updated_at"),
            primary("a")),
        table("no_time", id("a"), primary("a")),
        table("made_only", id("a"), time("created_at"), primary("a")),
        table("part_only", id("a"), time("status_changed_at"), primary("a")),
        table("day_only", id("a"), column("updated_on", new ColumnType.Date()), primary("a")),
        table("mostly_null", id("a"), nullable(time("updated_at"), 0.9), primary("a")));
  }

  @ParameterizedTest
  @MethodSource("withoutKeyOrCursor")
  void withoutAKeyOrACursorAllRowsAreReplaced(CatalogTable table) throws Exception {
    var draft = draft(table);
    assertThat(draft.mode()).isEqualTo("Replace");
    assertThat(draft.cursor()).isEmpty();
    assertThat(source(draft).has("incremental")).isFalse();
    assertThat(spec(draft).at("/targets/0").has("key")).isFalse();
    assertThat(draft.text()).contains("# Every run reads all rows and replaces");
  }

  @Test
  void thePrimaryKeyGoesBeforeOthersAndAShorterBeforeALonger() {
    assertThat(draft(table("t", id("a"), id("b"), unique("a_first", "b"), primary("a"))).key())
        .isEqualTo("a");
    assertThat(draft(table("t", id("a"), id("b"), unique("x", "a", "b"), unique("y", "b"))).key())
        .isEqualTo("b");
    assertThat(
            draft(table("t", nullable(id("a"), -1), id("b"), unique("x", "a"), unique("y", "b")))
                .key())
        .isEqualTo("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "updated_at", "UpdatedAt", "updatedAt", "last_update", "LAST_UPDATE_DATE", "lastmodified",
        "LastModifiedDate", "modified", "modified_on", "date_modified", "changed", "changed_at",
        "write_date", "mtime", "upd_ts", "row_updated_at", "order_changed_at", "ord_updated",
        "sys_updated_on", "SystemModstamp", "updated_at_utc"
      })
  void aNameSaysThatARowChanged(String name) {
    assertThat(CursorName.of(name, "orders")).isEqualTo(CursorName.ROW_CHANGED);
  }

  @ParameterizedTest
  @CsvSource({
    "status_changed_at, PART_CHANGED",
    "password_updated_at, PART_CHANGED",
    "next_update_at, PART_CHANGED",
    "price_change_date, PART_CHANGED",
    "created_at, OTHER",
    "ordered_at, OTHER",
    "exchanged_at, OTHER",
    "changeover_at, OTHER",
    "written_at, OTHER",
    "ts, OTHER",
    "'', OTHER"
  })
  void aNameSaysLess(String name, CursorName expected) {
    assertThat(CursorName.of(name, "orders")).isEqualTo(expected);
  }

  @Test
  void ofSeveralCursorsOneWithoutNullsAndWithAnIndexIsChosen() {
    assertThat(
            draft(
                    table(
                        "t",
                        id("a"),
                        nullable(time("modified_at"), 0),
                        time("updated_at"),
                        index("i", "modified_at"),
                        primary("a")))
                .cursor())
        .isEqualTo("updated_at");
    var indexed =
        draft(
            table(
                "t",
                id("a"),
                time("modified_at"),
                time("updated_at"),
                index("i", "updated_at"),
                index("j", "a", "modified_at"),
                primary("a")));
    assertThat(indexed.cursor()).isEqualTo("updated_at");
    assertThat(indexed.text()).contains("Not chosen: modified_at (would do as well).");
    assertThat(
            draft(
                    table(
                        "t",
                        id("a"),
                        zoneless("changed"),
                        time("updated"),
                        index("i", "changed"),
                        primary("a")))
                .cursor())
        .as("a scan loses nothing, a wrong zone does")
        .isEqualTo("updated");
  }

  @Test
  void aCursorWithoutZoneNeedsOneToBeSaidWhichIsThenAlwaysWritten() throws Exception {
    var local = table("orders", id("a"), zoneless("updated_at"), primary("a"));
    var zoned = table("items", id("a"), time("updated_at"), primary("a"));
    assertThatThrownBy(() -> drafts(Tables.zoneless(PAIR), zoned, local))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("public.orders (updated_at)")
        .hasMessageNotContaining("items")
        .satisfies(e -> assertThat(((ConfigurationException) e).line()).contains("--time-zone"));
    assertThat(drafts(Tables.zoneless(PAIR), zoned)).hasSize(1);
    var whole = table("whole", id("a"), zoneless("updated_at"));
    assertThat(drafts(Tables.zoneless(PAIR), whole)).as("no cursor is used").hasSize(1);
    var drafts = drafts(PAIR, zoned, local);
    assertThat(source(drafts.getFirst()).at("/incremental/timeZone").isMissingNode()).isTrue();
    assertThat(source(drafts.getLast()).at("/incremental/timeZone").asText())
        .isEqualTo("America/New_York");
    assertThat(drafts.getLast().notes()).contains("cursor in America/New_York");
  }

  @Test
  void aTimeThatIsMostlyNullIsNamedAsTheReason() {
    var draft = draft(table("t", id("a"), nullable(time("updated_at"), 0.9), primary("a")));
    assertThat(flowing(draft.text()))
        .contains(
            "updated_at is named like the time of a row's last change, but is NULL in 90 % of")
        .doesNotContain("no time in it is named");
  }

  @Test
  void aPrefixKeepsTheNamesOfTwoDatabasesApart() {
    var orders = table("orders", id("a"), primary("a"));
    var longest = table("x".repeat(63), id("a"), primary("a"));
    var crm = drafts(Tables.prefixed(PAIR, "crm-eu"), orders, longest);
    assertThat(crm.getFirst().names())
        .isEqualTo(
            new TableNames(
                "crm-eu-orders", "orders", "public", "crm_eu_orders", "shop-db/public/orders"));
    assertThat(crm.getLast().names().pipeline()).hasSizeLessThanOrEqualTo(52).startsWith("crm-eu-");
    assertThat(crm.getLast().names().table()).hasSizeLessThanOrEqualTo(63).startsWith("crm_eu_");
  }

  @Test
  void aColumnThatNoWarehouseNamesIsLeftOutWhereThereIsOne() throws Exception {
    var table = table("t", id("a"), text("5\" disk"), time("updated_at"), primary("a"));
    var draft = draft(table);
    assertThat(source(draft).path("columns").toString()).isEqualTo("[\"a\",\"updated_at\"]");
    assertThat(flowing(draft.text()))
        .contains(
            "Left out: 5\" disk has a double quote in its name, which the warehouse does not");
    var dataset = drafts(Tables.datasets(PAIR), table).getFirst();
    assertThat(source(dataset).has("columns")).isFalse();
    assertThat(draft(table("u", id("\"a\""), id("b"), primary("\"a\""))).key()).isEmpty();
  }

  @Test
  void aKeyOfTextIsComparedWithoutItsTrailingBlanks() {
    var table = table("t", text("code"), time("updated_at"), primary("code"));
    var sentence = "Redshift ignores blanks at the end of a text when it compares";
    assertThat(flowing(draft(table).text())).contains(sentence);
    assertThat(drafts(Tables.datasets(PAIR), table).getFirst().text()).doesNotContain("Redshift");
    assertThat(draft(table("u", id("a"), text("b"), time("updated_at"), primary("a"))).text())
        .doesNotContain("Redshift ignores");
  }

  @Test
  void rowsOnOtherServersAreNeitherEmptyNorSmall() {
    var far = table("far", id("a"), time("updated_at"));
    for (var kind : List.of(CatalogEntry.Kind.FOREIGN, CatalogEntry.Kind.PARTITIONED)) {
      var unknown = draft(Tables.elsewhere(far, kind, OptionalLong.of(0)));
      assertThat(unknown.bytes()).isEmpty();
      assertThat(unknown.notes()).contains("size not known here").doesNotContain("empty now");
      assertThat(flowing(unknown.text()))
          .contains("rows not counted yet, size not known here")
          .doesNotContain("It holds no rows now");
      var huge = draft(Tables.elsewhere(far, kind, OptionalLong.of(12_345_678)));
      assertThat(huge.notes()).contains("size not known here", "large, read as a whole");
      assertThat(flowing(huge.text())).contains("each run reads about 12,000,000 rows.");
    }
    var keyed = table("keyed", id("a"), time("updated_at"), primary("a"));
    assertThat(
            draft(Tables.elsewhere(keyed, CatalogEntry.Kind.PARTITIONED, OptionalLong.of(5)))
                .text())
        .doesNotContain("The table is small");
    assertThat(draft(table("many", id("a"), 10_000_000, 5_000_000L)).notes())
        .contains("large, read as a whole");
  }

  @Test
  void aCursorThatMayBeNullIsReadWithItsNullsUnlessTheStatisticsKnowNone() throws Exception {
    for (double share : new double[] {-1, 0.03, 0}) {
      var draft = draft(table("t", id("a"), nullable(time("updated_at"), share), primary("a")));
      assertThat(draft.notes()).contains("cursor may be NULL");
      var nulls = source(draft).at("/incremental/nulls").asText("Fail");
      assertThat(nulls).isEqualTo(share == 0 ? "Fail" : "Include");
      assertThat(draft.text()).contains("It may be NULL");
    }
  }

  @Test
  void whatCostsMoreThanItSeemsIsSaid() {
    var scanned = draft(table("t", id("a"), zoneless("updated_at"), primary("a"), 2_345_000_000L));
    assertThat(scanned.notes())
        .containsExactly("large, no index on the cursor", "cursor in America/New_York");
    assertThat(flowing(scanned.text()))
        .contains("No index begins with it: each run scans the whole table, 2.3 GB.")
        .contains("Assumed: its times, which have no zone, are those of America/New_York, as");
    var whole = draft(table("t", id("a"), primary("a"), 2_345_000_000L));
    assertThat(whole.notes()).containsExactly("large, read as a whole");
    assertThat(flowing(whole.text())).contains("It is large: each run reads 2.3 GB.");
    var empty = draft(table("t", id("a"), primary("a"), 0, 0L));
    assertThat(empty.notes()).containsExactly("empty now");
    assertThat(flowing(empty.text())).contains("allowEmpty: true lets it succeed");
  }

  /** Comments without their breaks. */
  private static String flowing(String text) {
    return text.replaceAll("\n *# ", " ");
  }

  @Test
  void columnsThatCanNotBeReadAreLeftOutWithTheReason() throws Exception {
    var draft =
        draft(
            table(
                "t",
                id("Id"),
                text("id"),
                text("_Penstock_commit"),
                text("bell\u0007"),
                refused("tags", "text[]", "to_json(\"tags\") AS \"tags\""),
                text("note"),
                primary("Id")));
    assertThat(source(draft).path("columns").toString()).isEqualTo("[\"Id\",\"note\"]");
    assertThat(draft.notes()).containsExactly("4 columns left out");
    assertThat(flowing(draft.text()))
        .contains(
            "Left out: tags has type text[]: a query or a view can read to_json(\"tags\") AS \"tags\".")
        .contains("Left out: id differs from a column before it by upper and lower case alone")
        .contains("Left out: _Penstock_commit has a name that belongs to Penstock")
        .contains("Left out: bell\\u0007 has a name of blanks or control characters");
  }

  /** Names that a database takes. */
  private static final List<String> HOSTILE =
      List.of(
          "Orders",
          "ORDERS",
          "orders",
          "order",
          "ORDER",
          "order_rows",
          "all",
          "null",
          "true",
          "y",
          "1e5",
          "2024",
          "with space",
          " leading",
          "trailing ",
          "tab-like: # no comment",
          "\"quoted\"",
          "it's",
          "back\\slash",
          "{flow}",
          "[list]",
          "- item",
          "&anchor",
          "*alias",
          "!tag",
          "%percent",
          "@at",
          "`tick`",
          "a:b",
          "a#b",
          "größe",
          "Straße",
          "İstanbul",
          "注文",
          "顧客",
          "😀",
          "a\u202Eb",
          "a\u2028b",
          "a\u00A0b",
          "\uFEFFbom",
          "_",
          "__",
          "_penstock",
          "_penstock_log",
          "penstock",
          "a__b",
          "a--b",
          "x".repeat(63),
          "x".repeat(62) + "y",
          "X".repeat(63),
          "é".repeat(31),
          "select * from t; drop table t");

  @Test
  void whateverANameIsMadeOfTheManifestIsValidCanonicalAndReadsThatTable() throws Exception {
    List<CatalogTable> tables = new ArrayList<>();
    for (var name : HOSTILE) {
      tables.add(
          table(
              entry("public", name),
              name,
              id(name),
              text("other " + name),
              refused("c" + name, "a \"type\"", "CAST(\"c\" AS text)"),
              time("updated_at"),
              primary(name)));
    }
    tables.add(table(entry("Sales Öst", "orders"), id("a"), primary("a")));
    tables.add(table(entry("sales", "orders"), id("a"), primary("a")));
    tables.add(table(entry("public", "sales_orders"), id("a"), primary("a")));
    for (var schema : List.of(Optional.<String>empty(), Optional.of("raw"))) {
      var to =
          new Destination(
              "shop-db",
              "lake",
              PAIR.warehouse(),
              "erp",
              schema,
              Optional.of("15 * * * *"),
              Optional.empty(),
              Optional.empty());
      var drafts = drafts(to, tables.toArray(CatalogTable[]::new));
      assertThat(drafts).hasSameSizeAs(tables);
      var out = Files.createDirectories(directory.resolve(schema.orElse("own")));
      var names = new HashSet<String>();
      var places = new HashSet<String>();
      for (int i = 0; i < drafts.size(); i++) {
        var draft = drafts.get(i);
        var qualified = tables.get(i).entry().qualified();
        assertThat(source(draft).path("name").asText()).isEqualTo(qualified);
        assertThat(Canonical.of(draft.text(), "it")).isEqualTo(draft.text());
        assertThat(draft.text()).doesNotContain("\r").doesNotContain("\u2028");
        assertThat(names.add(draft.names().pipeline())).as(qualified).isTrue();
        assertThat(places.add(draft.names().path())).as(qualified).isTrue();
        assertThat(places.add(draft.names().schema() + "." + draft.names().table()))
            .as(qualified)
            .isTrue();
        Files.writeString(out.resolve(draft.file()), draft.text());
      }
      var said = Penstock.run("validate", "-f", out, connections());
      assertThat(said.code()).as(said.out()).isZero();
      assertThat(Penstock.run("fmt", "-f", out, "--check").code()).isZero();
    }
  }

  private Path connections() throws Exception {
    return Files.writeString(
        directory.resolve("connections.yaml"),
        """
        apiVersion: penstock.dev/v1alpha1
        kind: EtlConnection
        metadata: {name: shop-db}
        spec:
          postgres: {host: db, database: shop, tls: Disable}
          credentials: {secret: {name: shop-db}}
        ---
        apiVersion: penstock.dev/v1alpha1
        kind: EtlConnection
        metadata: {name: lake}
        spec:
          s3: {bucket: acme-lake, region: us-east-1}
        ---
        apiVersion: penstock.dev/v1alpha1
        kind: EtlConnection
        metadata: {name: warehouse}
        spec:
          redshift:
            host: wh
            database: analytics
            copyRole: arn:aws:iam::123456789012:role/redshift-copy
            controlSchema: penstock
            tls: VerifyFull
          credentials: {secret: {name: warehouse}}
        """);
  }

  @Test
  void theTableThatHadANameFromTheStartKeepsItAndOthersAreToldApartTheSameWayEachTime() {
    var plain = table(entry("public", "orders"), id("a"));
    var upper = table(entry("public", "ORDERS"), id("a"));
    var mixed = table(entry("public", "Orders"), id("a"));
    var names =
        drafts(PAIR, upper, mixed, plain).stream().map(draft -> draft.names().pipeline()).toList();
    assertThat(names.get(2)).isEqualTo("orders");
    assertThat(names.subList(0, 2))
        .doesNotHaveDuplicates()
        .allMatch(n -> n.matches("orders-[0-9a-f]{6}"));
    var others =
        drafts(PAIR, plain, upper).stream().map(draft -> draft.names().pipeline()).toList();
    assertThat(others).containsExactly("orders", names.getFirst());
    assertThat(drafts(PAIR, upper).getFirst().names().pipeline()).isEqualTo("orders");
  }

  @Test
  void longNamesAreCutToWhatAResourceMayBeCalled() {
    var one = table(entry("warehouse_management", "x".repeat(62) + "a"), id("a"));
    var two = table(entry("warehouse_management", "x".repeat(62) + "b"), id("a"));
    var names = drafts(PAIR, one, two);
    for (var draft : names) {
      assertThat(draft.names().pipeline()).hasSize(52).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
      assertThat(draft.names().table()).hasSizeLessThanOrEqualTo(63);
    }
    assertThat(names.getFirst().names().pipeline())
        .isNotEqualTo(names.getLast().names().pipeline());
  }

  private static TableChoice choose(List<CatalogEntry> entries, String... patterns) {
    return TableChoice.of(
        entries, Stream.of(patterns).map(TablePattern::of).toList(), List.of(), Tables.database());
  }

  private static List<String> taken(TableChoice choice) {
    return choice.taken().stream().map(CatalogEntry::qualified).toList();
  }

  @Test
  void viewsAndForeignTablesHaveToBeNamed() {
    var entries =
        List.of(
            entry("public", "far", CatalogEntry.Kind.FOREIGN),
            entry("public", "kept", CatalogEntry.Kind.MATERIALIZED_VIEW),
            entry("public", "seen", CatalogEntry.Kind.VIEW),
            entry("public", "t"));
    var all = choose(entries, "public.*");
    assertThat(taken(all)).containsExactly("public.t");
    assertThat(all.leftOut())
        .extracting(TableChoice.LeftOut::reason)
        .containsExactly(
            "is a foreign table: name it to have it",
            "is a materialized view: name it to have it",
            "is a view: name it to have it");
    assertThat(taken(choose(entries, "public.seen", "public.far", "public.k*")))
        .containsExactly("public.far", "public.seen");
  }

  @Test
  void partitionsAreReadWithTheirWhole() {
    var entries =
        List.of(
            entry("public", "events", CatalogEntry.Kind.PARTITIONED),
            Tables.partition("events_2025", "events"),
            Tables.partition("events_2026", "events"));
    var all = choose(entries, "public.*");
    assertThat(taken(all)).containsExactly("public.events");
    assertThat(all.leftOut()).isEmpty();
    assertThat(all.partitions()).isEqualTo(Map.of("public.events", 2));
    assertThat(choose(entries, "public.events_*").leftOut())
        .extracting(TableChoice.LeftOut::reason)
        .containsOnly("is a partition of public.events: name that");
  }

  @Test
  void whatAManifestCanNotNameOrTheConnectionDoesNotAllowIsLeftOut() {
    var choice =
        TableChoice.of(
            List.of(
                entry("hr", "staff"),
                entry("public", "a.b"),
                entry("public", "\n"),
                entry("public", "t")),
            List.of(TablePattern.of("*.*")),
            List.of(),
            Tables.database("public"));
    assertThat(taken(choice)).containsExactly("public.t");
    assertThat(choice.leftOut())
        .extracting(TableChoice.LeftOut::reason)
        .containsExactly(
            "lies in a schema that connection shop-db does not allow",
            "has a dot in its name, which table.name can not say: read it by a query",
            "has a name of blanks or control characters: read it by a query");
  }

  @Test
  void aPatternThatFindsNothingIsToldTheNearestNames() {
    var entries =
        List.of(entry("public", "customers"), entry("public", "orders"), entry("sales", "orders"));
    assertThatThrownBy(() -> choose(entries, "public.*", "public.order"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("The pattern public.order finds nothing on connection shop-db")
        .satisfies(e ->
            assertThat(((ConfigurationException) e).line())
                .contains("Write one of the nearest, public.orders, public.customers."));
    assertThatThrownBy(() -> choose(entries, "pubic.*"))
        .satisfies(e ->
            assertThat(((ConfigurationException) e).line())
                .contains("Write one of the nearest schemas, public, sales."));
    assertThatThrownBy(() -> TablePattern.of("orders")).hasMessageContaining("is not schema.table");
    assertThatThrownBy(() ->
            TableChoice.of(
                entries,
                List.of(TablePattern.of("public.*")),
                List.of(TablePattern.of("public.order")),
                Tables.database()))
        .hasMessageContaining("The pattern public.order of --except finds nothing")
        .satisfies(e ->
            assertThat(((ConfigurationException) e).line()).contains("nearest, public.orders"));
  }

  @Test
  void aPatternIsNoRegularExpressionAndCountsLettersAsTheyAre() {
    assertThat(TablePattern.of("public.o?ders*").matches(entry("public", "orders_2"))).isTrue();
    assertThat(TablePattern.of("public.*").matches(entry("public", "a\nb"))).isTrue();
    assertThat(TablePattern.of("public.Orders").matches(entry("public", "orders"))).isFalse();
    assertThat(TablePattern.of("public.o[r]ders").matches(entry("public", "orders"))).isFalse();
    assertThat(TablePattern.of("public.a.b").matches(entry("public", "a.b"))).isTrue();
  }

  @Test
  void inheritanceBindsNoKeyAndIsSaid() {
    var whole =
        new CatalogTable(
            entry("public", "log"),
            Optional.empty(),
            OptionalLong.empty(),
            8192,
            true,
            true,
            List.of(id("a"), time("updated_at")),
            List.of(primary("a")),
            false);
    var draft = draft(whole);
    assertThat(draft.mode()).isEqualTo("Replace");
    assertThat(draft.notes()).containsExactly("row level security", "inheritance");
    assertThat(flowing(draft.text()))
        .contains("other tables inherit from it, which no key of it binds");
  }

  @Test
  void aTableThatNobodyMayReadIsLeftOut() {
    var entry = entry("public", "t");
    var table = table(entry, refused("a", "point", "CAST(\"a\" AS text) AS \"a\""));
    var drafts =
        Drafts.of(new TableChoice(List.of(entry), List.of(), Map.of()), List.of(table), PAIR);
    assertThat(drafts.written()).isEmpty();
    assertThat(drafts.leftOut())
        .extracting(TableChoice.LeftOut::reason)
        .containsExactly("has no column that can be read as it is: read it by a query");
  }

  @Test
  void aLongKeyAndManyColumnsAreStillValid() throws Exception {
    var parts = new ArrayList<Object>();
    IntStream.range(0, 200).forEach(i -> parts.add(id("a_rather_long_column_name_" + i)));
    parts.add(time("updated_at"));
    parts.add(refused("x", "inet", "CAST(\"x\" AS text) AS \"x\""));
    var sixteen =
        IntStream.range(0, 16)
            .mapToObj(i -> "a_rather_long_column_name_" + i)
            .toArray(String[]::new);
    parts.add(new CatalogIndex("pk", true, true, true, List.of(sixteen)));
    var draft = draft(table("wide", parts.toArray()));
    assertThat(source(draft).at("/incremental/key")).hasSize(16);
    assertThat(source(draft).path("columns")).hasSize(201);
    assertThat(Canonical.of(draft.text(), "it")).isEqualTo(draft.text());
  }

  @Test
  void filesComeIntoBeingTogetherOrNotAtAll() throws Exception {
    var out = directory.resolve("made/here");
    var texts = new TreeMap<>(Map.of("a.yaml", "größer\n", "b.yaml", "b\n"));
    assertThatThrownBy(() ->
            new ManifestFiles(out, texts, false)
                .write(staged -> {
                  throw new IllegalStateException("judged");
                }))
        .hasMessage("judged");
    assertThat(out).doesNotExist();
    new ManifestFiles(out, texts, false)
        .write(staged -> assertThat(staged.resolve("a.yaml")).exists());
    assertThat(out.resolve("a.yaml")).hasContent("größer\n");
    Files.writeString(out.resolve("b.yaml"), "mine\n");
    Files.delete(out.resolve("a.yaml"));
    assertThatThrownBy(() -> new ManifestFiles(out, texts, false).write(staged -> {}))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("b.yaml is there already; nothing was written");
    assertThat(out).isDirectoryNotContaining(file -> !file.endsWith("b.yaml"));
    Files.writeString(out.resolve("a.yaml"), "mine too\n");
    assertThatThrownBy(() ->
            new ManifestFiles(out, texts, true)
                .write(staged -> {
                  try {
                    Files.delete(staged.resolve("b.yaml"));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }))
        .hasMessageContaining("Manifests can not be written");
    assertThat(out.resolve("a.yaml")).as("put back").hasContent("mine too\n");
    assertThat(out.resolve("b.yaml")).hasContent("mine\n");
    Files.delete(out.resolve("a.yaml"));
    new ManifestFiles(out, texts, true).write(staged -> {});
    assertThat(out.resolve("b.yaml")).hasContent("b\n");
    try (var files = Files.list(out)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void sizesAreSaidAboutAndTheSameInEveryLocale() {
    var before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(Amount.rows(0)).isEqualTo("no rows");
      assertThat(Amount.rows(1)).isEqualTo("about 1 row");
      assertThat(Amount.rows(1_234_567)).isEqualTo("about 1,200,000 rows");
      assertThat(Amount.bytes(8192)).isEqualTo("8.2 kB");
      assertThat(Amount.bytes(999_999_999_999L)).isEqualTo("1.0 TB");
    } finally {
      Locale.setDefault(before);
    }
  }
}
