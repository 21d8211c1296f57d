package dev.penstock.runner.run;

import dev.penstock.runner.engine.CheckResult;
import dev.penstock.runner.engine.Checking;
import dev.penstock.runner.engine.Codec;
import dev.penstock.runner.engine.DuckDbEngine;
import dev.penstock.runner.engine.SealOptions;
import dev.penstock.runner.engine.Sealed;
import dev.penstock.runner.engine.WaveReading;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.plan.Work;
import dev.penstock.runner.reconcile.Tally;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.report.Spans;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Does the work of a plan on the engine: keeps relations, reads waves, seals parts and hands them
 * over, looks at them for the checks. Used once, by one thread.
 */
final class Computation {
  private final Plan plan;
  private final DuckDbEngine engine;
  private final Sinks sinks;
  private final Spans spans;
  private final Request request;
  private final long number;
  private final Checking checking;
  private final Shaped shaped;
  private final PartsBound bound = new PartsBound();
  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private final Map<String, Integer> waves = new LinkedHashMap<>();

  /**
   * @param number of the entry that the rows will be of
   */
  Computation(Reading reading, Sinks sinks, Spans spans, Request request, long number) {
    this.plan = reading.plan();
    this.engine = reading.engine();
    this.sinks = sinks;
    this.spans = spans;
    this.request = request;
    this.number = number;
    this.checking = engine.checking(plan.checks());
    this.shaped = new Shaped(engine);
  }

  /** Computes what the waves and several others need first. */
  void prepare() {
    for (var relation : plan.work().kept()) {
      long from = spans.now();
      engine.keep(relation);
      spans.end("keep", relation, from, 0, 0);
    }
  }

  /** Seals everything; the parts are on their way when it returns. */
  void move() throws InterruptedException {
    for (var stream : plan.work().streams()) {
      stream(stream, engine.waves(stream.source()));
    }
    for (var consumer : plan.work().whole()) {
      consume(consumer);
    }
  }

  private void stream(Work.Stream stream, WaveReading<?> reading) throws InterruptedException {
    while (reading.next()) {
      if (stream.shared()) {
        long from = spans.now();
        var file = engine.keepWave(stream.source());
        spans.end("read", stream.source(), from, 0, 0);
        reading.read(1, consume(stream.consumers()).bytes());
        delete(file);
      } else {
        var made = consume(stream.consumers());
        reading.read(made.rows(), made.bytes());
      }
    }
  }

  private record Made(long rows, long bytes) {}

  private Made consume(List<Work.Consumer> consumers) throws InterruptedException {
    long all = 0;
    long bytes = 0;
    for (var consumer : consumers) {
      var made = consume(consumer);
      all += made.rows();
      bytes += made.bytes();
    }
    return new Made(all, bytes);
  }

  private Made consume(Work.Consumer consumer) throws InterruptedException {
    return switch (consumer) {
      case Work.Consumer.Judge(var relation, var checks) -> {
        long from = spans.now();
        checking.relation(checks, relation);
        spans.end("check", relation, from, 0, 0);
        yield new Made(0, 0);
      }
      case Work.Consumer.Seal(var planned, var checks) -> {
        var load = DaysReplaced.within(sinks.fitted(planned), request.wanted());
        var target = load.target();
        shaped.before(load);
        var sealed = seal(load);
        bound.add(
            target.name(), DaysReplaced.partitions(target), sealed.parts().size(), sealed.bytes());
        if (!checks.isEmpty()) {
          long from = spans.now();
          if (load.shaping().changes() || othersTakeMore(load)) {
            checking.relation(checks, target.from());
          } else {
            checking.parts(checks, sealed.schema(), sealed.parts());
          }
          spans.end("check", target.from(), from, sealed.rows(), sealed.bytes());
        }
        tally(load, sealed);
        sinks.of(target.name()).accept(sealed.parts());
        yield new Made(sealed.rows(), sealed.bytes());
      }
    };
  }

  /** {@return whether rows that the days of this target leave out are loaded all the same} */
  private boolean othersTakeMore(Plan.Load load) {
    return load.shaping().within().isPresent()
        && plan.loads().stream()
            .filter(other -> other.target().from().equals(load.target().from()))
            .map(other -> DaysReplaced.within(other, request.wanted()).shaping().within())
            .anyMatch(days -> !days.equals(load.shaping().within()));
  }

  private Sealed seal(Plan.Load load) {
    var target = load.target();
    int wave = waves.merge(target.name(), 1, Integer::sum);
    var options =
        new SealOptions(
            request
                .scratch()
                .resolve("parts")
                .resolve(target.name())
                .resolve(Integer.toString(wave)),
            target.redshift().isPresent() ? Codec.SNAPPY : Codec.ZSTD,
            request.pace().partBytes(),
            number,
            DaysReplaced.partitions(target),
            target.sortBy());
    long from = spans.now();
    var sealed = engine.seal(target.from(), load.shaping(), options);
    spans.end("seal", target.name(), from, sealed.rows(), sealed.bytes());
    return sealed;
  }

  /**
   * What the warehouse is compared with: the parts as they lie on scratch, not as they were meant.
   */
  private void tally(Plan.Load load, Sealed sealed) {
    var target = load.target();
    long from = spans.now();
    var tally = engine.tally(target.from(), sealed);
    spans.end("tally", target.name(), from, tally.rows(), 0);
    if (tally.rows() != sealed.rows()) {
      throw new InternalException(
          Reason.COUNT_MISMATCH,
          "%d rows of target %s were sealed, the parts hold %d"
              .formatted(sealed.rows(), target.name(), tally.rows()),
          "Report this; nothing was committed");
    }
    shaped.after(load, sealed, tallies.getOrDefault(target.name(), Tally.NOTHING).rows(), tally);
    tallies.merge(target.name(), tally, Tally::plus);
  }

  /**
   * {@return what came of all checks}
   *
   * @throws dev.penstock.runner.spi.DataException when a row breaks one
   */
  List<CheckResult> judge() {
    if (plan.checks().isEmpty()) {
      return List.of();
    }
    long from = spans.now();
    var results = checking.results();
    spans.end("check", "all", from, 0, 0);
    CheckFailure.refuse(results);
    return results;
  }

  /** {@return what was sealed, per target} */
  Map<String, Tally> tallies() {
    return Map.copyOf(tallies);
  }

  /** {@return how many values became others on their way into parts} */
  List<Receipt.OfValues> shaped() {
    return shaped.told();
  }

  /** {@return how many statements have sealed each target} */
  Map<String, Integer> waves() {
    return Map.copyOf(waves);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new InternalException(
          Reason.INTERNAL_ERROR, "A wave on scratch could not be deleted", "Report this", e);
    }
  }
}
