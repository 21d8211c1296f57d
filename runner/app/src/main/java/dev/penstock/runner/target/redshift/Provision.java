package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.quoted;

import dev.penstock.api.model.Table;
import dev.penstock.runner.commit.Buckets;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger.Position;
import dev.penstock.runner.commit.Turn;
import dev.penstock.runner.commit.Visibility;
import dev.penstock.runner.spi.PenstockException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes what the transaction of a publish needs and that is gone, or was never there: control
 * tables, staged rows, the table that people read.
 *
 * @param root key prefix of the pipeline, for lists of parts that are loaded again
 * @param tables by target, as the spec wants them to be made
 * @param later what else a table must take that is made for an entry
 */
record Provision(
    RedshiftSession session,
    Places places,
    Buckets buckets,
    String root,
    Map<String, Table> tables,
    Later later) {
  Provision {
    tables = Map.copyOf(tables);
  }

  /**
   * {@return whether it is the entry's turn, by what the ledger says now} A ledger that does not
   * fit is refused; one that is missing is made for an entry that supersedes.
   */
  boolean isDue(Entry entry, CommittedTarget target) {
    if (entry.operation().supersedes()) {
      control(target.name());
    }
    return switch (Turn.of(entry, target, standing(target.name()))) {
      case Turn.Due due -> true;
      case Turn.Held held -> false;
      case Turn.Behind behind -> false;
    };
  }

  /** Makes the staged rows and the table of an entry whose turn it is. */
  void make(Entry entry, CommittedTarget target, Visibility parts) {
    staged(entry, target, parts);
    table(entry, target);
  }

  /** Makes a control table, empty, if it is missing. */
  void control(String target) {
    session.alone(open -> {
      schema(open);
      places.control(target).create(open);
      return true;
    });
  }

  /** Makes the schema of the control tables, empty, if it is missing. */
  void schema() {
    session.alone(this::schema);
  }

  private boolean schema(java.sql.Connection open) throws SQLException {
    var schema = session.connection().controlSchema();
    if (session.number(open, "SELECT COUNT(*) FROM pg_namespace WHERE nspname = ?", schema) == 0) {
      session.execute(open, "CREATE SCHEMA IF NOT EXISTS " + quoted(schema));
    }
    return true;
  }

  // A table that has lost rows, and who may read it, is made again only by a refresh: a person has
  // asked for it.
  private void table(Entry entry, CommittedTarget target) {
    if (session.alone(open -> lacksTable(open, entry, target))) {
      var following = later.than(entry, target.name());
      var columns = columns(target, following);
      var table = new TargetTable(session, wanted(target, columns), columns, target.upsert());
      // Entries that follow may bring longer texts than this one.
      places
          .staging(entry, target)
          .make(
              table, entry.replacesAll(target) && !target.parts().isEmpty() && following.isEmpty());
    }
  }

  private boolean lacksTable(java.sql.Connection open, Entry entry, CommittedTarget target)
      throws SQLException {
    return places.columns(open, Places.table(target)) == 0
        && (entry.operation() == Entry.Operation.REPLACE_ALL
            // One without rows needs it as well: it is emptied.
            || (entry.replacesAll(target)
                    || target.deletesAbsent()
                    || target.days().isPresent()
                    || !target.parts().isEmpty())
                && hasNoRows(open, target.name()));
  }

  /** {@return all columns that the table will need, those of the newest entry first} */
  private static List<Column> columns(CommittedTarget target, List<CommittedTarget> following) {
    Map<String, Column> columns = new LinkedHashMap<>();
    Stream.concat(following.reversed().stream(), Stream.of(target))
        .flatMap(
            one -> one.columns().stream().filter(column -> !one.ignored().contains(column.name())))
        .forEach(column -> columns.putIfAbsent(column.name().toLowerCase(Locale.ROOT), column));
    return List.copyOf(columns.values());
  }

  private boolean hasNoRows(java.sql.Connection open, String target) throws SQLException {
    var control = places.control(target);
    return control.exists(open) && control.rowsAdded(open) == 0;
  }

  private Table wanted(CommittedTarget target, List<Column> columns) {
    var name = Places.table(target).table();
    int dot = name.indexOf('.');
    return Optional.ofNullable(tables.get(target.name()))
        .filter(table -> table.qualified().equals(name))
        .map(table -> withKeysOf(table, columns))
        .orElseGet(() ->
            new Table(
                session.name(),
                name.substring(0, dot),
                name.substring(dot + 1),
                Optional.empty(),
                List.of()));
  }

  // The spec may name a key that no run has brought yet.
  private static Table withKeysOf(Table table, List<Column> columns) {
    return new Table(
        table.connection(),
        table.schema(),
        table.name(),
        table.distKey().filter(key -> has(columns, key)),
        table.sortKey().stream().filter(key -> has(columns, key)).toList(),
        table.fromLog(),
        table.grants(),
        table.postSql(),
        table.superDocuments());
  }

  /** {@return what the author of the spec wants done with the rows of a target, in their order} */
  List<String> postSql(String target) {
    return Optional.ofNullable(tables.get(target)).map(Table::postSql).orElse(List.of());
  }

  private static boolean has(List<Column> columns, String name) {
    return columns.stream().anyMatch(column -> column.name().equalsIgnoreCase(name));
  }

  /**
   * Drops what is staged for an entry and is not what the entry says, so that it is loaded again;
   * {@return whether there was anything}
   */
  boolean drop(Entry entry) {
    boolean dropped = false;
    for (var target : entry.targetsIn(session.name())) {
      dropped |= places.staging(entry, target).drop();
    }
    return dropped;
  }

  /** {@return whether anything is missing that {@link #make} makes for an entry} */
  boolean isIncomplete(Entry entry) {
    return entry.targetsIn(session.name()).stream()
        .anyMatch(target -> {
          var staging = places.staging(entry, target);
          return session.alone(open ->
              !places.control(target.name()).exists(open)
                  || !target.parts().isEmpty() && !staging.exists(open)
                  || lacksTable(open, entry, target));
        });
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

  private Optional<Position> standing(String target) {
    var control = places.control(target);
    return session.alone(open -> control.exists(open) ? control.last(open) : Optional.empty());
  }

  private boolean holds(Entry entry, CommittedTarget target) {
    return standing(target.name())
        .filter(position -> position.log().equals(entry.log()))
        .filter(position -> position.number() >= entry.number())
        .isPresent();
  }
}
