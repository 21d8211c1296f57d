package dev.penstock.runner.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happens to a column of a target.
 *
 * @param before its type; absent: it was not there, or the type is not known
 * @param certain whether nothing that is unknown can make it otherwise
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ColumnChange(
    String name, Kind kind, Optional<String> before, Optional<String> after, boolean certain) {
  /** What happens. */
  public enum Kind {
    ADDED("added"),
    DROPPED("dropped"),
    NARROWED("narrowed"),
    WIDENED("widened"),
    RETYPED("retyped");

    private final String shown;

    Kind(String shown) {
      this.shown = shown;
    }

    @JsonValue
    @Override
    public String toString() {
      return shown;
    }
  }

  /** {@return whether a reader of the column may not read on as before} */
  boolean narrows() {
    return kind == Kind.NARROWED || kind == Kind.RETYPED;
  }

  /** {@return the changes of a relation's columns, in the order of the columns} */
  static List<ColumnChange> between(Outline before, Outline after) {
    List<ColumnChange> changes = new ArrayList<>();
    for (var column : before.columns()) {
      var now = after.column(column.name());
      if (now.isEmpty()) {
        if (!after.hides(column.name(), before)) {
          changes.add(dropped(column, before, after));
        }
      } else if (column.type().isPresent() && now.get().type().isPresent()) {
        typed(column, now.get()).ifPresent(changes::add);
      }
    }
    // What only the words of a star tell.
    after.leftOut().stream()
        .filter(name -> before.column(name).isEmpty() && before.hides(name, after))
        .forEach(name ->
            changes.add(dropped(new Outline.Column(name, Optional.empty()), before, after)));
    for (var column : after.columns()) {
      if (before.column(column.name()).isEmpty() && !before.hides(column.name(), after)) {
        changes.add(added(column, before, after));
      }
    }
    before.leftOut().stream()
        .filter(name -> after.column(name).isEmpty() && after.hides(name, before))
        .forEach(
            name -> changes.add(added(new Outline.Column(name, Optional.empty()), before, after)));
    return changes;
  }

  private static ColumnChange dropped(Outline.Column column, Outline before, Outline after) {
    return new ColumnChange(
        column.name(),
        Kind.DROPPED,
        column.type(),
        Optional.empty(),
        !after.mayHide(column.name(), before));
  }

  private static ColumnChange added(Outline.Column column, Outline before, Outline after) {
    return new ColumnChange(
        column.name(),
        Kind.ADDED,
        Optional.empty(),
        column.type(),
        !before.mayHide(column.name(), after));
  }

  private static Optional<ColumnChange> typed(Outline.Column before, Outline.Column after) {
    var was = before.type().orElseThrow();
    var is = after.type().orElseThrow();
    return was.equals(is)
        ? Optional.empty()
        : Optional.of(
            new ColumnChange(
                before.name(), Types.between(was, is), before.type(), after.type(), true));
  }
}
