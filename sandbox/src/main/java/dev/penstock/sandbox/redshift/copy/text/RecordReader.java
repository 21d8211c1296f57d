package dev.penstock.sandbox.redshift.copy.text;

import dev.penstock.sandbox.redshift.copy.target.TargetColumn;
import dev.penstock.sandbox.redshift.sql.CopyCommand.Format;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Cuts one file into records; at most one of them is in memory. */
public sealed interface RecordReader permits DelimitedRecords, CsvRecords, JsonRecords {
  /** The next record, or empty at the end. After a problem the one behind it may be asked for. */
  Optional<TextRecord> next() throws IOException, RecordProblem;

  /** How many lines have been read so far. */
  long lines();

  static RecordReader of(Format.Delimited format, InputStream in) {
    return new DelimitedRecords(format, in);
  }

  static RecordReader of(Format.Csv format, InputStream in) {
    return new CsvRecords(format, in);
  }

  /** Its records have a field for each of these columns, in their order. */
  static RecordReader of(Format.JsonLines format, InputStream in, List<TargetColumn> columns) {
    return new JsonRecords(format, in, columns);
  }
}
