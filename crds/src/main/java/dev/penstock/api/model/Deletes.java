package dev.penstock.api.model;

/** How a table that holds the newest version of each key learns that a key is gone. */
public sealed interface Deletes {
  /** It does not: a key stays. */
  record Unseen() implements Deletes {}

  /**
   * A column of the rows tells: true, or a date or timestamp that is not NULL, is a delete.
   *
   * @param name of the column
   */
  record Column(String name) implements Deletes {
    public Column {
      if (name.isBlank()) {
        throw new IllegalArgumentException("A column of deletes without a name");
      }
    }
  }

  /**
   * A key that a run does not bring is gone; each run reads all of its source.
   *
   * @param maxPercent of the rows of the table that may go by one run
   * @param allowEmpty whether a run without rows may delete, which is all of them
   */
  record Absence(int maxPercent, boolean allowEmpty) implements Deletes {
    public Absence {
      if (maxPercent < 0 || maxPercent > 100) {
        throw new IllegalArgumentException("No share of a hundred: " + maxPercent);
      }
    }
  }
}
