package dev.penstock.runner.change;

import java.util.ArrayList;
import java.util.HashSet;
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
 * @param rest where further columns come from; empty: all columns are known
 */
public record Outline(List<Column> columns, List<Rest> rest) {
  /** A column; without a type if nobody was asked. */
  public record Column(String name, Optional<String> type) {}

  /**
   * Columns whose names are not known.
   *
   * @param origin where they come from, in words, as {@code public.orders of shop-db}
   * @param without columns that a star leaves out, in lower case
   * @param had those among them that the origin surely has: the engine refuses to leave out others
   */
  public record Rest(String origin, Set<String> without, Set<String> had) {
    public Rest {
      without = Set.copyOf(without);
      had = Set.copyOf(had);
    }

    private boolean brings(String name) {
      return !without.contains(name.toLowerCase(Locale.ROOT));
    }

    private boolean bringsAllOf(Rest other) {
      return origin.equals(other.origin) && other.without.containsAll(without);
    }

    /** {@return it after another star that leaves out columns} */
    Rest but(Set<String> more, Set<String> known) {
      Set<String> all = new HashSet<>(without);
      all.addAll(more);
      Set<String> has = new HashSet<>(had);
      known.stream().filter(name -> brings(name)).forEach(has::add);
      return new Rest(origin, all, has);
    }

    @Override
    public String toString() {
      return without.isEmpty()
          ? origin
          : origin + " but " + String.join(", ", without.stream().sorted().toList());
    }
  }

  public Outline {
    columns = List.copyOf(columns);
    rest = List.copyOf(rest);
  }

  static Outline unknown(String origin) {
    return new Outline(List.of(), List.of(new Rest(origin, Set.of(), Set.of())));
  }

  /** {@return whether there are no other columns} */
  public boolean complete() {
    return rest.isEmpty();
  }

  /** {@return the column of that name, in whatever case} */
  Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equalsIgnoreCase(name)).findFirst();
  }

  /** {@return where further columns come from, in words} */
  List<String> unknown() {
    return rest.stream().map(Rest::toString).toList();
  }

  /**
   * {@return whether a star may bring the column} One that the other state has, too, can not: the
   * column would have been there twice.
   */
  boolean mayHide(String name, Outline other) {
    return rest.stream()
        .anyMatch(
            one -> one.brings(name) && other.rest.stream().noneMatch(its -> its.bringsAllOf(one)));
  }

  /** {@return whether a star surely brings a column that a star of the other state leaves out} */
  boolean hides(String name, Outline other) {
    var known =
        other.rest.stream().filter(one -> one.had.contains(name.toLowerCase(Locale.ROOT))).toList();
    return !known.isEmpty()
        && known.stream()
            .allMatch(its ->
                rest.stream().anyMatch(one -> one.origin.equals(its.origin) && one.brings(name)));
  }

  /** {@return columns that a star leaves out, which another state may have, in order} */
  List<String> leftOut() {
    return rest.stream()
        .flatMap(one -> one.had.stream())
        .filter(name -> column(name).isEmpty() && !hides(name, this))
        .distinct()
        .sorted()
        .toList();
  }

  boolean lacks(String name) {
    return complete() && column(name).isEmpty();
  }

  /** Columns as they are collected; one name counts once, as with USING. */
  static final class Builder {
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final Set<Rest> rest = new LinkedHashSet<>();

    Builder add(String name, Optional<String> type) {
      columns.putIfAbsent(name.toLowerCase(Locale.ROOT), new Column(name, type));
      return this;
    }

    Builder rest(String origin) {
      return rest(new Rest(origin, Set.of(), Set.of()));
    }

    Builder rest(Rest one) {
      rest.add(one);
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
