package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Deletes;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.validation.Checked.Valid;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModeRefusalTest {
  private static final Specs UPSERT =
      Specs.pipeline()
          .with("/targets/0/mode", "Upsert")
          .with("/targets/0/key", "[order_id]")
          .with("/targets/0/orderBy", "[updated_at]");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mode | Merge | NotSupported spec.targets[0].mode: Target orders has a mode that this release does not know. Write one of Append, Upsert, Replace, Window, Scd2.
          key | null | Required spec.targets[0].key: Target orders has the mode Upsert and no key. Write key: the columns that tell rows apart.
          key | '[]' | Invalid spec.targets[0].key: Target orders has no column in its key. Name a column, or remove the field.
          key | '[a, a]' | Duplicate spec.targets[0].key[1]: Target orders has the key column a twice. Remove one.
          key | '[null]' | Required spec.targets[0].key[0]: Target orders has no name for a key column. Write spec.targets[0].key[0].
          key | '[a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q]' | Invalid spec.targets[0].key: Target orders has 17 key columns. Write at most 16.
          orderBy | '[]' | Invalid spec.targets[0].orderBy: Target orders has no column in its orderBy. Name a column, or remove the field.
          orderBy | '[a, a]' | Duplicate spec.targets[0].orderBy[1]: Target orders has the orderBy column a twice. Remove one.
          orderBy | null | Required spec.targets[0].orderBy: Target orders has no orderBy, and no source is incremental. Write orderBy: the columns whose greatest value is the newest version of a key.
          """)
  void anUpsertIsRefused(String field, String yaml, String line) {
    assertThat(Specs.lines(UPSERT.with("/targets/0/" + field, yaml).checked()))
        .containsExactly(line);
  }

  private static final Specs SCD2 =
      UPSERT
          .with("/targets/0/mode", "Scd2")
          .with("/targets/0/redshift", "{connection: warehouse, table: sales.orders}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          key | null | Required spec.targets[0].key: Target orders has the mode Scd2 and no key. Write key: the columns that tell rows apart.
          orderBy | null | Required spec.targets[0].orderBy: Target orders has the mode Scd2 and no orderBy. Write orderBy: the date or timestamp from which a version is valid.
          orderBy | '[Order_ID]' | Invalid spec.targets[0].orderBy: Target orders says by Order_ID from when a version is valid, which is part of its key. Leave it out of the key: its versions would be different keys.
          redshift | null | Required spec.targets[0].redshift: Target orders keeps the versions of a key in its table, and has none. Write redshift, or mode: Append, by which a dataset holds every version.
          track | '[note, Updated_At]' | Invalid spec.targets[0].track[1]: Target orders tracks Updated_At, a column of key, orderBy or deletes. Leave it out: it says which version a row is, not what it says.
          track | '[]' | Invalid spec.targets[0].track: Target orders has no column in its track. Name a column, or remove the field.
          deletes | '{absence: {maxPercent: 5}}' | NotSupported spec.targets[0].deletes.absence: Target orders has deletes.absence, and of a row that does not come nobody knows until when it was valid. Write deletes.column.
          allowEmpty | true | Invalid spec.targets[0].allowEmpty: Target orders has allowEmpty, which is about Replace, Window and deletes.absence. Remove it or write one of these.
          """)
  void versionsAreRefused(String field, String yaml, String line) {
    assertThat(Specs.lines(SCD2.with("/targets/0/" + field, yaml).checked())).contains(line);
  }

  @Test
  void versionsAreKeptByKeyAndFromAnInstant() {
    assertThat(mode(SCD2))
        .isEqualTo(
            new Mode.Scd2(List.of("order_id"), List.of("updated_at"), List.of(), Optional.empty()));
    assertThat(
            mode(
                SCD2.with("/targets/0/track", "[note]")
                    .with("/targets/0/deletes", "{column: gone}")))
        .isEqualTo(
            new Mode.Scd2(
                List.of("order_id"), List.of("updated_at"), List.of("note"), Optional.of("gone")));
    assertThat(Specs.lines(UPSERT.with("/targets/0/track", "[note]").checked()))
        .containsExactly(
            "Invalid spec.targets[0].track: Target orders has track, which is about Scd2. Remove it"
                + " or write mode: Scd2.");
  }

  @Test
  void anAppendHasNeitherKeyNorOrder() {
    assertThat(Specs.lines(UPSERT.with("/targets/0/mode", "Append").checked()))
        .containsExactly(
            "Invalid spec.targets[0].key: Target orders has key, which Append does not use. Remove"
                + " it or write mode: Upsert.",
            "Invalid spec.targets[0].orderBy: Target orders has orderBy, which Append does not use."
                + " Remove it or write mode: Upsert.");
    assertThat(Specs.lines(UPSERT.without("/targets/0/mode").checked())).hasSize(2);
  }

  @Test
  void whatReplacesAllHasNeitherKeyNorOrder() {
    assertThat(Specs.lines(UPSERT.with("/targets/0/mode", "Replace").checked()))
        .containsExactly(
            "Invalid spec.targets[0].key: Target orders has key, which Replace does not use. Remove"
                + " it or write mode: Upsert.",
            "Invalid spec.targets[0].orderBy: Target orders has orderBy, which Replace does not use."
                + " Remove it or write mode: Upsert.");
  }

  @Test
  void whatReplacesAllReadsAll() {
    var replace =
        Specs.pipeline().with("/targets/0/mode", "Replace").with("/targets/0/from", "orders");
    assertThat(mode(replace)).isEqualTo(new Mode.Replace(false));
    assertThat(mode(replace.with("/targets/0/allowEmpty", "true")))
        .isEqualTo(new Mode.Replace(true));
    assertThat(
            Specs.lines(
                replace.with("/sources/0/table/incremental", "{column: changed_at}").checked()))
        .containsExactly(
            "Invalid spec.targets[0].mode: Target orders replaces all its rows by what source orders"
                + " brings, which is only what has changed. Remove incremental from the source, or"
                + " write mode: Upsert.");
  }

  @Test
  void onlyWhatReplacesAllMayBeAllowedToBeEmpty() {
    assertThat(Specs.lines(Specs.pipeline().with("/targets/0/allowEmpty", "true").checked()))
        .containsExactly(
            "Invalid spec.targets[0].allowEmpty: Target orders has allowEmpty, which is about"
                + " Replace, Window and deletes.absence. Remove it or write one of these.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '{}' | Invalid spec.targets[0].deletes: Target orders does not say how it learns of deletes. Write exactly one of column, absence under it.
          '{column: a, absence: {maxPercent: 5}}' | Invalid spec.targets[0].deletes: Target orders says twice how it learns of deletes. Write exactly one of column, absence under it.
          '{column: ""}' | Required spec.targets[0].deletes.column: Target orders has no name for the column of deletes. Write spec.targets[0].deletes.column.
          '{column: Order_ID}' | Invalid spec.targets[0].deletes.column: Target orders tells deletes by Order_ID, which is part of its key. Name another column, or leave it out of the key.
          '{absence: {}}' | Required spec.targets[0].deletes.absence.maxPercent: Target orders has no maxPercent. Write spec.targets[0].deletes.absence.maxPercent.
          '{absence: {maxPercent: 101}}' | Invalid spec.targets[0].deletes.absence.maxPercent: Target orders has the maxPercent 101. Write a number from 0 to 100.
          '{absence: {maxPercent: -1}}' | Invalid spec.targets[0].deletes.absence.maxPercent: Target orders has the maxPercent -1. Write a number from 0 to 100.
          """)
  void deletesAreRefused(String yaml, String line) {
    assertThat(Specs.lines(UPSERT.with("/targets/0/deletes", yaml).checked()))
        .containsExactly(line);
  }

  @Test
  void anUpsertLearnsOfDeletesByAColumnOrByAbsence() {
    assertThat(mode(UPSERT.with("/targets/0/deletes", "{column: is_deleted}")))
        .isEqualTo(
            new Mode.Upsert(
                List.of("order_id"), List.of("updated_at"), new Deletes.Column("is_deleted")));
    var absence = UPSERT.with("/targets/0/deletes", "{absence: {maxPercent: 5}}");
    assertThat(mode(absence))
        .isEqualTo(
            new Mode.Upsert(
                List.of("order_id"), List.of("updated_at"), new Deletes.Absence(5, false)));
    assertThat(mode(absence.with("/targets/0/allowEmpty", "true")))
        .isEqualTo(
            new Mode.Upsert(
                List.of("order_id"), List.of("updated_at"), new Deletes.Absence(5, true)));
  }

  @Test
  void onlyAnUpsertDeletes() {
    assertThat(
            Specs.lines(
                Specs.pipeline().with("/targets/0/deletes", "{column: is_deleted}").checked()))
        .containsExactly(
            "Invalid spec.targets[0].deletes: Target orders has deletes, which are about Upsert and"
                + " Scd2. Remove them or write one of these.");
  }

  @Test
  void whatDeletesByAbsenceHasATableAndReadsAll() {
    var absence = UPSERT.with("/targets/0/deletes", "{absence: {maxPercent: 5}}");
    assertThat(Specs.lines(absence.without("/targets/0/redshift").checked()))
        .containsExactly(
            "Invalid spec.targets[0].deletes.absence: Target orders deletes from its table what a"
                + " run does not bring, and has no table. Write redshift under it, or mode: Replace"
                + " in place of Upsert.");
    assertThat(
            Specs.lines(
                absence
                    .with("/targets/0/from", "orders")
                    .with("/sources/0/table/incremental", "{column: changed_at}")
                    .checked()))
        .containsExactly(
            "Invalid spec.targets[0].deletes.absence: Target orders deletes what source orders does"
                + " not bring, which brings only what has changed. Remove incremental from the"
                + " source, or write deletes.column.");
  }

  @Test
  void whatReplacesDaysReadsAllOfThemAndLiesByThem() {
    var window =
        Specs.pipeline()
            .with("/targets/0/mode", "Window")
            .with("/targets/0/from", "orders")
            .with("/targets/0/window", "{column: order_date}");
    assertThat(mode(window)).isEqualTo(new Mode.Window("order_date", false));
    assertThat(mode(window.with("/targets/0/allowEmpty", "true")))
        .isEqualTo(new Mode.Window("order_date", true));
    assertThat(
            Specs.lines(
                window.with("/sources/0/table/incremental", "{column: changed_at}").checked()))
        .containsExactly(
            "Invalid spec.targets[0].mode: Target orders replaces whole days by what source orders"
                + " brings, which is only what has changed. Remove incremental from the source, or"
                + " write mode: Upsert.");
    assertThat(Specs.lines(window.with("/targets/0/s3/partitionBy", "[country]").checked()))
        .containsExactly(
            "Invalid spec.targets[0].s3.partitionBy: Target orders has partitionBy, and the parts of"
                + " Window lie by day already. Remove it.");
    assertThat(Specs.lines(window.without("/targets/0/window").checked()))
        .containsExactly(
            "Required spec.targets[0].window: Target orders has the mode Window and no window. Write"
                + " window.column: the date that tells the day of a row.");
    assertThat(Specs.lines(window.with("/targets/0/mode", "Append").checked()))
        .containsExactly(
            "Invalid spec.targets[0].window: Target orders has window, which is about Window. Remove"
                + " it or write mode: Window.");
  }

  @Test
  void backfillIsAboutATable() {
    var spec = Specs.pipeline().with("/targets/0/backfill", "FromLog");
    assertThat(Specs.lines(spec.without("/targets/0/redshift").checked()))
        .containsExactly(
            "Invalid spec.targets[0].backfill: Target orders has backfill, which is about a table."
                + " Remove it or write redshift under it.");
    assertThat(Specs.lines(spec.with("/targets/0/backfill", "FromMoon").checked()))
        .containsExactly(
            "NotSupported spec.targets[0].backfill: Target orders has a backfill that this release"
                + " does not know. Write one of FromNow, FromLog.");
    assertThat(((Valid<Pipeline>) spec.checked()).value().targets().getFirst().redshift())
        .hasValueSatisfying(table -> assertThat(table.fromLog()).isTrue());
  }

  @Test
  void theOnlyCursorOrdersTheVersions() {
    var derived =
        UPSERT
            .without("/targets/0/orderBy")
            .with("/sources/0/table/incremental", "{column: changed_at}");

    assertThat(mode(derived))
        .isEqualTo(new Mode.Upsert(List.of("order_id"), List.of("changed_at")));
    assertThat(mode(UPSERT)).isEqualTo(new Mode.Upsert(List.of("order_id"), List.of("updated_at")));
    assertThat(mode(Specs.pipeline())).isEqualTo(new Mode.Append());
  }

  @Test
  void ofTwoCursorsNoneIsGuessed() {
    var two =
        UPSERT
            .without("/targets/0/orderBy")
            .with("/sources/0/table/incremental", "{column: a}")
            .with(
                "/sources/-",
                "{name: b, connection: shop-db, table: {name: public.b, incremental: {column: c}}}");

    assertThat(Specs.lines(two.checked()))
        .containsExactly(
            "Required spec.targets[0].orderBy: Target orders has no orderBy, and 2 sources are"
                + " incremental. Write orderBy: the columns whose greatest value is the newest"
                + " version of a key.");
  }

  @Test
  void aWrongCursorIsOneFinding() {
    var wrong =
        UPSERT.without("/targets/0/orderBy").with("/sources/0/table/incremental", "{column: ''}");

    assertThat(Specs.lines(wrong.checked()))
        .containsExactly(
            "Required spec.sources[0].table.incremental.column: Source orders has no cursor. Write"
                + " spec.sources[0].table.incremental.column.");
  }

  @Test
  void thePartitionsReachTheModel() {
    var specs = Specs.pipeline().with("/targets/0/s3/partitionBy", "[order_date, country]");
    var pipeline = (Pipeline) ((Valid<?>) specs.checked()).value();

    assertThat(pipeline.targets().getFirst().s3().orElseThrow().partitionBy())
        .containsExactly("order_date", "country");
  }

  private static Mode mode(Specs specs) {
    return ((Pipeline) ((Valid<?>) specs.checked()).value()).targets().getFirst().mode();
  }
}
