package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.commit.HistoryMismatch.mismatch;
import static dev.penstock.runner.target.redshift.Names.qualified;
import static dev.penstock.runner.target.redshift.Names.quoted;

import dev.penstock.api.model.ResourceName;
import dev.penstock.runner.commit.Attempt;
import dev.penstock.runner.commit.Buckets;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger;
import dev.penstock.runner.commit.Visibility;
import dev.penstock.runner.spi.PenstockException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Control tables of one pipeline in one warehouse. A control table is the mutex of its target:
 * whoever holds its lock alone reads or moves the number on.
 */
public final class RedshiftLedger implements Ledger {

  private final RedshiftSession session;
  private final ResourceName pipeline;
  private final Buckets buckets;
  private final String root;
  private final Clock clock;

  /**
   * @param root key prefix of the pipeline, for lists of parts that are loaded again
   */
  public RedshiftLedger(
      RedshiftSession session, ResourceName pipeline, Buckets buckets, String root, Clock clock) {
    this.session = session;
    this.pipeline = pipeline;
    this.buckets = buckets;
    this.root = root;
    this.clock = clock;
  }

  /** {@return the staging table of an attempt} */
  public Staging staging(Attempt attempt, String target, List<CommittedTarget.Column> columns) {
    var name = Names.staging(pipeline, target, attempt.base(), attempt.id());
    return new Staging(session, name, columns);
  }

  @Override
  public Optional<Position> position(TableOf target) {
    return session.alone(open -> {
      var control = control(target.target());
      if (!control.exists(open)) {
        return Optional.empty();
      }
      var position = control.last(open);
      refuseLoss(open, target);
      return position;
    });
  }

  // A table that is made again would hold only what comes from now on, and nobody would be told.
  private void refuseLoss(java.sql.Connection open, TableOf target) throws SQLException {
    long rows = control(target.target()).rowsAdded(open);
    if (rows > 0 && columnsOf(open, target) == 0) {
      throw mismatch(
          "Table %s in warehouse %s is gone, and its ledger says that it got %d rows"
              .formatted(target.table(), session.name(), rows),
          "Restore the table, or give the target a new name");
    }
  }

  private long columnsOf(java.sql.Connection open, TableOf target) throws SQLException {
    int dot = target.table().indexOf('.');
    return session.number(
        open,
        "SELECT COUNT(*) FROM svv_columns WHERE table_schema = ? AND table_name = ?",
        target.table().substring(0, dot),
        target.table().substring(dot + 1));
  }

  @Override
  public void open(TableOf target, String log, long baseline) {
    var control = control(target.target());
    session.alone(open -> {
      if (session.number(open, "SELECT COUNT(*) FROM pg_namespace WHERE nspname = ?", schema())
          == 0) {
        session.execute(open, "CREATE SCHEMA IF NOT EXISTS " + quoted(schema()));
      }
      control.create(open);
      return true;
    });
    session.together(open -> {
      session.execute(open, "LOCK TABLE " + control.name());
      if (control.last(open).isEmpty()) {
        refuseRows(open, target);
        control.record(open, new Position(log, baseline), "", "", 0, clock.instant());
      }
      return true;
    });
  }

  private void refuseRows(java.sql.Connection open, TableOf target) throws SQLException {
    if (columnsOf(open, target) > 0
        && !session
            .query(open, "SELECT 1 FROM %s LIMIT 1".formatted(qualified(target.table())))
            .isEmpty()) {
      throw mismatch(
          "Table %s in warehouse %s holds rows that this pipeline's log does not know"
              .formatted(target.table(), session.name()),
          "Name an empty or a new table, or empty this one");
    }
  }

  @Override
  public Published publish(Entry entry, Visibility parts) {
    var targets = entry.targetsIn(session.name());
    // Also when the reply to COMMIT was lost: the next try takes the lock and reads.
    return session
        .patience()
        .repeated(
            "publish of entry " + entry.number(),
            () -> {
              for (var target : targets) {
                reload(entry, target, parts);
              }
              return session.together(open -> apply(open, entry, targets));
            });
  }

  // The lock is the first statement: Redshift fixes a transaction's snapshot at the first one that
  // reads, and only a snapshot taken under the lock shows what its last holder wrote.
  private Published apply(java.sql.Connection open, Entry entry, List<CommittedTarget> targets)
      throws SQLException {
    session.execute(
        open,
        "LOCK TABLE "
            + targets.stream()
                .map(target -> control(target.name()).name())
                .sorted()
                .collect(Collectors.joining(", ")));
    List<CommittedTarget> due = new ArrayList<>();
    for (var target : targets) {
      var standing =
          control(target.name())
              .last(open)
              .orElseThrow(() ->
                  mismatch(
                      "Warehouse %s has no ledger for target %s"
                          .formatted(session.name(), target.name())));
      if (!standing.log().equals(entry.log())) {
        throw mismatch(
            "The ledger of target %s in warehouse %s follows log %s, not %s"
                .formatted(target.name(), session.name(), standing.log(), entry.log()));
      }
      long previous = side(target).previous();
      if (standing.number() >= entry.number()) {
        continue;
      }
      if (standing.number() < previous) {
        return new Published.Behind(target.name(), previous);
      }
      if (standing.number() > previous) {
        throw mismatch(
            "Target %s in warehouse %s holds entry %d, which entry %d does not follow"
                .formatted(target.name(), session.name(), standing.number(), entry.number()));
      }
      due.add(target);
    }
    for (var target : due) {
      insert(open, entry, target);
    }
    return new Published.There();
  }

  private void insert(java.sql.Connection open, Entry entry, CommittedTarget target)
      throws SQLException {
    long added =
        target.parts().isEmpty()
            ? 0
            : staging(entry, target).publish(open, target, side(target).table());
    control(target.name())
        .record(
            open,
            new Position(entry.log(), entry.number()),
            entry.run(),
            entry.attempt(),
            added,
            clock.instant());
  }

  /** Fills the staging table from the entry's parts if it is gone and still needed. */
  private void reload(Entry entry, CommittedTarget target, Visibility parts) {
    var staging = staging(entry, target);
    if (target.parts().isEmpty() || session.alone(staging::exists) || there(entry, target)) {
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
      if (!session.alone(staging::exists) && !there(entry, target)) {
        throw e;
      }
    }
  }

  private boolean there(Entry entry, CommittedTarget target) {
    return position(new TableOf(target.name(), side(target).table()))
        .filter(position -> position.number() >= entry.number())
        .isPresent();
  }

  @Override
  public void sweep(long head) {
    session.alone(open -> {
      var names =
          session.query(
              open,
              "SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND"
                  + " table_name LIKE ?",
              schema(),
              Names.stagingPrefix(pipeline) + "%");
      for (var row : names) {
        var name = String.valueOf(row.getFirst());
        var base = Names.base(name);
        if (base.isPresent() && base.getAsLong() < head) {
          session.execute(open, "DROP TABLE IF EXISTS " + qualified(schema() + "." + name));
        }
      }
      return true;
    });
  }

  private Staging staging(Entry entry, CommittedTarget target) {
    var name = Names.staging(pipeline, target.name(), entry.base(), entry.attempt());
    return new Staging(session, name, target.columns());
  }

  private ControlTable control(String target) {
    return new ControlTable(session, schema(), Names.ledger(pipeline, target));
  }

  private String schema() {
    return session.connection().controlSchema();
  }

  private static CommittedTarget.Warehouse side(CommittedTarget target) {
    return target.warehouse().orElseThrow();
  }
}
