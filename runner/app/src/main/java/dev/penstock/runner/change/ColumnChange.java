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
    // A star that was there already can not bring the column: it would have been there twice.
    boolean sameRest = before.rest().containsAll(after.rest());
    for (var column : before.columns()) {
      var now = after.column(column.name());
      if (now.isEmpty()) {
        changes.add(
            new ColumnChange(
                column.name(), Kind.DROPPED, column.type(), Optional.empty(), sameRest));
      } else if (column.type().isPresent() && now.get().type().isPresent()) {
        typed(column, now.get()).ifPresent(changes::add);
      }
    }
    boolean allRest = after.rest().containsAll(before.rest());
    for (var column : after.columns()) {
      if (before.column(column.name()).isEmpty()) {
        changes.add(
            new ColumnChange(column.name(), Kind.ADDED, Optional.empty(), column.type(), allRest));
      }
    }
    return changes;
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
