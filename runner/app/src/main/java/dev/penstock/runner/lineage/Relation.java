package dev.penstock.runner.lineage;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Something that a FROM names. */
sealed interface Relation {
  /** {@return what its column of that name derives from; empty: it has none, or that is open} */
  Optional<Set<Origin>> column(String name);

  /** {@return what decides which rows it has; none where nothing is known of it} */
  default Set<Origin> rows() {
    return Set.of();
  }

  /** {@return whether it has no column but those that it tells} */
  default boolean closed() {
    return false;
  }

  /** {@return its columns as a star selects them} */
  List<Rows.Item> star();

  /** The rows of a query. */
  record Query(Rows of) implements Relation {
    @Override
    public Optional<Set<Origin>> column(String name) {
      for (var item : of.items()) {
        if (item instanceof Rows.Item.One(var own, var origins) && own.equalsIgnoreCase(name)) {
          return Optional.of(origins);
        }
      }
      var open = of.items().stream().filter(item -> !(item instanceof Rows.Item.One)).toList();
      return open.size() == 1 && open.getFirst() instanceof Rows.Item.All(var all)
          ? all.column(name)
          : Optional.empty();
    }

    @Override
    public Set<Origin> rows() {
      return of.rows();
    }

    @Override
    public boolean closed() {
      return of.ones().isPresent();
    }

    @Override
    public List<Rows.Item> star() {
      return of.items();
    }
  }

  /**
   * A table of which only the name is known: it has every column that is asked for.
   *
   * @param text in which the names stand
   */
  record Table(Dataset dataset, Spelling text) implements Relation {
    @Override
    public Optional<Set<Origin>> column(String name) {
      return text.of(name).map(own -> Set.of(new Origin(dataset, own, Use.IDENTITY)));
    }

    @Override
    public List<Rows.Item> star() {
      return List.of(new Rows.Item.All(this));
    }
  }

  /** Rows that a function makes of its arguments. */
  record Made(Set<Origin> of) implements Relation {
    @Override
    public Optional<Set<Origin>> column(String name) {
      return Optional.of(Origin.used(Use.TRANSFORMATION, of));
    }

    @Override
    public List<Rows.Item> star() {
      return List.of(new Rows.Item.All(this));
    }
  }

  /** Of which nothing is known. */
  record Unknown() implements Relation {
    @Override
    public Optional<Set<Origin>> column(String name) {
      return Optional.empty();
    }

    @Override
    public List<Rows.Item> star() {
      return List.of(new Rows.Item.Gap());
    }
  }
}
