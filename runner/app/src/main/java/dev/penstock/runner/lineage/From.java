package dev.penstock.runner.lineage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The relations that a query reads, by the names that it gives them.
 *
 * @param merged columns that USING or NATURAL has made one of two, in lower case
 */
record From(List<Named> relations, Map<String, Set<Origin>> merged) {
  static final From NOTHING = new From(List.of(), Map.of());

  /**
   * One of them.
   *
   * @param schema in which its name stands; empty: none was written
   * @param hidden columns that a star does not select from here, in lower case
   * @param merged columns that a star selects from here and that are one of two, in lower case
   */
  record Named(
      String schema,
      String name,
      Relation relation,
      Set<String> hidden,
      Map<String, Set<Origin>> merged) {
    private boolean shows(String column) {
      return !hidden.contains(column)
          && relation.star().stream()
              .anyMatch(item ->
                  item instanceof Rows.Item.One(var own, var origins)
                      && own.equalsIgnoreCase(column));
    }
  }

  From {
    relations = List.copyOf(relations);
    merged = Map.copyOf(merged);
  }

  static From of(String schema, String name, Relation relation) {
    return new From(List.of(new Named(schema, name, relation, Set.of(), Map.of())), Map.of());
  }

  /** {@return both, side by side} */
  From with(From other) {
    List<Named> all = new ArrayList<>(relations);
    all.addAll(other.relations);
    Map<String, Set<Origin>> both = new LinkedHashMap<>(merged);
    both.putAll(other.merged);
    return new From(all, both);
  }

  /** {@return both, with columns that are one} */
  From merging(From other, Map<String, Set<Origin>> columns) {
    Set<String> left = new LinkedHashSet<>(columns.keySet());
    List<Named> all = new ArrayList<>();
    for (var one : relations) {
      Map<String, Set<Origin>> own = new LinkedHashMap<>(one.merged);
      // Another relation may have a column of that name, which stays what it is.
      columns.forEach((column, origins) -> {
        if (left.contains(column) && one.shows(column)) {
          left.remove(column);
          own.put(column, origins);
        }
      });
      all.add(new Named(one.schema, one.name, one.relation, one.hidden, own));
    }
    for (var one : other.relations) {
      Set<String> hidden = new LinkedHashSet<>(one.hidden);
      hidden.addAll(columns.keySet());
      all.add(new Named(one.schema, one.name, one.relation, hidden, one.merged));
    }
    Map<String, Set<Origin>> both = new LinkedHashMap<>(merged);
    both.putAll(other.merged);
    both.putAll(columns);
    return new From(all, both);
  }

  /** {@return the same names, of whose columns nothing is known} */
  From unknown() {
    return new From(
        relations.stream()
            .map(one -> new Named(one.schema, one.name, new Relation.Unknown(), Set.of(), Map.of()))
            .toList(),
        Map.of());
  }

  /** {@return what goes by that name} */
  Optional<Named> named(String name) {
    return relations.stream().filter(one -> one.name.equalsIgnoreCase(name)).findFirst();
  }

  /** {@return what goes by that name in a schema} */
  Optional<Named> named(String schema, String name) {
    return relations.stream()
        .filter(one -> one.name.equalsIgnoreCase(name) && one.schema.equalsIgnoreCase(schema))
        .findFirst();
  }

  /** {@return a column that one of the relations is known to have} */
  Optional<Set<Origin>> column(String name) {
    var one = merged.get(name.toLowerCase(Locale.ROOT));
    if (one != null) {
      return Optional.of(one);
    }
    // Of an open one it is not known, only possible.
    return relations.stream()
        .filter(each -> each.relation.closed())
        .flatMap(each -> each.relation.column(name).stream())
        .findFirst();
  }

  /** {@return relations that may have columns of any name} */
  List<Relation> open() {
    return relations.stream().map(Named::relation).filter(each -> !each.closed()).toList();
  }

  /** {@return the names of all columns, in lower case; empty: not all are known} */
  Optional<Set<String>> names() {
    Set<String> names = new LinkedHashSet<>();
    for (var each : relations) {
      for (var item : each.relation.star()) {
        if (!(item instanceof Rows.Item.One(var name, var origins))) {
          return Optional.empty();
        }
        names.add(name.toLowerCase(Locale.ROOT));
      }
    }
    return Optional.of(names);
  }
}
