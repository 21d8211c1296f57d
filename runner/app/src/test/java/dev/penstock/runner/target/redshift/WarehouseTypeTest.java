package dev.penstock.runner.target.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.types.Carriage;
import dev.penstock.runner.types.Form;
import dev.penstock.runner.types.PostgresType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WarehouseTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          INTEGER; integer; 0; 0; true
          INTEGER; bigint; 0; 0; true
          BIGINT; integer; 0; 0; false
          SMALLINT; integer; 0; 0; true
          SMALLINT; numeric; 5; 0; true
          INTEGER; numeric; 12; 2; true
          INTEGER; numeric; 10; 2; false
          BIGINT; numeric; 19; 0; true
          BIGINT; numeric; 18; 0; false
          REAL; double precision; 0; 0; true
          DOUBLE PRECISION; real; 0; 0; false
          DECIMAL(12,2); numeric; 12; 2; true
          DECIMAL(12,2); numeric; 14; 4; true
          DECIMAL(12,2); numeric; 12; 4; false
          DECIMAL(12,2); numeric; 38; 0; false
          DECIMAL(12,2); double precision; 0; 0; false
          VARCHAR; character varying; 0; 0; true
          VARCHAR; integer; 0; 0; false
          UUID; character varying; 0; 0; true
          JSON; super; 0; 0; true
          VARCHAR; super; 0; 0; true
          UUID; super; 0; 0; false
          BIGINT; super; 0; 0; false
          TIMESTAMP; super; 0; 0; false
          DATE; date; 0; 0; true
          TIMESTAMP; timestamp without time zone; 0; 0; true
          TIMESTAMP; timestamp with time zone; 0; 0; false
          TIMESTAMPTZ; timestamp with time zone; 0; 0; true
          BOOLEAN; boolean; 0; 0; true
          BOOLEAN; integer; 0; 0; false
          """)
  void aColumnTakesWhatLosesNothing(
      String type, String name, String precision, String scale, boolean takes) {
    var column = WarehouseType.of(name, null, precision, scale);
    assertThat(column.takes(type)).isEqualTo(takes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          integer; 0; 0; BIGINT; true
          integer; 0; 0; DECIMAL(12,2); true
          numeric; 6; 2; DECIMAL(8,2); true
          real; 0; 0; DOUBLE PRECISION; true
          numeric; 10; 2; INTEGER; false
          numeric; 8; 4; DECIMAL(10,2); false
          bigint; 0; 0; DOUBLE PRECISION; false
          double precision; 0; 0; DECIMAL(38,9); false
          integer; 0; 0; VARCHAR; false
          """)
  void valuesAreCopiedOnlyToWhatHoldsAllOfThem(
      String name, String precision, String scale, String type, boolean copies) {
    assertThat(WarehouseType.of(name, null, precision, scale).copies(type)).isEqualTo(copies);
  }

  static List<ColumnType> types() {
    return Stream.concat(
            Arrays.stream(PostgresType.values())
                .map(PostgresType::form)
                .map(form ->
                    form instanceof Form.Refused refused
                        ? refused.becomes()
                        : form.relation().orElseThrow()),
            Stream.of(new ColumnType.Decimal(4, 4), new ColumnType.Decimal(25, 3)))
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("types")
  void aNewTableDeclaresWhatTheMatrixSays(ColumnType type) {
    assertThat(WarehouseType.declared(type.toString())).isEqualTo(Carriage.of(type).warehouse());
  }
}
