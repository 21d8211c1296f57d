package dev.penstock.sandbox.redshift.copy;

import java.util.Locale;
import java.util.Optional;

/**
 * A column of a Parquet file, as its footer describes it.
 *
 * @param physical such as INT32 or FIXED_LEN_BYTE_ARRAY
 * @param length of a FIXED_LEN_BYTE_ARRAY, else 0
 * @param converted the older annotation, such as UTF8 or INT_16; empty if there is none
 * @param logical the newer one in DuckDB's words; empty if there is none
 */
record ParquetColumn(
    String name,
    String physical,
    int length,
    String converted,
    String logical,
    int precision,
    int scale,
    boolean nested) {

  boolean is(String physicalType, String... convertedTypes) {
    if (!physical.equals(physicalType) || nested) {
      return false;
    }
    for (String candidate : convertedTypes) {
      if (converted.equals(candidate)) {
        return true;
      }
    }
    return false;
  }

  /** The unit of a timestamp in an INT64, and whether it is an instant. */
  Optional<Time> time() {
    if (!physical.equals("INT64") || nested) {
      return Optional.empty();
    }
    String words = logical.toUpperCase(Locale.ROOT);
    if (!words.contains("TIMESTAMP") && !converted.startsWith("TIMESTAMP")) {
      return Optional.empty();
    }
    boolean nanos = words.contains("NANOS=NANOSECONDS");
    boolean micros =
        words.contains("MICROS=MICROSECONDS")
            || words.isEmpty() && converted.equals("TIMESTAMP_MICROS");
    // Without a logical type, the older annotation means an instant.
    boolean instant = words.isEmpty() || words.contains("ISADJUSTEDTOUTC=1");
    if (micros) {
      return Optional.of(new Time(false, instant));
    }
    return nanos ? Optional.of(new Time(true, instant)) : Optional.empty();
  }

  record Time(boolean nanos, boolean instant) {}

  /** In the words of a Parquet schema. */
  String describe() {
    String annotation = converted.isEmpty() ? logical : converted;
    return "optional %s %s%s"
        .formatted(
            physical.toLowerCase(Locale.ROOT) + (length > 0 ? "(%d)".formatted(length) : ""),
            name,
            annotation.isEmpty() ? "" : " (" + annotation + ")");
  }
}
