package dev.penstock.runner.change;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of the columns of a relation.
 *
 * @param columns those whose names are known
 * @param rest where further columns come from, in words, as {@code public.orders of shop-db};
 *     empty: all columns are known
 */
public record Outline(List<Column> columns, List<String> rest) {
  /** A column; without a type if nobody was asked. */
  public record Column(String name, Optional<String> type) {}

  public Outline {
    columns = List.copyOf(columns);
    rest = List.copyOf(rest);
  }

  static Outline unknown(String origin) {
    return new Outline(List.of(), List.of(origin));
  }

  /** {@return whether there are no other columns} */
  public boolean complete() {
    return rest.isEmpty();
  }

  /** {@return the column of that name, in whatever case} */
  Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equalsIgnoreCase(name)).findFirst();
  }

  boolean lacks(String name) {
    return complete() && column(name).isEmpty();
  }

  /** Columns as they are collected; one name counts once, as with USING. */
  static final class Builder {
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final Set<String> rest = new LinkedHashSet<>();

    Builder add(String name, Optional<String> type) {
      columns.putIfAbsent(name.toLowerCase(Locale.ROOT), new Column(name, type));
      return this;
    }

    Builder rest(String origin) {
      rest.add(origin);
      return this;
    }

    Builder all(Outline outline) {
      outline.columns().forEach(column -> add(column.name(), column.type()));
      rest.addAll(outline.rest());
      return this;
    }

    Outline build() {
      return new Outline(new ArrayList<>(columns.values()), new ArrayList<>(rest));
    }
  }
}
