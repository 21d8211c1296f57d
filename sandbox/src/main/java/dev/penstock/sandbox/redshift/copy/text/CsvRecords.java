package dev.penstock.sandbox.redshift.copy.text;

import dev.penstock.sandbox.redshift.sql.CopyCommand.Format;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CSV: a field in quotes may hold delimiters, line ends and doubled quotes. */
final class CsvRecords implements RecordReader {
  private final ByteReader in;
  private final byte[] delimiter;
  private final char quote;
  private final ByteBuilder raw = new ByteBuilder();
  private final ByteBuilder value = new ByteBuilder();
  private final ByteBuilder tail = new ByteBuilder();
  private long lines;

  /** Of the record being read; it is read to its end nevertheless. */
  private @Nullable String problem;

  CsvRecords(Format.Csv format, InputStream in) {
    this.in = new ByteReader(in);
    this.delimiter = format.delimiter().getBytes(StandardCharsets.UTF_8);
    this.quote = format.quote();
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
    problem = null;
    List<Field> fields = new ArrayList<>();
    boolean more = true;
    while (more) {
      more = field(fields);
    }
    byte[] bytes = raw.copy();
    if (raw.overflown()) {
      throw RecordProblem.tooLong(line, bytes);
    }
    if (problem != null) {
      throw new RecordProblem(1216, problem, line, bytes);
    }
    return Optional.of(new TextRecord(line, bytes, fields));
  }

  /** Reads one field; whether another one follows in the same record. */
  private boolean field(List<Field> fields) throws IOException {
    value.clear();
    tail.clear();
    int position = raw.length();
    boolean quoted = false;
    while (true) {
      int b = in.next();
      if (b < 0 || b == '\n' || b == '\r' && in.peek() == '\n') {
        if (b == '\r') {
          in.next();
        }
        add(fields, quoted, position);
        return false;
      }
      raw.add(b);
      if (b == quote && !quoted && value.isBlank()) {
        quoted = true;
        value.clear();
        quotedBody();
        continue;
      }
      ByteBuilder into = quoted ? tail : value;
      into.add(b);
      if (into.endsWith(delimiter)) {
        into.cut(into.length() - delimiter.length);
        add(fields, quoted, position);
        return true;
      }
    }
  }

  private void add(List<Field> fields, boolean quoted, int position) {
    if (quoted && !tail.isBlank()) {
      problem = "Invalid quote formatting for CSV";
    }
    fields.add(Field.of(value.copy(), position));
  }

  private void quotedBody() throws IOException {
    while (true) {
      int b = in.next();
      if (b < 0) {
        problem = "Delimited value missing end quote";
        return;
      }
      raw.add(b);
      if (b == quote) {
        if (in.peek() != quote) {
          return;
        }
        raw.add(in.next());
      }
      lines += b == '\n' ? 1 : 0;
      value.add(b);
    }
  }
}
