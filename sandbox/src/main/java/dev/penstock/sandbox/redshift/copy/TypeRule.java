package dev.penstock.sandbox.redshift.copy;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which Parquet column a table's column takes, and how its values are read. */
final class TypeRule {
  private static final Pattern DECIMAL = Pattern.compile("numeric\\((\\d+),(\\d+)\\)");
  private static final Pattern SIZED =
      Pattern.compile("(?:character varying|character)\\((\\d+)\\)");

  private TypeRule() {}

  /** The DuckDB expression that yields the column's text, after the check that its type fits. */
  static String expression(TargetColumn target, ParquetColumn source, String file)
      throws LoadFailure {
    String column = '"' + source.name().replace("\"", "\"\"") + '"';
    Matcher decimal = DECIMAL.matcher(target.type());
    if (decimal.matches()) {
      checkDecimal(
          target,
          source,
          file,
          Integer.parseInt(decimal.group(1)),
          Integer.parseInt(decimal.group(2)));
      return column + "::varchar";
    }
    return switch (target.type()) {
      case "smallint" -> simple(source.is("INT32", "INT_16"), target, source, file, column);
      case "integer" -> simple(source.is("INT32", "", "INT_32"), target, source, file, column);
      case "bigint" ->
          simple(
              source.is("INT64", "", "INT_64") && source.logical().isEmpty(),
              target,
              source,
              file,
              column);
      case "real" -> simple(source.is("FLOAT", ""), target, source, file, column);
      case "double precision" -> simple(source.is("DOUBLE", ""), target, source, file, column);
      case "boolean" -> simple(source.is("BOOLEAN", ""), target, source, file, column);
      case "date" -> era(simple(source.is("INT32", "DATE"), target, source, file, column));
      case "timestamp without time zone" -> timestamp(target, source, file, column);
      case "timestamp with time zone" -> {
        ParquetColumn.Time time = source.time().orElseThrow(() -> wrong(target, source, file));
        if (!time.instant() || time.nanos()) {
          throw wrong(target, source, file);
        }
        // Without ICU, DuckDB prints an instant in the zone of the machine or not at all.
        yield era("make_timestamp(epoch_us(%s))::varchar".formatted(column)) + " || '+00'";
      }
      case "bytea" -> {
        simple(source.is("BYTE_ARRAY", ""), target, source, file, column);
        yield "'\\x' || hex(%s)".formatted(column);
      }
      default -> {
        if (longest(target).isEmpty()) {
          throw wrong(target, source, file);
        }
        yield simple(source.is("BYTE_ARRAY", "UTF8"), target, source, file, column);
      }
    };
  }

  /** The most bytes that a value may have, if the column is of text. */
  static Optional<Integer> longest(TargetColumn target) {
    Matcher sized = SIZED.matcher(target.type());
    return sized.matches() ? Optional.of(Integer.valueOf(sized.group(1))) : Optional.empty();
  }

  /** The fewest bytes that hold every decimal of this precision, which is what Redshift expects. */
  static int minimalLength(int precision) {
    int bits = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() + 1;
    return (bits + 7) / 8;
  }

  private static String simple(
      boolean fits, TargetColumn target, ParquetColumn source, String file, String column)
      throws LoadFailure {
    if (!fits) {
      throw wrong(target, source, file);
    }
    return column + "::varchar";
  }

  private static String timestamp(
      TargetColumn target, ParquetColumn source, String file, String column) throws LoadFailure {
    if (source.physical().equals("INT96") && !source.nested()) {
      return era(column + "::timestamp::varchar");
    }
    ParquetColumn.Time time = source.time().orElseThrow(() -> wrong(target, source, file));
    if (time.instant()) {
      throw wrong(target, source, file);
    }
    // Redshift takes nanoseconds for microseconds and says nothing, so neither do we.
    return era(
        time.nanos()
            ? "make_timestamp(epoch_ns(%s))::varchar".formatted(column)
            : column + "::varchar");
  }

  /** DuckDB writes (BC), PostgreSQL reads BC. */
  private static String era(String text) {
    return "replace(%s, '(BC)', 'BC')".formatted(text);
  }

  private static void checkDecimal(
      TargetColumn target, ParquetColumn source, String file, int precision, int scale)
      throws LoadFailure {
    boolean decimal =
        !source.nested()
            && source.converted().equals("DECIMAL")
            && source.precision() == precision
            && source.scale() == scale;
    if (!decimal) {
      throw wrong(target, source, file);
    }
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

  private static LoadFailure wrong(TargetColumn target, ParquetColumn source, String file) {
    return LoadFailure.ofScan(
        15007,
        "File '%s' has an incompatible Parquet schema for column '%s'. Column type: %s, Parquet schema: %s"
            .formatted(file, target.name(), TypeNames.ofRedshift(target.type()), source.describe()),
        file,
        target.name());
  }
}
