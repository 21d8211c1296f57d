package dev.penstock.sandbox.redshift.copy;

import dev.penstock.sandbox.redshift.sql.CopyCommand.Format;

/** PostgreSQL's two forms of rows in a COPY: what is text already stays text. */
public enum RowForm {
  TEXT,
  BINARY;

  public static RowForm of(Format format) {
    return switch (format) {
      case Format.Parquet parquet -> BINARY;
      case Format.Csv csv -> TEXT;
      case Format.Delimited delimited -> TEXT;
      case Format.JsonLines json -> TEXT;
    };
  }
}
