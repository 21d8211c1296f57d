package dev.penstock.sandbox.redshift.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The fields of an error or a notice, by their letters in the protocol. */
record Notice(Map<Character, String> fields) {
  /** A statement was cancelled, by request or by its timeout; Redshift has the same words. */
  static final Notice CANCELLED = error("57014", "Query cancelled on user's request");

  Notice {
    fields = new LinkedHashMap<>(fields);
  }

  static Notice error(String sqlState, String message) {
    return of("ERROR", sqlState, message);
  }

  static Notice fatal(String sqlState, String message) {
    return of("FATAL", sqlState, message);
  }

  static Notice info(String message) {
    return of("INFO", "00000", message);
  }

  private static Notice of(String severity, String sqlState, String message) {
    Map<Character, String> fields = new LinkedHashMap<>();
    fields.put('S', severity);
    fields.put('C', sqlState);
    fields.put('M', message);
    return new Notice(fields);
  }

  static Notice read(Message message) {
    Map<Character, String> fields = new LinkedHashMap<>();
    Message.Reader in = message.reader();
    for (char field = in.int8(); field != 0; field = in.int8()) {
      fields.put(field, in.text());
    }
    return new Notice(fields);
  }

  Notice withDetail(String detail) {
    Map<Character, String> more = new LinkedHashMap<>(fields);
    more.put('D', detail);
    return new Notice(more);
  }

  String sqlState() {
    return fields.getOrDefault('C', "");
  }

  String message() {
    return fields.getOrDefault('M', "");
  }

  Optional<String> constraint() {
    return Optional.ofNullable(fields.get('n'));
  }

  Optional<String> column() {
    return Optional.ofNullable(fields.get('c'));
  }

  Message as(char type) {
    Message.Builder out = Message.of(type);
    fields.forEach((field, text) -> out.int8(field).text(text));
    return out.int8(0).build();
  }

  /** Redshift's code and words for an error that PostgreSQL reports in its own. */
  Notice inRedshiftsWords() {
    return switch (sqlState()) {
      case "23514" -> constraint().flatMap(Notice::length).orElse(this);
      case "428C9" -> error("0A000", "cannot set an identity column to a value");
      case "57014" -> CANCELLED;
      case "40001" ->
          error("XX000", "1023")
              .withDetail("Serializable isolation violation on table (%s)".formatted(message()));
      case "42704" ->
          message().startsWith("role ") ? error("42704", "user" + message().substring(4)) : this;
      case "21000" ->
          message().startsWith("MERGE")
              ? error("XX000", "Found multiple matches to update the same tuple.")
              : this;
      default -> this;
    };
  }

  /** What Redshift says of the length that this constraint counts. */
  private static Optional<Notice> length(String constraint) {
    String length = constraint.substring(constraint.lastIndexOf('_') + 1);
    if (constraint.startsWith("penstock_bytes_")) {
      return Optional.of(
          error("22001", "value too long for type character varying(%s)".formatted(length)));
    }
    if (constraint.startsWith("penstock_varbyte_")) {
      return Optional.of(
          error("22001", "value too long for type binary varying(%s)".formatted(length)));
    }
    if (constraint.startsWith("penstock_char_")) {
      return Optional.of(
          error("XX000", "Invalid characters:")
              .withDetail(
                  "error:  Invalid characters: code:      8001 context:   Only ASCII characters are"
                      + " allowed in fixed length strings."));
    }
    return Optional.empty();
  }
}
