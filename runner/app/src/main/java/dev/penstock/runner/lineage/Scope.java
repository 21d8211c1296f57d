package dev.penstock.runner.lineage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The names that an expression can use.
 *
 * @param with relations of WITH, in lower case
 * @param froms the innermost first
 * @param aliases of columns that the innermost query has selected so far, in lower case
 * @param lambda names that are not of columns, in lower case
 * @param aliasesFirst whether an alias hides a column, as in ORDER BY
 */
record Scope(
    Map<String, Relation> with,
    List<From> froms,
    Map<String, Set<Origin>> aliases,
    Set<String> lambda,
    boolean aliasesFirst) {
  /** Values of the server that are written as a column is, where no column has the name. */
  private static final Set<String> VALUES =
      Set.of(
          "current_catalog",
          "current_date",
          "current_role",
          "current_schema",
          "current_time",
          "current_timestamp",
          "current_user",
          "localtime",
          "localtimestamp",
          "session_user",
          "system_user",
          "user");

  static final Scope NOTHING = new Scope(Map.of(), List.of(), Map.of(), Set.of(), false);

  /** {@return what a query inside of this one can use} */
  Scope within(Map<String, Relation> relations) {
    return new Scope(Map.copyOf(relations), froms, Map.of(), lambda, false);
  }

  Scope from(From from) {
    return new Scope(
        with, Stream.concat(Stream.of(from), froms.stream()).toList(), Map.of(), lambda, false);
  }

  Scope selecting(Map<String, Set<Origin>> selected) {
    return new Scope(with, froms, Map.copyOf(selected), lambda, false);
  }

  Scope sorting() {
    return new Scope(with, froms, aliases, lambda, true);
  }

  Scope lambda(Set<String> names) {
    Set<String> all = new HashSet<>(lambda);
    names.forEach(name -> all.add(name.toLowerCase(Locale.ROOT)));
    return new Scope(with, froms, aliases, Set.copyOf(all), aliasesFirst);
  }

  Map<String, Relation> relations() {
    return new HashMap<>(with);
  }

  /** {@return what a reference derives from; nothing where that is not certain} */
  Set<Origin> column(List<String> names) {
    var first = names.getFirst();
    if (lambda.contains(first.toLowerCase(Locale.ROOT))) {
      return Set.of();
    }
    if (names.size() == 1) {
      return single(first);
    }
    for (var from : froms) {
      if (names.size() > 2 && from.named(first, names.get(1)).isPresent()) {
        return of(from.named(first, names.get(1)).get().relation(), names.get(2), names.size() > 3);
      }
      var named = from.named(first);
      if (named.isPresent()) {
        return of(named.get().relation(), names.get(1), names.size() > 2);
      }
    }
    // A field of a column, or a name that begins with the database's.
    return froms.stream().allMatch(from -> from.open().isEmpty())
        ? Origin.used(Use.TRANSFORMATION, single(first))
        : Set.of();
  }

  private static Set<Origin> of(Relation relation, String column, boolean inside) {
    var origins = relation.column(column).orElse(Set.of());
    return inside ? Origin.used(Use.TRANSFORMATION, origins) : origins;
  }

  /** Whether a whole row may be meant, of whose columns none is known. */
  private static boolean row(From from, String name) {
    return from.named(name)
        .filter(one -> !one.relation().closed() && !(one.relation() instanceof Relation.Made))
        .isPresent();
  }

  private Set<Origin> single(String name) {
    var alias = Optional.ofNullable(aliases.get(name.toLowerCase(Locale.ROOT)));
    if (aliasesFirst && alias.isPresent()) {
      return alias.get();
    }
    for (int i = 0; i < froms.size(); i++) {
      var from = froms.get(i);
      var known = from.column(name);
      if (known.isPresent()) {
        return known.get();
      }
      if (i == 0 && alias.isPresent()) {
        return alias.get();
      }
      var open = from.open();
      if (!open.isEmpty() && (VALUES.contains(name.toLowerCase(Locale.ROOT)) || row(from, name))) {
        return Set.of();
      }
      if (!open.isEmpty()) {
        // It may as well be a column of a query around, or of another one that is open.
        return open.size() == 1 && i == froms.size() - 1
            ? open.getFirst().column(name).orElse(Set.of())
            : Set.of();
      }
      var row = from.named(name);
      if (row.isPresent()) {
        return row.get().relation() instanceof Relation.Query(var rows)
            ? Origin.used(Use.TRANSFORMATION, rows.all())
            : Set.of();
      }
    }
    return alias.orElse(Set.of());
  }
}
