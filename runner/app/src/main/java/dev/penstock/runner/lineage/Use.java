package dev.penstock.runner.lineage;

/** What a column does for another one; the words are OpenLineage's. */
public enum Use {
  /** The value is taken as it is. */
  IDENTITY(true),
  /** The value is computed from it. */
  TRANSFORMATION(true),
  /** The value is computed from it over several rows. */
  AGGREGATION(true),
  /** It decides which of several values is taken. */
  CONDITIONAL(false),
  JOIN(false),
  FILTER(false),
  GROUP_BY(false),
  SORT(false),
  WINDOW(false);

  private final boolean direct;

  Use(boolean direct) {
    this.direct = direct;
  }

  /** {@return whether it goes into the value} */
  public boolean direct() {
    return direct;
  }

  /** {@return what a column does that did {@code before} for what does this} */
  Use after(Use before) {
    if (!direct || !before.direct) {
      return direct ? before : this;
    }
    return compareTo(before) > 0 ? this : before;
  }
}
