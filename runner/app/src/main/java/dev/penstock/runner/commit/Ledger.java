package dev.penstock.runner.commit;

import java.util.Optional;

/**
 * The control tables of one warehouse: mutex and record at once, one table per target, one row per
 * published entry. One caller at a time per ledger; other processes at any time.
 */
public interface Ledger {
  /**
   * {@return how far the target's table has come, or empty if the target has no ledger here} A
   * table that is gone although it got rows is refused.
   */
  Optional<Position> position(TableOf target);

  /** {@return the same, whatever has become of the table} */
  Optional<Position> standing(TableOf target);

  /**
   * Makes the target's ledger, standing at a baseline; refuses a table that holds rows. What exists
   * already stays, whoever made it.
   */
  void open(TableOf target, String log, long baseline);

  /**
   * Lets a target begin anew at a baseline, whose earlier history was abandoned; refuses a table
   * that holds rows. Does nothing unless the target stands exactly where its history ended.
   */
  void reopen(TableOf target, Position ended, long baseline);

  /**
   * {@return the entry after which the target's history begins here; empty: it begins with an entry
   * that supersedes, or there is no ledger}
   */
  Optional<Long> beginning(TableOf target);

  /**
   * Lets a target that got nothing yet begin earlier; refuses a table that holds rows. Does nothing
   * unless the target stands exactly at its beginning.
   */
  void rewind(TableOf target, Position begun, long baseline);

  /**
   * Applies the entry to all its tables here whose {@link Turn} it is, in one transaction: mutex,
   * rows, ledger rows. A lost reply is resolved by reading back. What supersedes makes the ledger,
   * and the table, that are missing.
   *
   * @param parts says where a part lies now, should the staged rows be gone
   */
  Published publish(Entry entry, Visibility parts);

  /**
   * Drops staged rows of attempts whose base is below the head. Every entry up to the head is
   * published here, so nobody will ever ask for them.
   */
  void sweep(long head);

  /**
   * A target's table in a warehouse.
   *
   * @param target name of the target, which is its identity in the log
   * @param table qualified
   */
  record TableOf(String target, String table) {}

  /** How far a table has come: the log it follows and the newest entry that it holds. */
  record Position(String log, long number) {}

  /** How a publish ended. */
  sealed interface Published {
    /** The rows are there, by this call or by an earlier one. */
    record There() implements Published {}

    /** Nothing was applied: an earlier entry has to come first. */
    record Behind(String target, long missing) implements Published {}
  }
}
