package dev.penstock.runner.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The type that a CAST of a parse tree names, as the log would name it. */
final class CastType {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("BOOL", "BOOLEAN"),
          Map.entry("BOOLEAN", "BOOLEAN"),
          Map.entry("SMALLINT", "SMALLINT"),
          Map.entry("INT2", "SMALLINT"),
          Map.entry("INT", "INTEGER"),
          Map.entry("INT4", "INTEGER"),
          Map.entry("INTEGER", "INTEGER"),
          Map.entry("INT8", "BIGINT"),
          Map.entry("BIGINT", "BIGINT"),
          Map.entry("REAL", "REAL"),
          Map.entry("FLOAT4", "REAL"),
          Map.entry("FLOAT", "REAL"),
          Map.entry("DOUBLE", "DOUBLE PRECISION"),
          Map.entry("FLOAT8", "DOUBLE PRECISION"),
          Map.entry("DECIMAL", "DECIMAL"),
          Map.entry("NUMERIC", "DECIMAL"),
          Map.entry("VARCHAR", "VARCHAR"),
          Map.entry("TEXT", "VARCHAR"),
          Map.entry("STRING", "VARCHAR"),
          Map.entry("BLOB", "VARBYTE"),
          Map.entry("BYTEA", "VARBYTE"),
          Map.entry("DATE", "DATE"),
          Map.entry("TIME", "TIME"),
          Map.entry("TIMESTAMP", "TIMESTAMP"),
          Map.entry("DATETIME", "TIMESTAMP"),
          Map.entry("TIMESTAMPTZ", "TIMESTAMPTZ"),
          Map.entry("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ"),
          Map.entry("UUID", "UUID"),
          Map.entry("JSON", "JSON"));

  private CastType() {}

  /** {@return its name; empty for one that is not known here} */
  static Optional<String> of(JsonNode type) {
    return Optional.ofNullable(NAMES.get(type.path("type_name").asText().toUpperCase(Locale.ROOT)))
        .flatMap(name -> name.equals("DECIMAL") ? decimal(type) : Optional.of(name));
  }

  private static Optional<String> decimal(JsonNode type) {
    List<String> figures = new ArrayList<>();
    for (var child : type.path("children")) {
      var figure = child.path("literal").path("text").asText();
      if (!figure.matches("\\d{1,2}")) {
        return Optional.empty();
      }
      figures.add(figure);
    }
    return switch (figures.size()) {
      // What the engine takes where nothing is written.
      case 0 -> Optional.of("DECIMAL(18,3)");
      case 1 -> Optional.of("DECIMAL(%s,0)".formatted(figures.getFirst()));
      default -> Optional.of("DECIMAL(%s,%s)".formatted(figures.getFirst(), figures.get(1)));
    };
  }
}
