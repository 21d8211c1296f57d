package dev.penstock.api.model;

import java.util.List;
import java.util.Optional;

/** How rows enter a target. */
public sealed interface Mode {
  /** Every run adds its rows. */
  record Append() implements Mode {}

  /**
   * The rows of a run are all that the target holds, so each run reads all of its source.
   *
   * @param allowEmpty whether a run without rows may empty it
   */
  record Replace(boolean allowEmpty) implements Mode {}

  /**
   * The rows of a run are all that the target holds of the days that it replaces: those that it was
   * asked for, else those of its rows.
   *
   * @param column a date, never NULL
   * @param allowEmpty whether a run that was asked for days may empty all of them
   */
  record Window(String column, boolean allowEmpty) implements Mode {
    public Window {
      if (column.isBlank()) {
        throw new IllegalArgumentException("A window without a column");
      }
    }
  }

  /**
   * The table holds every version of each key, with the instants between which it was valid; the
   * dataset holds every version that came.
   *
   * @param key one or more columns, never NULL
   * @param orderBy the first column, never NULL, says from when a version is valid; of versions of
   *     one run that are valid from the same instant the one with the greatest others is taken
   * @param track columns whose change is a new version; none: all but those that are named here
   * @param deleted column that tells deletes, by true or by a moment; empty: there are none
   */
  record Scd2(List<String> key, List<String> orderBy, List<String> track, Optional<String> deleted)
      implements Mode {
    public Scd2 {
      key = List.copyOf(key);
      orderBy = List.copyOf(orderBy);
      track = List.copyOf(track);
      if (key.isEmpty() || orderBy.isEmpty()) {
        throw new IllegalArgumentException("A history without key or order");
      }
    }
  }

  /**
   * The table holds the newest version of each key; the dataset holds every version.
   *
   * @param key one or more columns, never NULL
   * @param orderBy which version of one run is the newest: the greatest of these columns, in order;
   *     a later run is newer than any earlier one
   * @param deletes how it learns that a key is gone
   */
  record Upsert(List<String> key, List<String> orderBy, Deletes deletes) implements Mode {
    /** Which keeps every key. */
    public Upsert(List<String> key, List<String> orderBy) {
      this(key, orderBy, new Deletes.Unseen());
    }

    public Upsert {
      key = List.copyOf(key);
      orderBy = List.copyOf(orderBy);
      if (key.isEmpty() || orderBy.isEmpty()) {
        throw new IllegalArgumentException("An upsert without key or order");
      }
    }
  }
}
