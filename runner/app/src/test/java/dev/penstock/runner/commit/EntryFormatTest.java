package dev.penstock.runner.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.spi.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EntryFormatTest {
  private static final Entry ENTRY =
      Entries.append(
          "log-1",
          new Attempt(SimulatedWorld.run("r1"), "attempt-1", 6),
          List.of(new CommittedPart("staged", Optional.of("visible"), 10, 3, "ab")),
          5);

  private static final Entry INCREMENTAL =
      Entries.with(
          ENTRY,
          List.of(
              new Watermark(
                  "orders",
                  "public.orders",
                  "updated_at",
                  List.of("order_id", "updated_at"),
                  Instant.parse("2026-03-01T10:05:00.000001Z"),
                  Optional.of(Instant.parse("2026-03-01T09:55:00.000001Z")),
                  Optional.of(new Watermark.Tail("tail", 20, 2, "cd")))),
          List.of(
              Entries.upserting(
                  ENTRY.targets().getFirst(),
                  new CommittedTarget.Upsert(List.of("Order_Id"), List.of("total")))));

  private static String json() {
    return text(ENTRY);
  }

  private static String text(Entry entry) {
    return new String(EntryFormat.write(entry), StandardCharsets.UTF_8);
  }

  private static Entry read(String json) {
    return EntryFormat.read("log/7.json", json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anEntryIsReadAsItWasWritten() {
    assertThat(read(json())).isEqualTo(ENTRY);
    assertThat(read(text(INCREMENTAL))).isEqualTo(INCREMENTAL);
  }

  @Test
  void anEntryOfTheFirstFormatAppendsAndKnowsNoWatermark() {
    var first =
        """
        {"format": "1.0", "log": "log-1", "number": 7, "operation": "append",
         "pipeline": "sales/orders", "run": "r1", "attempt": "attempt-1", "spec": "0123456789abcdef",
         "committed": "2026-03-01T10:15:00Z",
         "targets": [{"name": "orders", "bucket": {"connection": "lake", "name": "acme-lake"},
           "dataset": "sales/orders",
           "warehouse": {"connection": "warehouse", "table": "sales.orders", "previous": 5},
           "columns": [{"name": "order_id", "type": "BIGINT"},
             {"name": "total", "type": "DECIMAL(20,2)", "carried": "DECIMAL(38,2)"}],
           "parts": [{"staged": "staged", "visible": "visible", "bytes": 10, "rows": 3,
             "sha256": "ab"}],
           "rows": 3, "bytes": 10}]}\
        """;
    assertThat(read(first)).isEqualTo(ENTRY);
  }

  @Test
  void whatSupersedesAbandonsAndTakesOverIsWhatTheSpecificationNames() {
    var target =
        ENTRY
            .targets()
            .getFirst()
            .in(
                new CommittedTarget.Warehouse(
                    "warehouse", "sales.orders", 6, Optional.of(new Ledger.Position("log-0", 41))));
    var entry =
        new Entry(
            ENTRY.log(),
            ENTRY.number(),
            Entry.Operation.REPLACE_ALL,
            ENTRY.pipeline(),
            ENTRY.run(),
            ENTRY.attempt(),
            ENTRY.spec(),
            ENTRY.committed(),
            List.of(),
            List.of(target),
            List.of("archive"),
            Optional.of(
                new Entry.Window(
                    Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-02T00:00:00Z"))));
    assertThat(read(text(entry))).isEqualTo(entry);
    assertThat(text(entry).replaceAll("\\s+", " "))
        .contains(
            "\"operation\" : \"replaceAll\"",
            "\"takesOver\" : { \"log\" : \"log-0\", \"number\" : 41 }",
            "\"abandoned\" : [ \"archive\" ]",
            "\"window\" : { \"start\" : \"2026-03-01T00:00:00Z\", \"end\" :"
                + " \"2026-03-02T00:00:00Z\" }");
  }

  @Test
  void aBaselineWithPartsIsNoEntry() {
    assertThatThrownBy(() -> read(json().replace("\"append\"", "\"baseline\"")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is a baseline with parts");
  }

  @Test
  void anEntryOfTheSecondFormatIsRead() {
    assertThat(read(text(INCREMENTAL).replace("\"5.0\"", "\"2.0\""))).isEqualTo(INCREMENTAL);
  }

  @Test
  void anEntryOfTheThirdFormatReplacesNothing() {
    assertThat(read(text(INCREMENTAL).replace("\"5.0\"", "\"3.0\""))).isEqualTo(INCREMENTAL);
  }

  @Test
  void anEntryOfTheFourthFormatDeletesNothingAndReplacesNoDay() {
    assertThat(read(text(INCREMENTAL).replace("\"5.0\"", "\"4.0\""))).isEqualTo(INCREMENTAL);
    assertThat(text(INCREMENTAL)).doesNotContain("deleted", "absent");
  }

  @Test
  void anUpsertSaysHowItKnowsDeletes() {
    var target = INCREMENTAL.targets().getFirst();
    var key = target.upsert().orElseThrow().key();
    var byColumn =
        new CommittedTarget.Upsert(key, List.of(), Optional.of("TOTAL"), Optional.empty());
    var byAbsence =
        new CommittedTarget.Upsert(
            key, List.of(), Optional.empty(), Optional.of(CommittedTarget.Upsert.Absent.DELETED));
    for (var upsert : List.of(byColumn, byAbsence)) {
      var entry =
          Entries.with(
              INCREMENTAL, INCREMENTAL.watermarks(), List.of(Entries.upserting(target, upsert)));
      assertThat(text(entry))
          .contains(
              upsert.equals(byColumn) ? "\"deleted\" : \"TOTAL\"" : "\"absent\" : \"deleted\"");
      assertThat(read(text(entry))).isEqualTo(entry).isNotEqualTo(INCREMENTAL);
    }
    assertThatThrownBy(() ->
            Entries.upserting(
                target,
                new CommittedTarget.Upsert(
                    key, List.of(), Optional.of("nowhere"), Optional.empty())))
        .hasMessageContaining("has no column nowhere for its upsert");
  }

  @Test
  void anUpsertSaysThatVersionsAreKept() {
    var target = INCREMENTAL.targets().getFirst();
    var key = target.upsert().orElseThrow().key();
    var kept = Optional.of(CommittedTarget.Upsert.Versions.KEPT);
    var entry =
        Entries.with(
            INCREMENTAL,
            INCREMENTAL.watermarks(),
            List.of(
                Entries.upserting(
                    target,
                    new CommittedTarget.Upsert(
                        key, List.of("total"), Optional.empty(), Optional.empty(), kept))));
    assertThat(text(entry)).contains("\"versions\" : \"kept\"");
    assertThat(read(text(entry))).isEqualTo(entry).isNotEqualTo(INCREMENTAL);
    assertThat(text(INCREMENTAL)).doesNotContain("versions");
    assertThatThrownBy(() -> read(text(entry).replace("\"kept\"", "\"pruned\"")))
        .hasMessageContaining("is not an entry");
    assertThatThrownBy(() ->
            new CommittedTarget.Upsert(key, List.of(), Optional.empty(), Optional.empty(), kept))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTargetWhoseRowsReplaceAllOthersSaysSo() {
    var entry = Entries.replacing(ENTRY);
    assertThat(text(entry)).contains("\"replaces\" : \"all\"");
    assertThat(read(text(entry))).isEqualTo(entry).isNotEqualTo(ENTRY);
  }

  @Test
  void aTargetWhoseRowsReplaceDaysSaysWhich() {
    var entry = Entries.ofDays(ENTRY, LocalDate.parse("2026-03-01"));
    assertThat(text(entry).replaceAll("\\s+", " "))
        .contains(
            "\"day\" : \"2026-03-01\"",
            "\"days\" : { \"column\" : \"order_date\", \"stretches\" : [ { \"from\" :"
                + " \"2026-03-01\", \"to\" : \"2026-03-02\" } ] }");
    assertThat(read(text(entry))).isEqualTo(entry).isNotEqualTo(ENTRY);
  }

  @Test
  void aPartOfADayThatIsNotReplacedIsNoEntry() {
    var json = text(Entries.ofDays(ENTRY, LocalDate.parse("2026-03-01")));
    assertThatThrownBy(
            () -> read(json.replace("\"day\" : \"2026-03-01\"", "\"day\" : \"2026-03-02\"")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is of no day that is replaced");
  }

  @Test
  void whatReplacesSomethingUnknownIsNoEntry() {
    var json = text(Entries.replacing(ENTRY)).replace("\"all\"", "\"some\"");
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is not an entry");
  }

  @Test
  void aWatermarkAndAnUpsertAreWhatTheSpecificationNames() {
    assertThat(text(INCREMENTAL).replaceAll("\\s+", " "))
        .contains(
            "\"watermarks\" : [ { \"source\" : \"orders\", \"table\" : \"public.orders\", \"column\" :"
                + " \"updated_at\", \"key\" : [ \"order_id\", \"updated_at\" ], \"at\" :"
                + " \"2026-03-01T10:05:00.000001Z\", \"since\" : \"2026-03-01T09:55:00.000001Z\","
                + " \"tail\" : { \"key\" : \"tail\", \"bytes\" : 20, \"rows\" : 2, \"sha256\" : \"cd\" } } ]",
            "\"upsert\" : { \"key\" : [ \"Order_Id\" ], \"orderBy\" : [ \"total\" ] }");
  }

  @Test
  void anUpsertByAColumnThatThePartsLackIsNoEntry() {
    assertThatThrownBy(() -> read(text(INCREMENTAL).replace("Order_Id", "id")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Target orders has no column id for its upsert");
  }

  @Test
  void aForeignReaderFindsWhatTheSpecificationNames() {
    assertThat(json())
        .contains(
            "\"format\" : \"5.0\"",
            "\"number\" : 7",
            "\"operation\" : \"append\"",
            "\"committed\" : \"2026-03-01T10:15:00Z\"",
            "\"dataset\" : \"sales/orders\"",
            "\"previous\" : 5",
            "\"carried\" : \"DECIMAL(38,2)\"",
            "\"rows\" : 3")
        .doesNotContain("null");
  }

  @Test
  void howATableWasFittedIsWhatTheSpecificationNames() {
    var target = ENTRY.targets().getFirst();
    var adapted =
        new CommittedTarget(
            target.name(),
            target.bucket(),
            target.dataset(),
            target.warehouse(),
            target.upsert(),
            target.columns(),
            target.parts(),
            Optional.of(
                new CommittedTarget.Adapted(
                    List.of(
                        new CommittedTarget.Change("kind", Optional.empty(), "VARCHAR(256)"),
                        new CommittedTarget.Change(
                            "note", Optional.of("VARCHAR(4)"), "VARCHAR(512)")),
                    List.of("extra"),
                    List.of("gone"))),
            Optional.empty());
    var entry = Entries.with(ENTRY, List.of(), List.of(adapted));
    assertThat(read(text(entry))).isEqualTo(entry);
    assertThat(text(entry).replaceAll("\\s+", " "))
        .contains(
            "\"adapted\" : { \"changes\" : [ { \"column\" : \"kind\", \"to\" : \"VARCHAR(256)\" }, {"
                + " \"column\" : \"note\", \"from\" : \"VARCHAR(4)\", \"to\" : \"VARCHAR(512)\" } ],"
                + " \"ignored\" : [ \"extra\" ], \"emptied\" : [ \"gone\" ] }");
    assertThat(json()).doesNotContain("adapted");
  }

  @Test
  void anUnknownFieldIsIgnoredAndSoIsAHigherMinor() {
    var newer =
        json().replace("\"5.0\"", "\"5.7\"").replaceFirst("\\{", "{\"signature\": {\"by\": 1},");
    assertThat(read(newer)).isEqualTo(ENTRY);
  }

  @Test
  void aHigherMajorIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> read(json().replace("\"5.0\"", "\"6.0\"")))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.line())
                  .isEqualTo(
                      "HistoryMismatch: Entry log/7.json has format 6.0, this runner reads up to"
                          + " 5.x. Run a runner image at least as new as the one that wrote the"
                          + " entry.");
            });
  }

  @Test
  void whatIsNoEntryIsRefused() {
    for (var json : List.of("", "{}", "[]", "{\"format\":\"one\"}", "{\"format\":\"1.0\"}", "{")) {
      assertThatThrownBy(() -> read(json))
          .as(json)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("Entry log/7.json ");
    }
    assertThatThrownBy(() -> read(json().replace("\"bytes\" : 10", "\"bytes\" : 0")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("has 3 rows in 0 bytes");
  }
}
