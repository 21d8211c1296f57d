package dev.penstock.runner.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SchemaTest {
  @Test
  void namesThatDifferOnlyInCaseAreRefused() {
    assertThatThrownBy(() ->
            Schema.of(
                new Column("id", new ColumnType.Int64()), new Column("ID", new ColumnType.Text())))
        .hasMessage("Two columns are named ID");
  }

  @Test
  void aPartCarriesWideDecimalsAndTextLikeTypesAsWhatTheWarehouseTakes() {
    var parts =
        PartSchema.of(
            Schema.of(
                new Column("narrow", new ColumnType.Decimal(18, 2)),
                new Column("wide", new ColumnType.Decimal(19, 4)),
                new Column("uuid", new ColumnType.Uuid()),
                new Column("time", new ColumnType.Time()),
                new Column("json", new ColumnType.Json())));
    assertThat(parts.columns())
        .extracting(column -> column.name() + " " + column.carried() + " " + column.cast())
        .containsExactly(
            "narrow DECIMAL(18,2) false",
            "wide DECIMAL(38,4) true",
            "uuid VARCHAR true",
            "time VARCHAR true",
            "json VARCHAR true",
            "_penstock_commit BIGINT false");
  }

  @Test
  void decimalsBeyondThirtyEightDigitsDoNotExist() {
    assertThatThrownBy(() -> new ColumnType.Decimal(39, 0)).hasMessage("No decimal(39,0)");
    assertThatThrownBy(() -> new ColumnType.Decimal(4, 5)).hasMessage("No decimal(4,5)");
  }
}
