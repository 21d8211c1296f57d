package dev.penstock.runner.run;

import dev.penstock.api.model.Deletes;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Store;
import dev.penstock.api.model.Target;
import dev.penstock.runner.commit.Attempt;
import dev.penstock.runner.commit.CommittedTarget.Adapted;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.reconcile.NotReconciled;
import dev.penstock.runner.reconcile.Tally;
import dev.penstock.runner.report.RunProgress;
import dev.penstock.runner.report.Spans;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Part;
import dev.penstock.runner.spi.PartSchema;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.target.redshift.Staging;
import dev.penstock.runner.target.redshift.TargetTable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The loading half of an attempt: per target the way of its parts, and the table they go to. */
final class Sinks implements AutoCloseable {
  private final List<Sink> all = new CopyOnWriteArrayList<>();
  private final Map<String, List<String>> statements = new LinkedHashMap<>();
  private final Map<String, Long> deleted = new LinkedHashMap<>();
  private final Spans spans;

  /** What comes of tables that are missing, or differ from the rows. */
  enum Settling {
    /** They are made, and altered. */
    DONE,
    /** Nothing: it is only told how. */
    FORESEEN
  }

  private Sinks(Spans spans) {
    this.spans = spans;
  }

  /** A target with the way its parts take. */
  private record Sink(Target target, Loading loading, Optional<Side> warehouse) {}

  private record Side(Staging staging, TargetTable table, PartSchema columns) {}

  /**
   * Compares every table, and begins to wait for parts.
   *
   * @param replaceAll whether they become all that the tables hold
   */
  static Sinks open(
      Plan plan,
      Attempt attempt,
      String root,
      Stores stores,
      Warehouses sessions,
      Spans spans,
      long waitingBytes,
      boolean replaceAll) {
    var sinks = new Sinks(spans);
    try {
      for (var load : plan.loads()) {
        var store = plan.pipeline().store();
        sinks.all.add(
            sink(load, store, attempt, root, stores, sessions, spans, waitingBytes, replaceAll));
      }
      return sinks;
    } catch (RuntimeException e) {
      sinks.close();
      throw e;
    }
  }

  private static Sink sink(
      Plan.Load load,
      Store store,
      Attempt attempt,
      String root,
      Stores stores,
      Warehouses sessions,
      Spans spans,
      long waitingBytes,
      boolean replaceAll) {
    var target = load.target();
    var columns = Proposal.columns(load.parts());
    var side =
        target
            .redshift()
            .map(table -> {
              var warehouse = sessions.open(table.connection());
              var readers =
                  new TargetTable(
                      warehouse.session(),
                      table,
                      columns,
                      Proposal.upsert(target.mode()),
                      earlier(target, replaceAll),
                      target.schema());
              readers.prepare();
              refuseNothingTracked(load, readers.adapted().ignored());
              var staging = warehouse.ledger().staging(attempt, target.name(), columns);
              staging.create();
              return new Side(staging, readers, load.parts());
            });
    var bucket = stores.bucket(Proposal.partsConnection(target, store));
    var loading =
        new Loading(attempt, target, root, bucket, side.map(Side::staging), spans, waitingBytes);
    return new Sink(target, loading, side);
  }

  private static void refuseNothingTracked(Plan.Load load, List<String> ignored) {
    if (load.shaping().fingerprint().filter(of -> of.isWithin(ignored)).isPresent()) {
      throw new ConfigurationException(
          Reason.TABLE_MISMATCH,
          "Table %s has none of the columns whose change is a new version of target %s, and schema.newColumn: Ignore leaves them out"
              .formatted(load.target().redshift().orElseThrow().qualified(), load.target().name()),
          "Write schema.newColumn: Add, or name columns of the table in track");
    }
  }

  /** {@return a load as its table takes it: what that goes without makes no new version} */
  Plan.Load fitted(Plan.Load load) {
    return new Plan.Load(
        load.target(),
        load.parts(),
        load.waves(),
        sink(load.target().name())
            .warehouse()
            .map(side -> load.shaping().notHashing(side.table().adapted().ignored()))
            .orElse(load.shaping()));
  }

  /** {@return what becomes of the rows that a target's table holds} */
  static TargetTable.Earlier earlier(Target target, boolean replaceAll) {
    if (replaceAll) {
      return TargetTable.Earlier.MAY_BE_GONE;
    }
    return switch (target.mode()) {
      case Mode.Replace replace -> TargetTable.Earlier.GOES;
      case Mode.Window window -> TargetTable.Earlier.DAYS_GO;
      case Mode.Append append -> TargetTable.Earlier.STAYS;
      case Mode.Scd2 history -> TargetTable.Earlier.STAYS;
      case Mode.Upsert upsert ->
          AbsentKeys.guard(target).isPresent()
              ? TargetTable.Earlier.GOES
              : TargetTable.Earlier.STAYS;
    };
  }

