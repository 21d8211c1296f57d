package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.commit.HistoryMismatch.mismatch;

import dev.penstock.runner.commit.Ledger.Position;
import dev.penstock.runner.commit.Ledger.TableOf;
import java.sql.SQLException;
import java.time.Instant;

/**
 * The mutex of all ledgers that name one table. Without it two first runs could both find the table
 * empty, and both would fill it: their own control tables are none of each other's business.
 *
 * @param control shared by these ledgers; each row holds a ledger's name where others hold a log
 */
record TableOwner(ControlTable control, TableOf target) {
  String name() {
    return control.name();
  }

  void create(java.sql.Connection open) throws SQLException {
    control.create(open);
  }

  /**
   * Notes under its lock that the table belongs to a ledger. Ask before it is asked for rows: what
   * another ledger has brought is there by then.
   */
  void claim(java.sql.Connection open, ControlTable ledger, Instant now) throws SQLException {
    var standing = control.last(open);
    if (standing.isPresent()) {
      var owner = standing.get().log();
      if (owner.equals(ledger.table())) {
        return;
      }
      // One that has brought rows shows itself by them; if they are gone, somebody wants it empty.
      var other = new ControlTable(control.session(), control.schema(), owner);
      if (other.exists(open) && other.rowsAdded(open) == 0) {
        throw mismatch(
            "Table %s in warehouse %s belongs to %s, whose first run is under way"
                .formatted(target.table(), control.session().name(), owner),
            "Give each target of each pipeline a table of its own; if that pipeline is gone, drop"
                + " table %s.%s".formatted(control.schema(), owner));
      }
    }
    long number = standing.map(Position::number).orElse(-1L) + 1;
    control.record(open, new Position(ledger.table(), number), "", "", 0, now);
  }
}
