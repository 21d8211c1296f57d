package dev.penstock.runner.lineage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a query yields, as far as its text tells.
 *
 * @param items in the order of its columns
 * @param rows what decides which rows there are
 */
record Rows(List<Item> items, Set<Origin> rows) {
  /** Of which nothing is known. */
  static final Rows UNKNOWN = new Rows(List.of(new Item.Gap()), Set.of());

  Rows {
    items = List.copyOf(items);
  }

  /** One or more columns. */
  sealed interface Item {
    /**
     * Exactly one.
     *
     * @param name empty: nobody has named it
     */
    record One(String name, Set<Origin> origins) implements Item {}

    /** All columns of a relation whose columns are not known here. */
    record All(Relation of) implements Item {}

    /** Some number of columns of which nothing is known. */
    record Gap() implements Item {}
  }

  /** {@return the columns, if it is known of each what it is} */
  Optional<List<Item.One>> ones() {
    List<Item.One> ones = new ArrayList<>();
    for (var item : items) {
      if (!(item instanceof Item.One one)) {
        return Optional.empty();
      }
      ones.add(one);
    }
    return Optional.of(ones);
  }

  /** {@return the column at a place that counts from 1; nothing where places are not certain} */
  Set<Origin> at(int place) {
    for (int i = 0; i < items.size(); i++) {
      if (!(items.get(i) instanceof Item.One one)) {
        break;
      }
      if (i == place - 1) {
        return one.origins();
      }
    }
    return Set.of();
  }

  /** {@return what all columns derive from} */
  Set<Origin> all() {
    Set<Origin> all = new LinkedHashSet<>();
    ones().ifPresent(ones -> ones.forEach(one -> all.addAll(one.origins())));
    return all;
  }

  /** {@return itself with other names for the first columns} */
  Rows named(List<String> names) {
    if (names.isEmpty()) {
      return this;
    }
    return ones()
        .filter(ones -> ones.size() >= names.size())
        .map(ones -> {
          List<Item> named = new ArrayList<>();
          for (int i = 0; i < ones.size(); i++) {
            var one = ones.get(i);
            named.add(i < names.size() ? new Item.One(names.get(i), one.origins()) : one);
          }
          return new Rows(named, rows);
        })
        .orElse(new Rows(List.of(new Item.Gap()), rows));
  }

  /**
   * {@return itself over the columns that it is known to have} Where the number of its columns is
   * another one, the text says less than it seemed to, and no column has an origin.
   */
  Lineage over(List<String> columns) {
    Map<String, Set<Origin>> known = new LinkedHashMap<>();
    columns.forEach(column -> known.put(column, Set.of()));
    int wide = (int) items.stream().filter(item -> !(item instanceof Item.One)).count();
    int left = columns.size() - (items.size() - wide);
    if (left < 0 || wide == 0 && left > 0) {
      return new Lineage(known, rows);
    }
    for (int i = 0; i < items.size() && items.get(i) instanceof Item.One one; i++) {
      put(known, columns.get(i), one);
    }
    for (int i = 1; i <= items.size() && items.get(items.size() - i) instanceof Item.One one; i++) {
      put(known, columns.get(columns.size() - i), one);
    }
    int at = 0;
    while (at < items.size() && items.get(at) instanceof Item.One) {
      at++;
    }
    if (wide == 1 && items.get(at) instanceof Item.All(var of)) {
      for (var column : columns.subList(at, at + left)) {
        // Here the name is the column's own, whatever a text would have to quote.
        var origins =
            of instanceof Relation.Table(var dataset, var text)
                ? Optional.of(Set.of(new Origin(dataset, column, Use.IDENTITY)))
                : of.column(column);
        origins.ifPresent(found -> known.put(column, found));
      }
    }
    return new Lineage(known, rows);
  }

  /** The engine numbers the second column of a name; any other difference is a mistake of ours. */
  private static void put(Map<String, Set<Origin>> known, String column, Item.One one) {
    if (one.name().isEmpty()
        || one.name().equalsIgnoreCase(column)
        || numbered(one.name(), column)) {
      known.put(column, one.origins());
    }
  }

  private static boolean numbered(String name, String column) {
    int at = name.length();
    return column.regionMatches(true, 0, name + "_", 0, at + 1)
        && column.substring(at + 1).matches("[0-9]+");
  }
}