  /** {@return where the parts of a target go} */
  Loading of(String target) {
    return sink(target).loading();
  }

  private Sink sink(String target) {
    return all.stream()
        .filter(sink -> sink.target().name().equals(target))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No target " + target));
  }

  /** Waits for the last parts; {@return parts per target, in the order of sealing} */
  Map<String, List<Part>> finish() throws InterruptedException {
    Map<String, List<Part>> parts = new LinkedHashMap<>();
    for (var sink : all) {
      parts.put(sink.target().name(), sink.loading().finish());
    }
    return parts;
  }

  /**
   * Refuses to go on unless the same rows were sealed, uploaded and staged, value by value, and the
   * tables take them.
   *
   * @param sealed per target
   * @param uploaded per target
   * @param settling whether tables become such that they take the rows
   */
  void verify(Map<String, Tally> sealed, Map<String, List<Part>> uploaded, Settling settling) {
    for (var sink : all) {
      long from = spans.now();
      var name = sink.target().name();
      var tally = sealed.getOrDefault(name, Tally.NOTHING);
      verify(sink, tally, uploaded.getOrDefault(name, List.of()), settling);
      spans.end("verify", name, from, tally.rows(), 0);
    }
  }

  /** {@return how each table was fitted to its rows, by target; after {@link #verify}} */
  Map<String, Adapted> adapted() {
    Map<String, Adapted> adapted = new LinkedHashMap<>();
    for (var sink : all) {
      sink.warehouse()
          .map(side -> side.table().adapted())
          .filter(found -> !found.nothing())
          .ifPresent(found -> adapted.put(sink.target().name(), found));
    }
    return adapted;
  }

  /** {@return per table what would make or alter it, where that was only foreseen} */
  Map<String, List<String>> statements() {
    return statements;
  }

  /**
   * {@return how many rows each table loses because their keys are deletes, or did not come} Of
   * targets that delete alone; as counted by {@link #verify}.
   */
  Map<String, Long> deleted() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(deleted));
  }

  private void verify(Sink sink, Tally sealed, List<Part> uploaded, Settling settling) {
    var name = sink.target().name();
    long sent = uploaded.stream().mapToLong(Part::rows).sum();
    if (sent != sealed.rows()) {
      throw new InternalException(
          Reason.COUNT_MISMATCH,
          "%d rows of target %s were sealed, %d uploaded".formatted(sealed.rows(), name, sent),
          "Report this; nothing was committed");
    }
    sink.warehouse()
        .ifPresent(side -> {
          settle(sink, side, sealed.rows(), settling);
          NotReconciled.refuse(
              name, sealed, side.staging().tally(side.columns()), "the staging table");
          if (settling == Settling.DONE || side.table().tellsVersions()) {
            // The columns that these ask for may be those that would be added.
            LateVersions.refuse(sink.target(), side.table().emptied(), side.staging());
            deleted(sink.target(), side.staging()).ifPresent(rows -> deleted.put(name, rows));
          }
        });
  }

  private void settle(Sink sink, Side side, long rows, Settling settling) {
    switch (settling) {
      case DONE -> side.staging().verify(rows, side.table());
      case FORESEEN -> {
        var foreseen = side.staging().foresee(rows, side.table());
        if (!foreseen.isEmpty()) {
          statements.put(sink.target().redshift().orElseThrow().qualified(), foreseen);
        }
      }
    }
  }

  private static Optional<Long> deleted(Target target, Staging staging) {
    if (!(target.mode() instanceof Mode.Upsert of)) {
      return Optional.empty();
    }
    var table = target.redshift().orElseThrow().qualified();
    var upsert = Proposal.upsert(target.mode()).orElseThrow();
    return switch (of.deletes()) {
      case Deletes.Unseen unseen -> Optional.empty();
      case Deletes.Column column -> Optional.of(staging.deletes(table, upsert));
      case Deletes.Absence allowed -> {
        var found = staging.absence(table, upsert);
        AbsentKeys.refuse(target, allowed, table, found);
        yield Optional.of(found.absent());
      }
    };
  }

  /** {@return how far each target is; asked by any thread} */
  List<RunProgress.OfTarget> progress() {
    return all.stream().map(sink -> sink.loading().progress()).toList();
  }

  /** Cancels what is still under way. */
  @Override
  public void close() {
    all.forEach(sink -> sink.loading().close());
  }
}
