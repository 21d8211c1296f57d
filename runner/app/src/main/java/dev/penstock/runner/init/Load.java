package dev.penstock.runner.init;

import dev.penstock.runner.source.postgres.CatalogColumn;
import java.util.List;
import java.util.Optional;

/** How a table is read and how its rows enter the target. */
sealed interface Load {
  /**
   * Only what changed is read; the newest version of each key counts.
   *
   * @param index by which the cursor is found; empty: by none
   */
  record Increments(Key.Columns key, CatalogColumn cursor, Optional<String> index) implements Load {
    /** {@return whether rows without a cursor are read as well: nobody has shown there are none} */
    boolean includesMissing() {
      return cursor.nullable() && cursor.missing().orElse(1) > 0;
    }
  }

  /**
   * Every run reads all rows and replaces what is there.
   *
   * @param reasons sentences about the table, at least one
   */
  record Whole(List<String> reasons) implements Load {
    public Whole {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("Nothing says why a table is read as a whole");
      }
    }
  }

  static Load of(Key key, Cursor cursor) {
    return switch (key) {
      case Key.Columns columns when cursor.column().isPresent() ->
          new Increments(columns, cursor.column().get(), cursor.index());
      case Key.Columns columns -> new Whole(List.of(cursor.lack()));
      case Key.None none when cursor.column().isPresent() -> new Whole(List.of(none.reason()));
      case Key.None none -> new Whole(List.of(none.reason(), cursor.lack()));
    };
  }
}
