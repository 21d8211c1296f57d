package dev.penstock.runner.target.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.SchemaPolicy;
import dev.penstock.api.model.Table;
import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.commit.CommittedTarget.Upsert;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of a table that the warehouse fills by itself. */
class DriftTest {
  private static final Table TABLE =
      new Table("warehouse", "sales", "orders", Optional.empty(), List.of());
  private static final List<Column> COLUMNS = List.of(new Column("id", "BIGINT", Optional.empty()));

  private static Drift with(String filled, Optional<Upsert.Versions> versions) {
    return Drift.between(
        Map.of(
            "id",
            new TargetTable.Existing(type("bigint"), true, Optional.empty()),
            "surrogate",
            new TargetTable.Existing(type("bigint"), false, Optional.of(filled))),
        TABLE,
        COLUMNS,
        Optional.of(
            new Upsert(List.of("id"), List.of("id"), Optional.empty(), Optional.empty(), versions)),
        SchemaPolicy.DEFAULT);
  }

  private static WarehouseType type(String name) {
    return WarehouseType.of(name, null, null, null);
  }

  /** Whoever has noted such a number would find another version by it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\"identity\"(337, 1, '0,1'::text)", "default_identity(337, 1, '0,1'::text)"})
  void anIdentityIsRefusedWhereVersionsAreWrittenAgain(String identity) {
    assertThat(with(identity, Optional.of(Upsert.Versions.KEPT)).wrong())
        .contains(
            "numbers its rows by column surrogate, and a version that is written again would get"
                + " another number");
    assertThat(with(identity, Optional.empty()).wrong()).isEmpty();
  }

  @Test
  void aDefaultIsTheTablesOwn() {
    assertThat(with("'identity('::character varying", Optional.of(Upsert.Versions.KEPT)).wrong())
        .isEmpty();
  }
}
