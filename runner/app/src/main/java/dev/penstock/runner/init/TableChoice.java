package dev.penstock.runner.init;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.source.postgres.CatalogEntry;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * What of a database gets a manifest.
 *
 * @param taken by schema and name
 * @param leftOut with the reason, by schema and name
 * @param partitions how many a whole that is taken has in the catalog, by its qualified name
 */
public record TableChoice(
    List<CatalogEntry> taken, List<LeftOut> leftOut, Map<String, Integer> partitions) {
  private static final int SHOWN = 3;

  public TableChoice {
    taken = List.copyOf(taken);
    leftOut = List.copyOf(leftOut);
    partitions = Map.copyOf(partitions);
  }

  /**
   * Chooses.
   *
   * @param entries all of the database, by schema and name
   * @param wanted patterns, each of which has to find something
   * @param except patterns of what is not wanted all the same, each of which has to find something
   */
  public static TableChoice of(
      List<CatalogEntry> entries,
      List<TablePattern> wanted,
      List<TablePattern> except,
      Connection.Postgres connection) {
    for (var pattern : wanted) {
      if (entries.stream().noneMatch(pattern::matches)) {
        throw nothing(pattern, "", entries, connection);
      }
    }
    for (var pattern : except) {
      if (entries.stream().noneMatch(pattern::matches)) {
        throw nothing(pattern, " of --except", entries, connection);
      }
    }
    var found =
        entries.stream()
            .filter(entry -> wanted.stream().anyMatch(pattern -> pattern.matches(entry)))
            .filter(entry -> except.stream().noneMatch(pattern -> pattern.matches(entry)))
            .toList();
    var names = found.stream().map(CatalogEntry::qualified).collect(Collectors.toSet());
    List<CatalogEntry> taken = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    Map<String, Integer> partitions = new TreeMap<>();
    for (var entry : found) {
      if (entry.partition() && entry.parent().filter(names::contains).isPresent()) {
        partitions.merge(entry.parent().get(), 1, Integer::sum);
        continue;
      }
      boolean named =
          wanted.stream().anyMatch(pattern -> pattern.exact() && pattern.matches(entry));
      var reason = reason(entry, named, connection);
      if (reason.isEmpty()) {
        taken.add(entry);
      } else {
        leftOut.add(new LeftOut(entry, reason));
      }
    }
    return new TableChoice(taken, leftOut, partitions);
  }

  private static String reason(CatalogEntry entry, boolean named, Connection.Postgres connection) {
    if (entry.schema().indexOf('.') >= 0 || entry.name().indexOf('.') >= 0) {
      return "has a dot in its name, which table.name can not say: read it by a query";
    }
    if (!sayable(entry.schema()) || !sayable(entry.name())) {
      return "has a name of blanks or control characters: read it by a query";
    }
    if (!connection.allow().schema(entry.schema())) {
      return "lies in a schema that connection %s does not allow".formatted(connection.name());
    }
    if (entry.partition()) {
      return "is a partition of %s: name that"
          .formatted(entry.parent().map(Words::plain).orElse("another table"));
    }
    if (entry.extension() && !named) {
      return "belongs to an extension: name it to have it";
    }
    return switch (entry.kind()) {
      case TABLE, PARTITIONED -> "";
      case VIEW -> named ? "" : "is a view: name it to have it";
      case MATERIALIZED_VIEW -> named ? "" : "is a materialized view: name it to have it";
      case FOREIGN -> named ? "" : "is a foreign table: name it to have it";
    };
  }

  private static boolean sayable(String name) {
    return !name.isBlank() && name.chars().noneMatch(Character::isISOControl);
  }

  private static ConfigurationException nothing(
      TablePattern pattern,
      String option,
      List<CatalogEntry> entries,
      Connection.Postgres connection) {
    var schemas = entries.stream().map(CatalogEntry::schema).distinct().toList();
    boolean known =
        entries.stream().anyMatch(entry -> new TablePattern(pattern.schema(), "*").matches(entry));
    var message =
        "The pattern %s%s finds nothing on connection %s"
            .formatted(Words.plain(pattern.toString()), option, connection.name());
    String next;
    if (entries.isEmpty()) {
      next = "Name a database that has tables in spec.postgres.database of the connection";
    } else if (known) {
      next =
          "Write one of the nearest, "
              + nearest(
                  entries.stream()
                      .filter(new TablePattern(pattern.schema(), "*")::matches)
                      .map(CatalogEntry::qualified)
                      .toList(),
                  name -> Distance.of(name, pattern.toString()));
    } else {
      next =
          "Write one of the nearest schemas, "
              + nearest(schemas, name -> Distance.of(name, pattern.schema()));
    }
    return new ConfigurationException(Reason.TABLE_NOT_FOUND, message, next);
  }

  private static String nearest(List<String> names, ToIntFunction<String> distance) {
    return String.join(
        ", ",
        names.stream()
            .sorted(Comparator.comparingInt(distance).thenComparing(Comparator.naturalOrder()))
            .limit(SHOWN)
            .map(Words::plain)
            .toList());
  }

  /**
   * A relation without a manifest.
   *
   * @param reason completes a sentence about it
   */
  public record LeftOut(CatalogEntry entry, String reason) {}
}
