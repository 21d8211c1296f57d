package dev.penstock.runner.run;

import dev.penstock.api.TargetResult;
import dev.penstock.api.model.Target;
import dev.penstock.runner.commit.CommitLog;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.engine.CheckResult;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.plan.Waves;
import dev.penstock.runner.reconcile.Tally;
import dev.penstock.runner.report.Overlap;
import dev.penstock.runner.report.PeakMemory;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.report.SmallParts;
import dev.penstock.runner.report.Spans;
import dev.penstock.runner.report.Stage;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.target.redshift.RunsTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is told of an attempt that has committed. Nothing here can fail it any more. */
final class Account {
  private static final Logger LOG = LoggerFactory.getLogger(Account.class);

  private final Request request;
  private final Spans spans;
  private final RunObserver observer;
  private final Map<String, Long> read = new LinkedHashMap<>();
  private final Map<String, Long> readBytes = new LinkedHashMap<>();
  private List<Receipt.OfWaves> waves = List.of();
  private List<Receipt.OfCheck> checks = List.of();
  private List<Receipt.OfWatermark> watermarks = List.of();
  private List<Receipt.OfRows> reconciled = List.of();
  private List<Receipt.OfValues> values = List.of();
  private List<Receipt.OfDeleted> deleted = List.of();
  private Set<String> partitioned = Set.of();
  private long spilled;

  Account(Request request, Spans spans, RunObserver observer) {
    this.request = request;
    this.spans = spans;
    this.observer = observer;
  }

  /**
   * Notes what the stages have returned.
   *
   * @param sealings how many statements have sealed each target
   * @param tallies what the parts of each target hold, and its staging table as well
   * @param changed how many values became others
   * @param gone how many rows the tables of targets that delete lose by that
   */
  void noted(
      Reading reading,
      Map<String, Integer> sealings,
      List<CheckResult> results,
      List<Receipt.OfWatermark> moved,
      Map<String, Tally> tallies,
      List<Receipt.OfValues> changed,
      Map<String, Long> gone) {
    deleted =
        gone.entrySet().stream()
            .map(of -> new Receipt.OfDeleted(of.getKey(), of.getValue()))
            .toList();
    spilled = reading.engine().spilledBytes();
    values = new ArrayList<>(mended(reading));
    values.addAll(changed);
    reading
        .progress()
        .forEach(source -> {
          read.put(source.source(), source.read().rows());
          readBytes.put(source.source(), source.read().bytes());
        });
    waves = reading.plan().loads().stream().map(load -> waves(load, sealings)).toList();
    checks =
        results.stream()
            .map(result ->
                new Receipt.OfCheck(
                    result.check(),
                    result.relation(),
                    result.rows(),
                    result.rules().stream().map(CheckResult.OfRule::rule).toList()))
            .toList();
    partitioned =
        reading.plan().loads().stream()
            .map(Plan.Load::target)
            .filter(target -> target.s3().stream().anyMatch(s3 -> !s3.partitionBy().isEmpty()))
            .map(Target::name)
            .collect(Collectors.toUnmodifiableSet());
    watermarks = List.copyOf(moved);
    reconciled =
        reading.plan().loads().stream()
            .map(Plan.Load::target)
            .map(target ->
                Receipt.OfRows.of(
                    target.name(),
                    target.redshift().isPresent(),
                    tallies.getOrDefault(target.name(), Tally.NOTHING)))
            .toList();
  }

  /** What was no UTF-8, per source and column where that is no reason to refuse a run. */
  private static List<Receipt.OfValues> mended(Reading reading) {
    List<Receipt.OfValues> mended = new ArrayList<>();
    reading
        .plan()
        .replaced()
        .forEach((source, columns) ->
            reading
                .engine()
                .mended(source)
                .forEach((column, values) ->
                    mended.add(
                        new Receipt.OfValues(
                            "source " + source,
                            column,
                            Boolean.TRUE.equals(columns.get(column)) ? "replaced" : "setNull",
                            values))));
    return mended;
  }

  private static Receipt.OfWaves waves(Plan.Load load, Map<String, Integer> sealings) {
    var target = load.target().name();
    int number = sealings.getOrDefault(target, 0);
    return switch (load.waves()) {
      case Waves.Streamed(var source) ->
          new Receipt.OfWaves(target, number, Optional.of(source), Optional.empty());
      case Waves.Whole(var reason) ->
          new Receipt.OfWaves(target, number, Optional.empty(), Optional.of(reason));
    };
  }

  /** {@return rows per source} */
  Map<String, Long> read() {
    return Map.copyOf(read);
  }

  /** Writes the receipt and the table for people; {@return how the attempt ended} */
  Outcome given(CommitLog log, Warehouses sessions, Entry entry) {
    var receipt = receipt(entry, Outcome.results(entry));
    for (var changed : values) {
      if (changed.values() > 0) {
        LOG.warn(
            "event=values-changed of=\"{}\" column={} done={} values={}",
            changed.of(),
            changed.column(),
            changed.done(),
            changed.values());
      }
    }
    try {
      log.writeReceipt(entry.number(), receipt.json());
      for (var warehouse : entry.warehouses()) {
        new RunsTable(sessions.open(warehouse).session()).write(entry);
      }
    } catch (PenstockException e) {
      LOG.warn("event=receipt-failed number={} message={}", entry.number(), e.message());
    }
    return new Outcome(entry, true, read, spans.now(), Optional.of(receipt));
  }

  /** {@return what is told of an attempt that does not commit} Nothing is written. */
  DryRun foreseen(Entry proposal, Map<String, List<String>> statements) {
    return new DryRun(
        proposal, read, spans.now(), receipt(proposal, Outcome.unpublished(proposal)), statements);
  }

  private List<String> advice(Entry entry) {
    return entry.targets().stream()
        .filter(target -> partitioned.contains(target.name()))
        .flatMap(target ->
            SmallParts.advice(target.name(), target.parts().size(), target.bytes()).stream())
        .toList();
  }

  private Receipt receipt(Entry entry, List<TargetResult> results) {
    List<dev.penstock.runner.report.Span> ended = new ArrayList<>(spans.ended());
    return new Receipt(
        entry.pipeline(),
        entry.run(),
        entry.attempt(),
        entry.spec(),
        entry.number(),
        request.run().scheduled().toString(),
        read,
        readBytes,
        results,
        waves,
        checks,
        watermarks,
        reconciled,
        advice(entry),
        Stage.of(ended),
        Overlap.of(ended),
        PeakMemory.bytes(),
        ended,
        spans.now(),
        entry.targets().stream()
            .flatMap(target ->
                target
                    .adapted()
                    .map(how ->
                        new Receipt.OfTable(
                            target.name(),
                            target.warehouse().map(side -> side.table()).orElse(""),
                            how.words()))
                    .stream())
            .toList(),
        values,
        deleted,
        observer.account(),
        spilled);
  }
}
