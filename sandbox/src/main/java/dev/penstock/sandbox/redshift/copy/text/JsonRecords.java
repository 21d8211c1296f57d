package dev.penstock.sandbox.redshift.copy.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.penstock.sandbox.redshift.copy.target.ColumnKind;
import dev.penstock.sandbox.redshift.copy.target.TargetColumn;
import dev.penstock.sandbox.redshift.sql.CopyCommand.Format;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * JSON objects one after the other, with or without line ends between them and within. A key is a
 * column; keys that aren't are passed over.
 */
final class JsonRecords implements RecordReader {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          // A decimal must come out as it stands.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final ByteReader in;
  private final boolean ignoreCase;
  private final List<TargetColumn> columns;
  private final ByteBuilder raw = new ByteBuilder();
  private long lines;

  JsonRecords(Format.JsonLines format, InputStream in, List<TargetColumn> columns) {
    this.in = new ByteReader(in);
    this.ignoreCase = format.ignoreCase();
    this.columns = List.copyOf(columns);
  }

  @Override
  public long lines() {
    return lines;
  }

  @Override
  public Optional<TextRecord> next() throws IOException, RecordProblem {
    while (in.peek() >= 0 && in.peek() <= ' ') {
      lines += in.next() == '\n' ? 1 : 0;
    }
    if (in.peek() < 0) {
      return Optional.empty();
    }
    long line = lines + 1;
    boolean whole = object();
    byte[] bytes = raw.copy();
    if (raw.overflown()) {
      throw RecordProblem.tooLong(line, bytes);
    }
    if (!whole) {
      throw new RecordProblem(1216, "Invalid JSON object", line, bytes);
    }
    try {
      return Optional.of(new TextRecord(line, bytes, fields(JSON.readTree(bytes))));
    } catch (JsonProcessingException e) {
      throw new RecordProblem(
          1216, "Invalid JSON: %s".formatted(e.getOriginalMessage()), line, bytes);
    }
  }

  /** Reads up to the bracket that closes the first; what begins with none, up to its line's end. */
  private boolean object() throws IOException {
    raw.clear();
    boolean begun = in.peek() == '{';
    boolean text = false;
    int depth = 0;
    for (int b = in.next(); b >= 0; b = in.next()) {
      lines += b == '\n' ? 1 : 0;
      if (!begun && b == '\n') {
        return false;
      }
      raw.add(b);
      if (text && b == '\\' && in.peek() >= 0) {
        raw.add(in.next());
      } else if (b == '"') {
        text = !text;
      } else if (!text && b == '{') {
        depth++;
      } else if (!text && b == '}' && --depth == 0 && begun) {
        return true;
      }
    }
    return false;
  }

  private List<Field> fields(JsonNode object) {
    List<Field> fields = new ArrayList<>();
    for (TargetColumn column : columns) {
      JsonNode value = object.path(column.name());
      if (value.isMissingNode() && ignoreCase) {
        value = anyCase(object, column.name());
      }
      fields.add(field(value, column));
    }
    return fields;
  }

  private static JsonNode anyCase(JsonNode object, String name) {
    for (var entry : object.properties()) {
      if (entry.getKey().toLowerCase(Locale.ROOT).equals(name)) {
        return entry.getValue();
      }
    }
    return object.path(name);
  }

  private static Field field(JsonNode value, TargetColumn column) {
    if (value.isMissingNode() || value.isNull()) {
      return Field.absent();
    }
    String text =
        value.isTextual() && !(column.kind() instanceof ColumnKind.Super)
            ? value.textValue()
            : value.toString();
    return Field.of(text.getBytes(StandardCharsets.UTF_8), 0);
  }
}
