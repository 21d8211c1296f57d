package dev.penstock.runner.target.redshift;

import dev.penstock.api.model.Table;
import dev.penstock.runner.commit.CommittedTarget.Upsert;
import java.util.List;
import java.util.Optional;

/**
 * Columns that may not be SUPER: Redshift neither distributes nor sorts by one (developer guide,
 * SUPER limitations), and a key that holds parsed documents is not compared with a staged text.
 */
final class SuperRefusal {
  private SuperRefusal() {}

  /** {@return the field of the target by which rows are told apart by that column} */
  static Optional<String> field(Optional<Upsert> upsert, String column) {
    return upsert.flatMap(how ->
        has(how.key(), column)
            ? Optional.of("key")
            : has(how.orderBy(), column) ? Optional.of("orderBy") : Optional.empty());
  }

  /** {@return the same, or the field by which a table that is made lays out its rows} */
  static Optional<String> field(Table made, Optional<Upsert> upsert, String column) {
    return field(upsert, column)
        .or(() -> made.distKey().filter(column::equalsIgnoreCase).map(key -> "distKey"))
        .or(() -> has(made.sortKey(), column) ? Optional.of("sortKey") : Optional.empty());
  }

  /** {@return what a person can do about it, without a full stop} */
  static String remedy(String field, String column) {
    return "name another column as %s, make %s a text in a step, or let it be a VARCHAR (documents)"
        .formatted(field, column);
  }

  private static boolean has(List<String> names, String column) {
    return names.stream().anyMatch(column::equalsIgnoreCase);
  }
}
