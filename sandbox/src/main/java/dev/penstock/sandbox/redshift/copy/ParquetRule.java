package dev.penstock.sandbox.redshift.copy;

import dev.penstock.sandbox.redshift.copy.target.ColumnKind;
import dev.penstock.sandbox.redshift.copy.target.TargetColumn;
import java.math.BigInteger;

/**
 * How one column gets out of Parquet files and into rows.
 *
 * @param expression for DuckDB
 */
record ParquetRule(String expression, ParquetValue value) {
  /** What FILLRECORD gives a column that the file lacks. */
  static ParquetRule absent() {
    return new ParquetRule("NULL", (row, index, out) -> out.nothing());
  }

  /** The rule for a column whose type fits; it is a failure if it doesn't. */
  static ParquetRule of(
      TargetColumn target, ParquetColumn source, String file, boolean serializeToJson)
      throws LoadFailure {
    String column = '"' + source.name().replace("\"", "\"\"") + '"';
    Fit fit = new Fit(target, source, file);
    return switch (target.kind()) {
      case ColumnKind.Whole(int bytes) -> {
        fit.needs(
            switch (bytes) {
              case 2 -> source.is("INT32", "INT_16");
              case 4 -> source.is("INT32", "", "INT_32");
              default -> source.is("INT64", "", "INT_64") && source.logical().isEmpty();
            });
        yield new ParquetRule(column, ParquetValue.whole(bytes));
      }
      case ColumnKind.Decimal(int precision, int scale) -> {
        fit.decimal(precision, scale);
        yield new ParquetRule(column, ParquetValue.decimal(scale));
      }
      case ColumnKind.Floating(int bytes) -> {
        fit.needs(source.is(bytes == 4 ? "FLOAT" : "DOUBLE", ""));
        yield new ParquetRule(column, ParquetValue.floating(bytes));
      }
      case ColumnKind.Truth truth -> {
        fit.needs(source.is("BOOLEAN", ""));
        yield new ParquetRule(column, ParquetValue.truth());
      }
      case ColumnKind.Day day -> {
        fit.needs(source.is("INT32", "DATE"));
        yield new ParquetRule(
            "(%s - DATE '2000-01-01')::INTEGER".formatted(column), ParquetValue.whole(4));
      }
      case ColumnKind.Moment(boolean zoned) ->
          new ParquetRule(fit.micros(column, zoned), ParquetValue.moment());
      case ColumnKind.Bytes bytes -> {
        fit.needs(source.is("BYTE_ARRAY", ""));
        yield new ParquetRule(column, ParquetValue.bytes());
      }
      case ColumnKind.Text text -> {
        fit.needs(source.is("BYTE_ARRAY", "UTF8"));
        // DuckDB's driver makes a String slowly, bytes fast; these are UTF-8 already.
        yield new ParquetRule(
            "encode(%s)".formatted(column), ParquetValue.text(target.name(), text, file));
      }
      case ColumnKind.Super document -> {
        fit.needs(source.nested());
        if (!serializeToJson) {
          throw LoadFailure.ofAssertion("Unreachable - Invalid type: 4000", file, target.name());
        }
        yield new ParquetRule("to_json(%s)::VARCHAR".formatted(column), ParquetValue.json());
      }
      case ColumnKind.Clock clock -> throw fit.wrong();
      case ColumnKind.Other other -> throw fit.wrong();
    };
  }

  /** The fewest bytes that hold every decimal of this precision, which is what Redshift expects. */
  static int minimalLength(int precision) {
    int bits = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() + 1;
    return (bits + 7) / 8;
  }

  /** Whether a column of the file has exactly the type of the table's. */
  private record Fit(TargetColumn target, ParquetColumn source, String file) {
    void needs(boolean fits) throws LoadFailure {
      if (!fits) {
        throw wrong();
      }
    }

    void decimal(int precision, int scale) throws LoadFailure {
      needs(
          !source.nested()
              && source.converted().equals("DECIMAL")
              && source.precision() == precision
              && source.scale() == scale);
      if (source.physical().equals("FIXED_LEN_BYTE_ARRAY")
          && source.length() != minimalLength(precision)) {
        throw LoadFailure.ofScan(
            15001,
            "File '%s' has an invalid type length. Expecting: %d len in file: %d"
                .formatted(file, minimalLength(precision), source.length()),
            file,
            target.name());
      }
    }

    String micros(String column, boolean zoned) throws LoadFailure {
      if (!zoned && source.physical().equals("INT96") && !source.nested()) {
        return "epoch_us(%s::TIMESTAMP)".formatted(column);
      }
      ParquetColumn.Time time = source.time().orElseThrow(this::wrong);
      needs(time.instant() == zoned && !(zoned && time.nanos()));
      // Redshift takes nanoseconds for microseconds and says nothing, so neither do we.
      return (time.nanos() ? "epoch_ns(%s)" : "epoch_us(%s)").formatted(column);
    }

    LoadFailure wrong() {
      return LoadFailure.ofScan(
          15007,
          "File '%s' has an incompatible Parquet schema for column '%s'. Column type: %s, Parquet schema: %s"
              .formatted(
                  file, target.name(), TypeNames.ofRedshift(target.type()), source.describe()),
          file,
          target.name());
    }
  }
}
