package dev.penstock.runner.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Read;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A source of a pipeline that reads a place which some target may fill. Sources are of databases so
 * far; a kind that reads files will name a {@link Place.Folder}.
 *
 * @param columns that it reads, in lower case; empty: all of them
 * @param certain whether its SQL could be read; else it only holds the name of the table
 */
record Reader(
    Pipeline pipeline, String source, Place place, Optional<Set<String>> columns, boolean certain) {
  private static final Pattern QUALIFIED =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*[.][A-Za-z_][A-Za-z0-9_$]*");

  /** What a source reads, before it is known where. */
  private record Named(String table, Optional<Set<String>> columns, boolean certain) {}

  /** {@return whether a column is among those that it reads} */
  boolean reads(String column) {
    return columns.map(all -> all.contains(lower(column))).orElse(true);
  }

  /** {@return who reads, and how surely, as the beginning of a sentence} */
  String words() {
    return "pipeline %s %s it as source %s"
        .formatted(pipeline.id().name(), certain ? "reads" : "seems to read", source);
  }

  /** {@return the readers among the valid pipelines of an environment, in order} */
  static List<Reader> in(Environment environment, Trees trees) {
    List<Reader> readers = new ArrayList<>();
    for (var pipeline : environment.valid()) {
      for (var source : pipeline.sources()) {
        var connection = environment.connection(pipeline, source.connection());
        for (var named : named(source.read(), trees)) {
          connection
              .flatMap(where -> Place.table(where, named.table()))
              .ifPresent(place ->
                  readers.add(
                      new Reader(
                          pipeline, source.name(), place, named.columns(), named.certain())));
        }
      }
    }
    return readers;
  }

  private static List<Named> named(Read read, Trees trees) {
    return switch (read) {
      case Read.Table table -> List.of(new Named(table.qualified(), columns(table), true));
      case Read.Query(var sql) ->
          trees.of(sql).map(tree -> named(tree)).orElseGet(() -> mentioned(sql));
    };
  }

  // A condition is SQL of the database, which may name any column.
  private static Optional<Set<String>> columns(Read.Table table) {
    if (table.columns().isEmpty() || table.where().isPresent()) {
      return Optional.empty();
    }
    var all = new HashSet<String>();
    table.columns().forEach(column -> all.add(lower(column)));
    table
        .incremental()
        .ifPresent(how -> {
          all.add(lower(how.column()));
          how.key().forEach(column -> all.add(lower(column)));
        });
    return Optional.of(all);
  }

  private static List<Named> named(JsonNode tree) {
    var tables =
        tree.findParents("table_name").stream()
            .filter(node -> node.path("type").asText().equals("BASE_TABLE"))
            .toList();
    var columns = columns(tree, tables);
    return tables.stream()
        .map(table -> qualified(table))
        .distinct()
        .sorted()
        .map(table -> new Named(table, columns, true))
        .toList();
  }

  // Tables of targets are in lower case, as the database reads what is not quoted.
  private static String qualified(JsonNode table) {
    var schema = table.path("schema_name").asText();
    return lower((schema.isEmpty() ? "public" : schema) + "." + table.path("table_name").asText());
  }

  private static Optional<Set<String>> columns(JsonNode tree, List<JsonNode> tables) {
    if (tree.findValuesAsText("class").contains("STAR")
        || tree.findValuesAsText("ref_type").contains("NATURAL")) {
      return Optional.empty();
    }
    // The name of a table alone, or its alias, is its whole row.
    var rows = new HashSet<String>();
    for (var table : tables) {
      rows.add(lower(table.path("alias").asText()));
      rows.add(lower(table.path("table_name").asText()));
    }
    var all = new HashSet<String>();
    for (var names : tree.findValues("column_names")) {
      var last = lower(names.path(names.size() - 1).asText());
      if (names.size() == 1 && rows.contains(last)) {
        return Optional.empty();
      }
      all.add(last);
    }
    for (var names : tree.findValues("using_columns")) {
      names.forEach(name -> all.add(lower(name.asText())));
    }
    return Optional.of(all);
  }

  private static List<Named> mentioned(String sql) {
    return QUALIFIED
        .matcher(sql)
        .results()
        .map(found -> lower(found.group()))
        .distinct()
        .sorted()
        .map(table -> new Named(table, Optional.empty(), false))
        .toList();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
