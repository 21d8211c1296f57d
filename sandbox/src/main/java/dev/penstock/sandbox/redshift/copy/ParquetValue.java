package dev.penstock.sandbox.redshift.copy;

import dev.penstock.sandbox.redshift.copy.target.ColumnKind;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Takes one value out of a row of DuckDB's and writes it; it runs for every field. */
interface ParquetValue {
  /** PostgreSQL counts from the year 2000. */
  long EPOCH_2000_MICROS = 946_684_800_000_000L;

  void copy(ResultSet row, int index, BinaryRows out) throws SQLException, LoadFailure;

  static ParquetValue whole(int bytes) {
    return switch (bytes) {
      case 2 ->
          (row, index, out) -> {
            short value = row.getShort(index);
            if (row.wasNull()) {
              out.nothing();
            } else {
              out.int16(value);
            }
          };
      case 4 ->
          (row, index, out) -> {
            int value = row.getInt(index);
            if (row.wasNull()) {
              out.nothing();
            } else {
              out.int32(value);
            }
          };
      default -> micros(0);
    };
  }

  static ParquetValue moment() {
    return micros(EPOCH_2000_MICROS);
  }

  private static ParquetValue micros(long zero) {
    return (row, index, out) -> {
      long value = row.getLong(index);
      if (row.wasNull()) {
        out.nothing();
      } else {
        out.int64(value - zero);
      }
    };
  }

  static ParquetValue floating(int bytes) {
    return (row, index, out) -> {
      double value = bytes == 4 ? row.getFloat(index) : row.getDouble(index);
      if (row.wasNull()) {
        out.nothing();
      } else if (bytes == 4) {
        out.int32(Float.floatToRawIntBits((float) value));
      } else {
        out.int64(Double.doubleToRawLongBits(value));
      }
    };
  }

  static ParquetValue truth() {
    return (row, index, out) -> {
      boolean value = row.getBoolean(index);
      if (row.wasNull()) {
        out.nothing();
      } else {
        out.truth(value);
      }
    };
  }

  static ParquetValue decimal(int scale) {
    return (row, index, out) -> {
      var value = row.getBigDecimal(index);
      if (value == null) {
        out.nothing();
        return;
      }
      BigInteger unscaled = value.unscaledValue();
      // The least long has no size that is a long.
      if (unscaled.bitLength() < Long.SIZE - 1) {
        out.decimal(unscaled.longValue(), scale);
      } else {
        out.decimal(unscaled, scale);
      }
    };
  }

  static ParquetValue bytes() {
    return (row, index, out) -> {
      byte[] value = row.getBytes(index);
      if (value == null) {
        out.nothing();
      } else {
        out.bytes(value);
      }
    };
  }

  static ParquetValue json() {
    return (row, index, out) -> {
      String value = row.getString(index);
      if (value == null) {
        out.nothing();
      } else {
        out.json(value);
      }
    };
  }

  /** From bytes that DuckDB knows to be UTF-8. */
  static ParquetValue text(String column, ColumnKind.Text kind, String file) {
    return (row, index, out) -> {
      byte[] utf8 = row.getBytes(index);
      if (utf8 == null) {
        out.nothing();
        return;
      }
      if (utf8.length > kind.longest()) {
        throw LoadFailure.ofScan(
            15001,
            "The length of the data column %s is longer than the length defined in the table. Table: %d, Data: %d"
                .formatted(column, kind.longest(), utf8.length),
            file,
            column);
      }
      for (byte b : utf8) {
        if (b == 0 || b < 0 && kind.padded()) {
          throw unfit(b, column, file);
        }
      }
      out.bytes(utf8);
    };
  }

  private static LoadFailure unfit(byte b, String column, String file) {
    return LoadFailure.ofScan(
        15001,
        b == 0
            ? "The data column %s holds a NUL, which is not known to the stand-in".formatted(column)
            : "Multibyte character not supported for CHAR (Hint: Try using VARCHAR)",
        file,
        column);
  }
}
