package dev.penstock.runner.target.redshift;

import dev.penstock.api.model.ResourceName;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger.TableOf;
import java.sql.SQLException;

/** Where one pipeline has its tables in one warehouse. */
record Places(RedshiftSession session, ResourceName pipeline) {
  ControlTable control(String target) {
    return new ControlTable(
        session, session.connection().controlSchema(), Names.ledger(pipeline, target));
  }

  TableOwner owner(TableOf target) {
    return new TableOwner(
        new ControlTable(
            session, session.connection().controlSchema(), Names.owner(target.table())),
        target);
  }

  /** {@return where the rows of an entry are staged, or were} */
  Staging staging(Entry entry, CommittedTarget target) {
    var name = Names.staging(pipeline, target.name(), entry.base(), entry.attempt());
    return new Staging(session, name, target.columns(), target.ignored());
  }

  /** {@return the table that people read} */
  static TableOf table(CommittedTarget target) {
    return new TableOf(target.name(), target.warehouse().orElseThrow().table());
  }

  /** {@return how many columns a table has; 0: it is missing} */
  long columns(java.sql.Connection open, TableOf target) throws SQLException {
    int dot = target.table().indexOf('.');
    return session.number(
        open,
        "SELECT COUNT(*) FROM svv_columns WHERE table_schema = ? AND table_name = ?",
        target.table().substring(0, dot),
        target.table().substring(dot + 1));
  }
}
