package dev.penstock.sandbox.redshift.copy;

import dev.penstock.sandbox.redshift.copy.object.ObjectProblem;
import dev.penstock.sandbox.redshift.copy.object.ObjectStorage;
import dev.penstock.sandbox.redshift.copy.target.TargetColumn;
import dev.penstock.sandbox.redshift.copy.text.Decompression;
import dev.penstock.sandbox.redshift.copy.text.Field;
import dev.penstock.sandbox.redshift.copy.text.FieldProblem;
import dev.penstock.sandbox.redshift.copy.text.FieldReader;
import dev.penstock.sandbox.redshift.copy.text.RecordProblem;
import dev.penstock.sandbox.redshift.copy.text.RecordReader;
import dev.penstock.sandbox.redshift.copy.text.TextRecord;
import dev.penstock.sandbox.redshift.sql.CopyCommand;
import dev.penstock.sandbox.redshift.sql.CopyCommand.Format;
import dev.penstock.sandbox.redshift.sql.CopyOptions.Flag;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Loads text files record by record; a refused one is left out as long as MAXERROR allows. */
final class TextLoad {
  private static final int RECORDS_BETWEEN_LOOKS = 1024;
  private static final byte[] NOTHING = {};

  private final LoadTask task;
  private final CopyCommand command;
  private final List<TargetColumn> columns;
  private final List<FieldReader> readers;
  private final Rejects rejects;
  private final RowBuffer rows;
  private final byte[] @Nullable [] values;
  private long seen;

  TextLoad(LoadTask task, Rejects rejects, RowBuffer rows) {
    this.task = task;
    this.command = task.command();
    this.columns = task.columns();
    this.readers =
        columns.stream().map(column -> new FieldReader(column, command.options())).toList();
    this.rejects = rejects;
    this.rows = rows;
    this.values = new byte[columns.size()][];
  }

  List<LoadedFile> load(List<SourceFile> files) throws LoadFailure, IOException {
    List<LoadedFile> loaded = new ArrayList<>();
    for (SourceFile file : files) {
      file(file).ifPresent(loaded::add);
    }
    return loaded;
  }

  private Optional<LoadedFile> file(SourceFile file) throws LoadFailure, IOException {
    Instant begun = Instant.now();
    Optional<ObjectStorage.Body> opened = opened(file);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    long lines;
    try (ObjectStorage.Body body = opened.get();
        InputStream in = decompressed(file, body)) {
      RecordReader records = records(in);
      Optional<TextRecord> record = next(records, file);
      while (record.isPresent()) {
        row(file, record.get());
        record = next(records, file);
      }
      lines = records.lines();
    }
    return Optional.of(
        new LoadedFile(
            file.url(),
            opened.get().length(),
            lines,
            opened.get().etag(),
            opened.get().modified(),
            begun,
            Instant.now()));
  }

  private Optional<ObjectStorage.Body> opened(SourceFile file) throws LoadFailure {
    try {
      return task.open(file);
    } catch (ObjectProblem e) {
      throw unread(file, e);
    }
  }

  private InputStream decompressed(SourceFile file, ObjectStorage.Body body) throws LoadFailure {
    try {
      return Decompression.of(command.compression(), body.stream());
    } catch (IOException e) {
      throw unread(file, e);
    }
  }

  private RecordReader records(InputStream in) {
    return switch (command.format()) {
      case Format.Csv csv -> RecordReader.of(csv, in);
      case Format.Delimited delimited -> RecordReader.of(delimited, in);
      case Format.JsonLines json -> RecordReader.of(json, in, columns);
      case Format.Parquet never -> throw new IllegalStateException("Parquet is no text");
    };
  }

  /** The next record that isn't refused already, behind the header. */
  private Optional<TextRecord> next(RecordReader records, SourceFile file) throws LoadFailure {
    while (true) {
      // Refused records and those of the header count too; the lines of a record may be many.
      if (++seen % RECORDS_BETWEEN_LOOKS == 0 && task.cancelled().getAsBoolean()) {
        throw LoadFailure.cancelled();
      }
      boolean header = records.lines() < command.options().ignoreHeader();
      try {
        Optional<TextRecord> record = records.next();
        if (record.isEmpty() || !header && !isPassedOver(record.get())) {
          return record;
        }
      } catch (RecordProblem e) {
        if (!header) {
          reject(file, e.line(), e.raw(), e.code(), e.reason());
        }
      } catch (IOException e) {
        throw unread(file, e);
      }
    }
  }

  private boolean isPassedOver(TextRecord record) {
    return record.raw().length == 0 && command.options().has(Flag.IGNOREBLANKLINES);
  }

  private void row(SourceFile file, TextRecord record) throws LoadFailure, IOException {
    List<Field> fields = record.fields();
    if (fields.size() > columns.size() && !endsWithDelimiter(fields)) {
      reject(file, record.line(), record.raw(), 1202, "Extra column(s) found");
      return;
    }
    if (fields.size() < columns.size() && !command.options().has(Flag.FILLRECORD)) {
      reject(file, record.line(), record.raw(), 1214, "Delimiter not found");
      return;
    }
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] =
            i < fields.size() ? readers.get(i).read(fields.get(i)) : readers.get(i).filled();
      } catch (FieldProblem e) {
        reject(file, record, i, e);
        return;
      }
    }
    for (byte @Nullable [] value : values) {
      rows.field(value);
    }
    rows.endRow();
  }

  /** The last field of a line may be followed by a delimiter. */
  private boolean endsWithDelimiter(List<Field> fields) {
    return command.format() instanceof Format.Delimited
        && fields.size() == columns.size() + 1
        && fields.getLast().written().length == 0;
  }

  private void reject(SourceFile file, long line, byte[] raw, int code, String reason)
      throws LoadFailure {
    rejects.add(
        new LoadError(file.url(), line, "", "", "", 0, LoadError.shown(raw), "", code, reason));
  }

  private void reject(SourceFile file, TextRecord record, int index, FieldProblem problem)
      throws LoadFailure {
    TargetColumn column = columns.get(index);
    Field field = index < record.fields().size() ? record.fields().get(index) : null;
    rejects.add(
        new LoadError(
            file.url(),
            record.line(),
            column.name(),
            column.kind().shortName(),
            column.kind().length(),
            field == null ? record.raw().length : field.position(),
            LoadError.shown(record.raw()),
            LoadError.shown(field == null || field.value() == null ? NOTHING : field.value()),
            problem.code(),
            problem.reason()));
  }

  private static LoadFailure unread(SourceFile file, IOException e) {
    return switch (e) {
      case ObjectProblem problem -> LoadFailure.ofSource(8001, problem.words(), file.url());
      default ->
          LoadFailure.ofSource(
              8001,
              "File '%s' can't be read: %s".formatted(file.url(), e.getMessage()),
              file.url());
    };
  }
}
