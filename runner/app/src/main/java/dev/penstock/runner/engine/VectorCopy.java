package dev.penstock.runner.engine;

import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Vector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/** The loops that move a batch's columns into the engine's vectors. */
final class VectorCopy {
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

  private VectorCopy() {}

  /** Moves the first rows of a column. */
  static void copy(Vector from, Column column, int rows, DuckDBWritableVector to) {
    switch (from) {
      case Vector.OfBoolean vector -> {
        for (int row = 0; row < rows; row++) {
          to.setBoolean(row, vector.values[row]);
        }
      }
      case Vector.OfShort vector -> {
        for (int row = 0; row < rows; row++) {
          to.setShort(row, vector.values[row]);
        }
      }
      case Vector.OfInt vector -> {
        for (int row = 0; row < rows; row++) {
          to.setInt(row, vector.values[row]);
        }
      }
      case Vector.OfLong vector -> {
        for (int row = 0; row < rows; row++) {
          to.setLong(row, vector.values[row]);
        }
      }
      case Vector.OfFloat vector -> {
        for (int row = 0; row < rows; row++) {
          to.setFloat(row, vector.values[row]);
        }
      }
      case Vector.OfDouble vector -> {
        for (int row = 0; row < rows; row++) {
          to.setDouble(row, vector.values[row]);
        }
      }
      case Vector.OfWide vector -> wide(vector, (ColumnType.Decimal) column.type(), rows, to);
      case Vector.OfBytes vector -> {
        texts(vector, column, rows, to);
        return; // a null array is a NULL already
      }
    }
    if (from.anyNull()) {
      for (int row = 0; row < rows; row++) {
        if (from.isNull(row)) {
          to.setNull(row);
        }
      }
    }
  }

  private static void texts(
      Vector.OfBytes vector, Column column, int rows, DuckDBWritableVector to) {
    byte[] @Nullable [] texts = bytes(vector, column.type() instanceof ColumnType.Bytes, rows);
    try {
      to.setStringUtf8Batch(0, texts);
    } catch (RuntimeException e) {
      // The engine checks the encoding and names neither column nor row.
      throw new DataException(
          Reason.VALUE_NOT_SUPPORTED,
          "Column %s holds a text that is not UTF-8".formatted(column.name()),
          "Correct the text in the source, or leave the column out",
          e);
    }
  }

  private static void wide(
      Vector.OfWide vector, ColumnType.Decimal type, int rows, DuckDBWritableVector to) {
    int scale = type.scale();
    for (int row = 0; row < rows; row++) {
      if (!vector.isNull(row)) {
        BigInteger low = BigInteger.valueOf(vector.low[row]);
        if (low.signum() < 0) {
          low = low.add(TWO_64);
        }
        BigInteger unscaled = BigInteger.valueOf(vector.high[row]).shiftLeft(64).add(low);
        to.setBigDecimal(row, new BigDecimal(unscaled, scale));
      }
    }
  }

  private static byte[] @Nullable [] bytes(Vector.OfBytes vector, boolean binary, int rows) {
    if (!binary) {
      return rows == vector.values.length ? vector.values : Arrays.copyOf(vector.values, rows);
    }
    byte[] @Nullable [] hex = new byte[rows][];
    for (int row = 0; row < rows; row++) {
      byte[] value = vector.values[row];
      if (value != null) {
        hex[row] = HexFormat.of().formatHex(value).getBytes(StandardCharsets.US_ASCII);
      }
    }
    return hex;
  }
}
