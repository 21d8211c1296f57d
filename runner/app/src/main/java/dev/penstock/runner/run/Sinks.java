package dev.penstock.runner.run;

import dev.penstock.api.model.Store;
import dev.penstock.api.model.Target;
import dev.penstock.runner.commit.Attempt;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.report.RunProgress;
import dev.penstock.runner.report.Spans;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Part;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.target.redshift.Staging;
import dev.penstock.runner.target.redshift.TargetTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The loading half of an attempt: per target the way of its parts, and the table they go to. */
final class Sinks implements AutoCloseable {
  private final List<Sink> all = new CopyOnWriteArrayList<>();
  private final Spans spans;

  private Sinks(Spans spans) {
    this.spans = spans;
  }

  /** A target with the way its parts take. */
  private record Sink(Target target, Loading loading, Optional<Side> warehouse) {}

  private record Side(Staging staging, TargetTable table) {}

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
                      replaceAll);
              readers.prepare();
              var staging = warehouse.ledger().staging(attempt, target.name(), columns);
              staging.create();
              return new Side(staging, readers);
            });
    var bucket = stores.bucket(Proposal.partsConnection(target, store));
    var loading =
        new Loading(attempt, target, root, bucket, side.map(Side::staging), spans, waitingBytes);
    return new Sink(target, loading, side);
  }

  /** {@return where the parts of a target go} */
  Loading of(String target) {
    return all.stream()
        .filter(sink -> sink.target().name().equals(target))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No target " + target))
        .loading();
  }

  /**
   * Waits for the last parts and counts: written = uploaded = staged.
   *
   * @param sealed rows per target
   * @return parts per target, in the order of sealing
   */
  Map<String, List<Part>> finish(Map<String, Long> sealed) throws InterruptedException {
    Map<String, List<Part>> parts = new LinkedHashMap<>();
    for (var sink : all) {
      var uploaded = sink.loading().finish();
      long from = spans.now();
      long rows = sealed.getOrDefault(sink.target().name(), 0L);
      verify(sink, rows, uploaded);
      spans.end("verify", sink.target().name(), from, rows, 0);
      parts.put(sink.target().name(), uploaded);
    }
    return parts;
  }

  /** Written = uploaded = staged, and nothing staged that the table would refuse. */
  private static void verify(Sink sink, long rows, List<Part> uploaded) {
    long sent = uploaded.stream().mapToLong(Part::rows).sum();
    if (sent != rows) {
      throw new InternalException(
          Reason.COUNT_MISMATCH,
          "%d rows of target %s were sealed, %d uploaded"
              .formatted(rows, sink.target().name(), sent),
          "Report this; nothing was committed");
    }
    sink.warehouse().ifPresent(side -> side.staging().verify(rows, side.table()));
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
