package dev.penstock.sandbox.redshift.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a definition says of a table that PostgreSQL has no place for. It travels as a comment
 * behind the statement, where an event trigger reads it: it is kept in the same transaction.
 */
final class TableNote {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Object> design = new LinkedHashMap<>();
  private final Map<String, String> encodings = new LinkedHashMap<>();
  private final Map<String, Integer> lengths = new LinkedHashMap<>();
  private final List<Map<String, Object>> keys = new ArrayList<>();

  /** {@code diststyle}, {@code sortstyle}, {@code backup} and the like, by their names. */
  void design(String name, Object value) {
    design.put(name, value);
  }

  void column(ColumnDefinition column) {
    column.encoding().ifPresent(encoding -> encodings.put(column.name(), encoding));
    column.bytes().ifPresent(bytes -> lengths.put(column.name(), bytes));
  }

  void encoding(String column, String encoding) {
    encodings.put(column, encoding);
  }

  /**
   * A key that only informs.
   *
   * @param kind p, u or f, as PostgreSQL calls them
   */
  void key(char kind, Optional<String> name, List<String> columns) {
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("kind", String.valueOf(kind));
    name.ifPresent(given -> key.put("name", given));
    key.put("columns", columns);
    keys.add(key);
  }

  boolean hasPrimaryKey() {
    return keys.stream().anyMatch(key -> "p".equals(key.get("kind")));
  }

  /** The comment with a blank before it; empty if nothing was said. */
  String comment() {
    Map<String, Object> note = new LinkedHashMap<>(design);
    if (!encodings.isEmpty()) {
      note.put("encodings", encodings);
    }
    if (!lengths.isEmpty()) {
      note.put("lengths", lengths);
    }
    if (!keys.isEmpty()) {
      note.put("keys", keys);
    }
    if (note.isEmpty()) {
      return "";
    }
    try {
      // No name may open or close a comment inside of ours.
      return " /* penstock %s */".formatted(JSON.writeValueAsString(note).replace("*", "\\u002a"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
