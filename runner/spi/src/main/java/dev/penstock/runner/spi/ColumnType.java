package dev.penstock.runner.spi;

import java.io.Serializable;

/** The type of a column, and how a {@link Batch} holds its values. {@code toString} is SQL. */
public sealed interface ColumnType extends Serializable {
  /** {@link Vector.OfBoolean}. */
  record Bool() implements ColumnType {
    @Override
    public String toString() {
      return "BOOLEAN";
    }
  }

  /** {@link Vector.OfShort}. */
  record Int16() implements ColumnType {
    @Override
    public String toString() {
      return "SMALLINT";
    }
  }

  /** {@link Vector.OfInt}. */
  record Int32() implements ColumnType {
    @Override
    public String toString() {
      return "INTEGER";
    }
  }

  /** {@link Vector.OfLong}. */
  record Int64() implements ColumnType {
    @Override
    public String toString() {
      return "BIGINT";
    }
  }

  /** {@link Vector.OfFloat}, four bytes. */
  record Float32() implements ColumnType {
    @Override
    public String toString() {
      return "REAL";
    }
  }

  /** {@link Vector.OfDouble}, eight bytes. */
  record Float64() implements ColumnType {
    @Override
    public String toString() {
      return "DOUBLE PRECISION";
    }
  }

  /**
   * {@link Vector.OfLong} up to a precision of 18, above it {@link Vector.OfWide}: the value times
   * 10 to the power of {@code scale}.
   */
  record Decimal(int precision, int scale) implements ColumnType {
    /** The widest that every engine and warehouse holds. */
    public static final int MAX_PRECISION = 38;

    /** The widest that fits a long. */
    public static final int MAX_NARROW = 18;

    public Decimal {
      if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
        throw new IllegalArgumentException("No decimal(%d,%d)".formatted(precision, scale));
      }
    }

    /** {@return whether a long holds every value} */
    public boolean narrow() {
      return precision <= MAX_NARROW;
    }

    @Override
    public String toString() {
      return "DECIMAL(" + precision + "," + scale + ")";
    }
  }

  /** {@link Vector.OfBytes}, UTF-8. */
  record Text() implements ColumnType {
    @Override
    public String toString() {
      return "VARCHAR";
    }
  }

  /** {@link Vector.OfBytes}, as they are. */
  record Bytes() implements ColumnType {
    @Override
    public String toString() {
      return "VARBYTE";
    }
  }

  /** {@link Vector.OfInt}: days since 1970-01-01. */
  record Date() implements ColumnType {
    @Override
    public String toString() {
      return "DATE";
    }
  }

  /** {@link Vector.OfLong}: microseconds of the day. */
  record Time() implements ColumnType {
    @Override
    public String toString() {
      return "TIME";
    }
  }

  /** {@link Vector.OfLong}: microseconds since 1970-01-01 00:00, of no zone. */
  record Timestamp() implements ColumnType {
    @Override
    public String toString() {
      return "TIMESTAMP";
    }
  }

  /** {@link Vector.OfLong}: microseconds since 1970-01-01 00:00 UTC. */
  record TimestampTz() implements ColumnType {
    @Override
    public String toString() {
      return "TIMESTAMPTZ";
    }
  }

  /** {@link Vector.OfBytes}: 36 lower-case characters. */
  record Uuid() implements ColumnType {
    @Override
    public String toString() {
      return "UUID";
    }
  }

  /** {@link Vector.OfBytes}: the document as UTF-8 text. */
  record Json() implements ColumnType {
    @Override
    public String toString() {
      return "JSON";
    }
  }
}
