package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.quoted;

import dev.penstock.api.model.Table;
import dev.penstock.runner.commit.Buckets;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger.Position;
import dev.penstock.runner.commit.Visibility;
import dev.penstock.runner.spi.PenstockException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes what the transaction of a publish needs and that is gone, or was never there: control
 * tables, staged rows, the table that people read.
 *
 * @param root key prefix of the pipeline, for lists of parts that are loaded again
 * @param tables by target, as the spec wants them to be made
 */
record Provision(
    RedshiftSession session,
    Places places,
    Buckets buckets,
    String root,
    Map<String, Table> tables) {
  Provision {
    tables = Map.copyOf(tables);
  }

  /** Makes all of it, unless the table holds the entry. */
  void make(Entry entry, CommittedTarget target, Visibility parts) {
    if (entry.operation().supersedes()) {
      control(target.name());
    }
    if (!holds(entry, target)) {
      staged(entry, target, parts);
      table(entry, target);
    }
  }

  /** Makes a control table, empty, if it is missing. */
  void control(String target) {
    var schema = session.connection().controlSchema();
    session.alone(open -> {
      if (session.number(open, "SELECT COUNT(*) FROM pg_namespace WHERE nspname = ?", schema)
          == 0) {
        session.execute(open, "CREATE SCHEMA IF NOT EXISTS " + quoted(schema));
      }
      places.control(target).create(open);
      return true;
    });
  }

  // A table that has lost rows is made again only by an entry that brings all of them.
  private void table(Entry entry, CommittedTarget target) {
    boolean replaceAll = entry.operation() == Entry.Operation.REPLACE_ALL;
    boolean wanted =
        session.alone(open ->
            places.columns(open, Places.table(target)) == 0
                && (replaceAll || !target.parts().isEmpty() && hasNoRows(open, target.name())));
    if (wanted) {
      var table = new TargetTable(session, wanted(target), target.columns(), target.upsert());
      // Entries that follow may bring longer texts than this one.
      places.staging(entry, target).make(table, replaceAll && !target.parts().isEmpty());
    }
  }

  private boolean hasNoRows(java.sql.Connection open, String target) throws SQLException {
    var control = places.control(target);
    return control.exists(open) && control.rowsAdded(open) == 0;
  }

  private Table wanted(CommittedTarget target) {
    var name = Places.table(target).table();
    int dot = name.indexOf('.');
    return Optional.ofNullable(tables.get(target.name()))
        .filter(table -> table.qualified().equals(name))
        .orElseGet(() ->
            new Table(
                session.name(),
                name.substring(0, dot),
                name.substring(dot + 1),
                Optional.empty(),
                List.of()));
  }

  /** Fills the staging table from the entry's parts if it is gone. */
  private void staged(Entry entry, CommittedTarget target, Visibility parts) {
    var staging = places.staging(entry, target);
    if (target.parts().isEmpty() || session.alone(staging::exists)) {
      return;
    }
    try {
      var bucket = buckets.of(target.bucket().connection());
      var objects =
          target.parts().stream()
              .map(part ->
                  new CopyManifest.Loaded(parts.locate(target, part), part.bytes(), part.rows()))
              .toList();
      var manifest =
          "%s/parts/%020d-reload/%s-%s.json"
              .formatted(root, entry.base(), target.name(), entry.attempt());
      staging.reload(bucket, manifest, objects);
    } catch (PenstockException e) {
      // Another attempt may load and publish it at the same time and sweep what this one needs.
      if (!session.alone(staging::exists) && !holds(entry, target)) {
        throw e;
      }
    }
  }

  private boolean holds(Entry entry, CommittedTarget target) {
    var control = places.control(target.name());
    return session
        .alone(open -> control.exists(open) ? control.last(open) : Optional.<Position>empty())
        .filter(position -> position.log().equals(entry.log()))
        .filter(position -> position.number() >= entry.number())
        .isPresent();
  }
}
