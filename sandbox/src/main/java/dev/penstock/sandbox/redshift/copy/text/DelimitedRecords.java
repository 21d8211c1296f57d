package dev.penstock.sandbox.redshift.copy.text;

import dev.penstock.sandbox.redshift.sql.CopyCommand.Format;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A line per row, fields between delimiters. */
final class DelimitedRecords implements RecordReader {
  private final ByteReader in;
  private final byte[] delimiter;
  private final Format.Delimited format;
  private final ByteBuilder raw = new ByteBuilder();
  private long lines;

  DelimitedRecords(Format.Delimited format, InputStream in) {
    this.in = new ByteReader(in);
    this.delimiter = format.delimiter().getBytes(StandardCharsets.UTF_8);
    this.format = format;
  }

  @Override
  public long lines() {
    return lines;
  }

  @Override
  public Optional<TextRecord> next() throws IOException, RecordProblem {
    if (in.peek() < 0) {
      return Optional.empty();
    }
    long line = ++lines;
    raw.clear();
    for (int b = in.next(); b >= 0 && b != '\n'; b = in.next()) {
      raw.add(b);
      if (b == '\\' && format.escape() && in.peek() >= 0) {
        int escaped = in.next();
        raw.add(escaped);
        lines += escaped == '\n' ? 1 : 0;
      }
    }
    byte[] bytes = raw.copy();
    if (raw.overflown()) {
      throw RecordProblem.tooLong(line, bytes);
    }
    if (bytes.length > 0 && bytes[bytes.length - 1] == '\r') {
      bytes = Arrays.copyOf(bytes, bytes.length - 1);
    }
    return Optional.of(new TextRecord(line, bytes, fields(bytes, line)));
  }

  private List<Field> fields(byte[] line, long number) throws RecordProblem {
    List<Field> fields = new ArrayList<>();
    int start = 0;
    for (int at = 0; ; ) {
      if (at == start && quoted(line, at)) {
        at = closing(line, at, number) + 1;
      } else if (at >= line.length) {
        fields.add(field(line, start, line.length));
        return fields;
      } else if (line[at] == '\\' && format.escape()) {
        at += 2;
      } else if (delimited(line, at)) {
        fields.add(field(line, start, at));
        at += delimiter.length;
        start = at;
      } else {
        at++;
      }
    }
  }

  private boolean delimited(byte[] line, int at) {
    int end = at + delimiter.length;
    return end <= line.length && Arrays.equals(line, at, end, delimiter, 0, delimiter.length);
  }

  private boolean quoted(byte[] line, int at) {
    return format.removeQuotes() && at < line.length && (line[at] == '"' || line[at] == '\'');
  }

  /** Where the quote ends that begins here; delimiters inside are data. */
  private int closing(byte[] line, int open, long number) throws RecordProblem {
    for (int at = open + 1; at < line.length; at++) {
      if (line[at] == '\\' && format.escape()) {
        at++;
      } else if (line[at] == line[open] && (at + 1 == line.length || delimited(line, at + 1))) {
        return at;
      }
    }
    throw new RecordProblem(1214, "Delimited value missing end quote", number, line);
  }

  private Field field(byte[] line, int from, int to) {
    byte[] written = Arrays.copyOfRange(line, from, Math.min(to, line.length));
    byte[] value = written;
    if (quoted(line, from) && written.length > 1) {
      value = Arrays.copyOfRange(written, 1, written.length - 1);
    }
    return new Field(format.escape() ? unescaped(value) : value, written, from);
  }

  private static byte[] unescaped(byte[] value) {
    ByteBuilder plain = new ByteBuilder();
    for (int at = 0; at < value.length; at++) {
      if (value[at] == '\\' && at + 1 < value.length) {
        at++;
      }
      plain.add(value[at]);
    }
    return plain.copy();
  }
}
