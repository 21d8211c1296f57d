package dev.penstock.runner.lineage;

import java.util.LinkedHashSet;
import java.util.Set;

/** A column of a dataset and what it does for another column. */
public record Origin(Dataset dataset, String column, Use use) {
  /** {@return what these do for something that makes that use of what they made} */
  public static Set<Origin> used(Use use, Set<Origin> origins) {
    Set<Origin> used = new LinkedHashSet<>();
    origins.forEach(one -> used.add(new Origin(one.dataset, one.column, use.after(one.use))));
    return used;
  }
}
