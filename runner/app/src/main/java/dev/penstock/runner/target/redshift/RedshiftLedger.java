package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.commit.HistoryMismatch.mismatch;
import static dev.penstock.runner.target.redshift.Names.qualified;
import static dev.penstock.runner.target.redshift.Names.quoted;

import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.Table;
import dev.penstock.runner.commit.Attempt;
import dev.penstock.runner.commit.Buckets;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.HistoryMismatch;
import dev.penstock.runner.commit.Ledger;
import dev.penstock.runner.commit.Turn;
import dev.penstock.runner.commit.Visibility;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Control tables of one pipeline in one warehouse. A control table is the mutex of its target:
 * whoever holds its lock alone reads or moves the number on.
 */
public final class RedshiftLedger implements Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(RedshiftLedger.class);

  private final RedshiftSession session;
  private final ResourceName pipeline;
  private final Clock clock;
  private final Places places;
  private final Provision provision;

  /** Without a word on how a table is made that is missing. */
  public RedshiftLedger(
      RedshiftSession session, ResourceName pipeline, Buckets buckets, String root, Clock clock) {
    this(session, pipeline, buckets, root, clock, Map.of(), Later.NOTHING);
  }

  /**
   * The ledger.
   *
   * @param root key prefix of the pipeline, for lists of parts that are loaded again
   * @param tables by target, as the spec wants them to be made
   * @param later what else a table must take that is made for an entry
   */
  public RedshiftLedger(
      RedshiftSession session,
      ResourceName pipeline,
      Buckets buckets,
      String root,
      Clock clock,
      Map<String, Table> tables,
      Later later) {
    this.session = session;
    this.pipeline = pipeline;
    this.clock = clock;
    this.places = new Places(session, pipeline);
    this.provision = new Provision(session, places, buckets, root, tables, later);
  }

  /** {@return the staging table of an attempt} */
  public Staging staging(Attempt attempt, String target, List<CommittedTarget.Column> columns) {
    var name = Names.staging(pipeline, target, attempt.base(), attempt.id());
    return new Staging(session, name, columns);
  }

  /**
   * {@return a name for a schema in which an attempt can stage without making that of the control
   * tables; empty: that one is there}
   *
   * @throws ConfigurationException if it is missing and this user may make none
   */
  public Optional<String> ownSchema(Attempt attempt) {
    return read(
        "look for schema " + schema(),
        open -> {
          var rights = new SchemaRights(session);
          if (rights.exists(open, schema())) {
            return Optional.empty();
          }
          rights.refuseWithout(open, schema(), "the control tables of its pipelines");
          return Optional.of(Names.ownSchema(schema(), attempt.id()));
        });
  }

  /** Makes the schema in which attempts stage, if it is missing. */
  public void makeSchema() {
    session
        .patience()
        .repeated(
            "making schema " + schema(),
            () -> {
              provision.schema();
              return true;
            });
  }

  /** Drops that schema, which has to be empty; one that is gone is no error. */
  public void dropSchema() {
    session.alone(open -> session.execute(open, "DROP SCHEMA IF EXISTS " + quoted(schema())));
  }

  @Override
  public Optional<Position> position(TableOf target) {
    return read(
        ledgerOf(target),
        open -> {
          var standing = standing(open, target);
          if (standing.isPresent()) {
            refuseLoss(open, target);
          }
          return standing;
        });
  }

  @Override
  public Optional<Position> standing(TableOf target) {
    return read(ledgerOf(target), open -> standing(open, target));
  }

  private static String ledgerOf(TableOf target) {
    return "ledger of target " + target.target();
  }

  private <T> T read(String what, RedshiftSession.Work<T> work) {
    return session.patience().repeated(what, () -> session.alone(work));
  }

  private Optional<Position> standing(java.sql.Connection open, TableOf target)
      throws SQLException {
    var control = control(target.target());
    return control.exists(open) ? control.last(open) : Optional.empty();
  }

  // A table that is made again would hold only what comes from now on, and nobody would be told.
  private void refuseLoss(java.sql.Connection open, TableOf target) throws SQLException {
    long rows = control(target.target()).rowsAdded(open);
    if (rows > 0 && places.columns(open, target) == 0) {
      throw mismatch(
          "Table %s in warehouse %s is gone, and its ledger says that it got %d rows"
              .formatted(target.table(), session.name(), rows),
          HistoryMismatch.refreshOr("restore the table"));
    }
  }

  @Override
  public void open(TableOf target, String log, long baseline) {
    begin(target, Optional.empty(), new Position(log, baseline));
  }

  @Override
  public void reopen(TableOf target, Position ended, long baseline) {
    begin(target, Optional.of(ended), new Position(ended.log(), baseline));
  }

  @Override
  public Optional<Long> beginning(TableOf target) {
    return read(
        ledgerOf(target),
        open -> {
          var control = control(target.target());
          return control.exists(open) ? control.beginning(open) : Optional.empty();
        });
  }

  @Override
  public void rewind(TableOf target, Position begun, long baseline) {
    begin(target, Optional.of(begun), new Position(begun.log(), baseline));
  }

  // What another try has done, or was not known to have done, is found under the lock.
  private void begin(TableOf target, Optional<Position> from, Position baseline) {
    session
        .patience()
        .repeated(
            "beginning of target " + target.target(),
            () -> {
              if (from.isEmpty()) {
                provision.control(target.target());
              }
              return begun(target, from, baseline);
            });
  }

  private boolean begun(TableOf target, Optional<Position> from, Position baseline) {
    var control = control(target.target());
    var owner = places.owner(target);
    session.alone(open -> {
      owner.create(open);
      return true;
    });
    return session.together(open -> {
      session.execute(
          open,
          "LOCK TABLE "
              + Stream.of(control.name(), owner.name()).sorted().collect(Collectors.joining(", ")));
      boolean earlier = from.filter(begun -> begun.number() > baseline.number()).isPresent();
      if (control.last(open).equals(from)
          && (!earlier || control.beginning(open).equals(from.map(Position::number)))) {
        owner.claim(open, control, clock.instant());
        refuseRows(open, target, from.isEmpty() && baseline.number() == 0);
        if (earlier) {
          control.forgetBeginning(open, from.orElseThrow().number());
        }
        control.record(open, baseline, "", "", 0, clock.instant());
      }
      return true;
    });
  }

  private void refuseRows(java.sql.Connection open, TableOf target, boolean first)
      throws SQLException {
    if (places.columns(open, target) > 0
        && !session
            .query(open, "SELECT 1 FROM %s LIMIT 1".formatted(qualified(target.table())))
            .isEmpty()) {
      throw mismatch(
          "Table %s in warehouse %s holds rows that this pipeline's log does not know"
              .formatted(target.table(), session.name()),
          first ? HistoryMismatch.refreshOrAdopt() : HistoryMismatch.refreshOrEmpty());
    }
  }

  @Override
  public Published publish(Entry entry, Visibility parts) {
    // Also when the reply to COMMIT was lost: the next try takes the lock and reads.
    return session
        .patience()
        .repeated("publish of entry " + entry.number(), () -> counted(entry, parts));
  }

  /** Rows that were staged may be others than those of the parts, which decide. */
  private Published counted(Entry entry, Visibility parts) {
    try {
      return made(entry, parts);
    } catch (InternalException e) {
      if (e.reason() != Reason.COUNT_MISMATCH || !provision.drop(entry)) {
        throw e;
      }
      LOG.warn("event=staging-again number={} message={}", entry.number(), e.message());
      return made(entry, parts);
    }
  }

  /** Whoever sees that the entry is published drops what is staged, at any moment. */
  private Published made(Entry entry, Visibility parts) {
    var targets = entry.targetsIn(session.name());
    try {
      // All of them are asked before a row of one is moved.
      var due = targets.stream().filter(target -> provision.isDue(entry, target)).toList();
      for (var target : due) {
        provision.make(entry, target, parts);
      }
      return session.together(open -> apply(open, entry, targets));
    } catch (ConfigurationException e) {
      if (e.reason() != Reason.TABLE_NOT_FOUND || !provision.isIncomplete(entry)) {
        throw e;
      }
      throw new TransientException(
          Reason.WAREHOUSE_UNAVAILABLE,
          "In warehouse %s, what the publish of entry %d needs was dropped under it"
              .formatted(session.name(), entry.number()),
          "The run is repeated; see who else works in schema %s if this stays".formatted(schema()),
          e);
    }
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
      switch (Turn.of(entry, target, control(target.name()).last(open))) {
        case Turn.Held() -> {}
        case Turn.Due() -> due.add(target);
        case Turn.Behind(var missing) -> {
          return new Published.Behind(target.name(), missing);
        }
      }
    }
    for (var target : due) {
      insert(open, entry, target);
    }
    return new Published.There();
  }

  private void insert(java.sql.Connection open, Entry entry, CommittedTarget target)
      throws SQLException {
    var table = Places.table(target).table();
    long added =
        switch (entry.operation()) {
          case OPEN -> 0;
          case APPEND, REPLACE_ALL ->
              places.staging(entry, target).publish(open, target, table, entry.replacesAll(target));
          case BASELINE ->
              places.columns(open, Places.table(target)) == 0
                  ? 0
                  : session.number(open, "SELECT COUNT(*) FROM " + qualified(table));
        };
    if (entry.operation() == Entry.Operation.APPEND
        || entry.operation() == Entry.Operation.REPLACE_ALL) {
      written(open, target.name());
    }
    if (entry.operation().supersedes()) {
      control(target.name()).forgetOthers(open, entry.log());
    }
    control(target.name())
        .record(
            open,
            new Position(entry.log(), entry.number()),
            entry.run(),
            entry.attempt(),
            added,
            clock.instant());
  }

  private void written(java.sql.Connection open, String target) throws SQLException {
    var statements = provision.postSql(target);
    for (int i = 0; i < statements.size(); i++) {
      try {
        session.executeWritten(open, statements.get(i));
      } catch (SQLException e) {
        // A table that is there already, or trouble that every run would meet, is the statement's.
        if (RedshiftErrors.translate(session.name(), e) instanceof TransientException passing
            && RedshiftErrors.passes(passing)) {
          throw e;
        }
        throw new ConfigurationException(
            Reason.STATEMENT_REFUSED,
            "Warehouse %s refuses postSql[%d] of target %s (SQLSTATE %s), so nothing of the entry is"
                    .formatted(session.name(), i, target, e.getSQLState())
                + " published there",
            "Correct redshift.postSql of the target; the next run publishes the entry first, by the"
                + " statements that its spec has then");
      }
    }
  }

  @Override
  public void sweep(long head) {
    var drop = new StagingDrop(session);
    for (var staged : new WarehouseView(session, pipeline).stagingTables()) {
      var base = staged.base();
      if (base.isPresent() && base.getAsLong() < head && !drop.dropped(staged.table())) {
        LOG.warn(
            "event=sweep-left warehouse={} table={} cause=\"another session holds it\"",
            session.name(),
            staged.table());
      }
    }
  }

  private ControlTable control(String target) {
    return places.control(target);
  }

  private String schema() {
    return session.connection().controlSchema();
  }
}
