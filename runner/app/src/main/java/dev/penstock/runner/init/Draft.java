package dev.penstock.runner.init;

import java.util.List;
import java.util.OptionalLong;

/**
 * The manifest of a table, and what a person looks at first.
 *
 * @param table as the database spells it
 * @param rows by the statistics; empty: nobody has counted
 * @param bytes on disk; empty: nobody knows here
 * @param mode of the target
 * @param cursor empty: none
 * @param key columns that tell rows apart; empty: none
 * @param notes what is worth a second look, a few words each
 * @param text of the file
 */
public record Draft(
    String table,
    TableNames names,
    OptionalLong rows,
    OptionalLong bytes,
    String mode,
    String cursor,
    String key,
    List<String> notes,
    String text) {
  public Draft {
    notes = List.copyOf(notes);
  }

  /** {@return the name of its file} */
  public String file() {
    return names.pipeline() + ".yaml";
  }
}
