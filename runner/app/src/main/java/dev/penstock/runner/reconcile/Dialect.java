package dev.penstock.runner.reconcile;

/** Where engine and warehouse have different words for the same. */
public enum Dialect {
  /** DuckDB. */
  ENGINE("HUGEINT") {
    @Override
    String sum(String value, int scale) {
      return "SUM(" + value + ")";
    }

    // The product of two short decimals stays short there, and fails where it is not.
    @Override
    String roomy(String decimal, int scale) {
      return "CAST(%s AS DECIMAL(38,%d))".formatted(decimal, scale);
    }

    @Override
    String bytes(String column) {
      return "STRLEN(" + column + ")";
    }

    @Override
    String hexadecimal(String digits) {
      return "CAST('0x' || " + digits + " AS BIGINT)";
    }

    @Override
    String days(String date) {
      return "DATEDIFF('day', CAST('2000-01-01' AS DATE), " + date + ")";
    }

    @Override
    String microseconds(String timestamp) {
      return "DATEDIFF('microsecond', CAST('2000-01-01' AS TIMESTAMP), " + timestamp + ")";
    }

    @Override
    String day(String date) {
      return "STRFTIME(" + date + ", '%Y%m%d')";
    }

    @Override
    String instant(String timestamp) {
      return "STRFTIME(" + timestamp + ", '%Y%m%d%H%M%S%f')";
    }

    @Override
    String utc(String timestamp) {
      return "MAKE_TIMESTAMP(EPOCH_US(" + timestamp + "))";
    }
  },

  /** Redshift; only what its documentation lists. */
  WAREHOUSE("DECIMAL(38,0)") {
    // The sum of a BIGINT is a BIGINT there, and that of a short decimal has 19 digits.
    @Override
    String sum(String value, int scale) {
      return "SUM(CAST(%s AS DECIMAL(38,%d)))".formatted(value, scale);
    }

    @Override
    String roomy(String decimal, int scale) {
      return decimal;
    }

    @Override
    String bytes(String column) {
      return "OCTET_LENGTH(" + column + ")";
    }

    @Override
    String hexadecimal(String digits) {
      return "STRTOL(" + digits + ", 16)";
    }

    @Override
    String days(String date) {
      return "DATEDIFF(day, CAST('2000-01-01' AS TIMESTAMP), CAST(" + date + " AS TIMESTAMP))";
    }

    @Override
    String microseconds(String timestamp) {
      return "DATEDIFF(microsecond, CAST('2000-01-01' AS TIMESTAMP), " + timestamp + ")";
    }

    @Override
    String day(String date) {
      return "TO_CHAR(" + date + ", 'YYYYMMDD')";
    }

    @Override
    String instant(String timestamp) {
      return "TO_CHAR(" + timestamp + ", 'YYYYMMDDHH24MISSUS')";
    }

    @Override
    String utc(String timestamp) {
      return "(" + timestamp + " AT TIME ZONE 'UTC')";
    }
  };

  private final String wide;

  Dialect(String wide) {
    this.wide = wide;
  }

  /** {@return the type of whole numbers of 38 digits} */
  String wide() {
    return wide;
  }

  /** {@return the exact sum of numbers with that many digits behind the point} */
  abstract String sum(String value, int scale);

  /** {@return a decimal of at most 18 digits that can be multiplied up to 36 digits} */
  abstract String roomy(String decimal, int scale);

  /** {@return the length of a text in bytes} */
  abstract String bytes(String column);

  /** {@return the number that at most 15 hexadecimal digits are} */
  abstract String hexadecimal(String digits);

  /** {@return the days from 2000 to a date} */
  abstract String days(String date);

  /** {@return the microseconds from 2000 to a timestamp without a zone} */
  abstract String microseconds(String timestamp);

  /** {@return a date from year 1 to 9999 as eight digits} */
  abstract String day(String date);

  /** {@return a timestamp from year 1 to 9999 as twenty digits} */
  abstract String instant(String timestamp);

  /** {@return a timestamp with a zone as one of no zone} */
  abstract String utc(String timestamp);
}
