package dev.penstock.runner.commit;

import java.util.Optional;

/**
 * The control tables of one warehouse: mutex and record at once, one table per target, one row per
 * published entry. One caller at a time per ledger; other processes at any time.
 */
public interface Ledger {
  /** {@return how far the target's table has come, or empty if the target has no ledger here} */
  Optional<Position> position(TableOf target);

  /**
   * Makes the target's ledger, standing at a baseline; refuses a table that holds rows. What exists
   * already stays, whoever made it.
   */
  void open(TableOf target, String log, long baseline);

  /**
   * Applies the entry to all its tables here, in one transaction: mutex, rows, ledger rows. A lost
   * reply is resolved by reading back.
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
