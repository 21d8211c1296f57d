package dev.penstock.runner.run;

import dev.penstock.api.model.Dataset;
import dev.penstock.api.model.Target;
import dev.penstock.runner.commit.Attempt;
import dev.penstock.runner.commit.CommitLog;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger;
import dev.penstock.runner.commit.Protocol;
import dev.penstock.runner.commit.StagedParts;
import dev.penstock.runner.commit.Visibility;
import dev.penstock.runner.engine.Codec;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.SealOptions;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.report.ProgressLine;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.report.Spans;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Part;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import dev.penstock.runner.target.redshift.RunsTable;
import dev.penstock.runner.target.redshift.Staging;
import dev.penstock.runner.target.redshift.TargetTable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt, from the head of the log to the end of the commit. {@link #execute} is called once,
 * by one thread; {@link #cancel} by any.
 */
public final class PipelineRun {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineRun.class);

  private final Request request;
  private final Checkpoints checkpoints;
  private final Clock clock;
  private final Spans spans = new Spans(System::nanoTime);
  private final String root;
  private final Object cancelling = new Object();
  private boolean cancelled;
  private @Nullable Thread worker;
  private @Nullable Reading reading;
  private @Nullable Warehouses warehouses;

  public PipelineRun(Request request, Checkpoints checkpoints, Clock clock) {
    this.request = request;
    this.checkpoints = checkpoints;
    this.clock = clock;
    var pipeline = request.pipeline();
    this.root =
        "%s/%s/%s"
            .formatted(pipeline.store().prefix(), pipeline.id().namespace(), pipeline.id().name());
  }

  /** Runs it. Whatever fails is a {@link PenstockException}. */
  public Outcome execute() {
    var run = request.run();
    LOG.info(
        "event=begin pipeline={} run={} attempt={} spec={}",
        run.pipeline(),
        run.id(),
        request.attempt(),
        run.spec());
    var connections = new Connections(request.connections());
    var application =
        "penstock/%s/%s/%s".formatted(run.pipeline().name(), run.id(), request.attempt());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var stores = new Stores(connections, request.secrets());
        var sessions =
            new Warehouses(
                connections, request.secrets(), run.pipeline(), stores, root, application, clock)) {
      started(sessions);
      var log = new CommitLog(stores.of(request.pipeline().store().connection()), root);
      var protocol = protocol(log, stores, sessions, threads);
      long from = spans.now();
      var begun = protocol.begin(run, request.attempt(), sides());
      spans.end("begin", run.pipeline().name(), from, 0, 0);
      return switch (begun) {
        case Protocol.Begun.Already(var entry) -> {
          LOG.info("event=already-committed number={} attempt={}", entry.number(), entry.attempt());
          yield new Outcome(entry, false, Map.of(), spans.now());
        }
        case Protocol.Begun.Fresh fresh -> {
          try {
            yield work(fresh, protocol, log, connections, stores, sessions, application);
          } catch (RuntimeException e) {
            throw explained(e, protocol, fresh.attempt());
          }
        }
      };
    } catch (InterruptedException e) {
      throw cancelledException(e);
    } catch (PenstockException e) {
      if (isCancelled() && e.reason() != Reason.CANCELLED) {
        throw cancelledException(e);
      }
      throw e;
    } finally {
      ended();
    }
  }

  /** Everything that this attempt does after the log's past is settled. */
  private Outcome work(
      Protocol.Begun.Fresh fresh,
      Protocol protocol,
      CommitLog log,
      Connections connections,
      Stores stores,
      Warehouses sessions,
      String application)
      throws InterruptedException {
    var settings = EngineSettings.ofContainer(request.scratch());
    Map<String, Long> read = new LinkedHashMap<>();
    Entry proposal;
    try (var source =
        Reading.open(request.pipeline(), connections, request.secrets(), settings, application)) {
      reads(source);
      List<Sink> sinks = new ArrayList<>();
      try (var line = ProgressLine.start(Duration.ofSeconds(5), source::progress)) {
        for (var load : source.plan().loads()) {
          sinks.add(sink(fresh.attempt(), load, stores, sessions));
        }
        proposal = stage(fresh, source, sinks);
      } finally {
        sinks.forEach(sink -> sink.loading().close());
      }
      source.progress().forEach((name, progress) -> read.put(name, progress.rows()));
    }
    checkpoints.reached(Checkpoints.STAGED);
    long from = spans.now();
    var committed = protocol.commit(proposal);
    checkpoints.reached(Checkpoints.COMMITTED);
    var entry = protocol.complete(committed);
    spans.end("commit", request.pipeline().id().name(), from, 0, 0);
    boolean mine = entry.attempt().equals(request.attempt());
    if (mine) {
      account(log, sessions, entry, read);
    }
    return new Outcome(entry, mine, read, spans.now());
  }

  /** Seals, uploads, loads and counts every target. */
  private Entry stage(Protocol.Begun.Fresh fresh, Reading source, List<Sink> sinks)
      throws InterruptedException {
    var attempt = fresh.attempt();
    source.engine().prepare(sinks.stream().map(sink -> sink.target().from()).toList());
    Map<String, Long> sealed = new LinkedHashMap<>();
    for (var sink : sinks) {
      long from = spans.now();
      var options =
          new SealOptions(
              request.scratch().resolve("parts").resolve(sink.target().name()),
              sink.target().redshift().isPresent() ? Codec.SNAPPY : Codec.ZSTD,
              SealOptions.PART_BYTES,
              attempt.number());
      var all = source.engine().seal(sink.target().from(), options, sink.loading());
      sealed.put(sink.target().name(), all.rows());
      spans.end("seal", sink.target().name(), from, all.rows(), all.bytes());
    }
    Map<String, List<Part>> parts = new LinkedHashMap<>();
    for (var sink : sinks) {
      var uploaded = sink.loading().finish();
      long from = spans.now();
      long rows = sealed.getOrDefault(sink.target().name(), 0L);
      verify(sink, rows, uploaded);
      spans.end("verify", sink.target().name(), from, rows, 0);
      parts.put(sink.target().name(), uploaded);
    }
    return Proposal.of(
        fresh, source.plan(), parts, request.pipeline().store(), this::bucketName, clock.instant());
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

  /** Receipt and table for people. The run counts already: whatever fails here is only told. */
  private void account(CommitLog log, Warehouses sessions, Entry entry, Map<String, Long> read) {
    var run = request.run();
    var receipt =
        new Receipt(
            entry.pipeline(),
            entry.run(),
            entry.attempt(),
            entry.spec(),
            entry.number(),
            run.scheduled().toString(),
            read,
            Outcome.results(entry),
            spans.ended(),
            spans.now());
    try {
      log.writeReceipt(entry.number(), receipt.json());
      for (var warehouse : entry.warehouses()) {
        new RunsTable(sessions.open(warehouse).session()).write(entry);
      }
    } catch (PenstockException e) {
      LOG.warn("event=receipt-failed number={} message={}", entry.number(), e.message());
    }
  }

  /** A target with the way its parts take. */
  private record Sink(Target target, Loading loading, Optional<Side> warehouse) {}

  private record Side(Staging staging, TargetTable table) {}

  private Sink sink(Attempt attempt, Plan.Load load, Stores stores, Warehouses sessions) {
    var target = load.target();
    var columns = Proposal.columns(load.parts());
    var side =
        target
            .redshift()
            .map(table -> {
              var warehouse = sessions.open(table.connection());
              var readers = new TargetTable(warehouse.session(), table, columns);
              readers.prepare();
              var staging = warehouse.ledger().staging(attempt, target.name(), columns);
              staging.create();
              return new Side(staging, readers);
            });
    var bucket = stores.bucket(Proposal.partsConnection(target, request.pipeline().store()));
    var loading = new Loading(attempt, target, root, bucket, side.map(Side::staging), spans);
    return new Sink(target, loading, side);
  }

  private Protocol protocol(
      CommitLog log, Stores stores, Warehouses sessions, ExecutorService threads) {
    var store = request.pipeline().store();
    // Tails lie beside the log.
    var staging = new TreeSet<>(List.of(store.connection()));
    request
        .pipeline()
        .targets()
        .forEach(target -> staging.add(Proposal.partsConnection(target, store)));
    var parts = staging.stream().map(name -> new StagedParts(stores.of(name), root)).toList();
    return new Protocol(log, new Visibility(stores), sessions, parts, threads, clock);
  }

  private List<Protocol.Side> sides() {
    List<Protocol.Side> sides = new ArrayList<>();
    for (var target : request.pipeline().targets()) {
      target
          .s3()
          .map((Dataset set) -> new Protocol.Side.Dataset(set.connection(), set.path()))
          .ifPresent(sides::add);
      target
          .redshift()
          .map(table ->
              new Protocol.Side.Warehouse(
                  table.connection(), new Ledger.TableOf(target.name(), table.qualified())))
          .ifPresent(sides::add);
    }
    return sides;
  }

  private String bucketName(String connection) {
    return new Connections(request.connections()).s3(connection).bucket();
  }

  /** What failed after the base was lost may be due to that: a sweep takes what is in the way. */
  private RuntimeException explained(RuntimeException e, Protocol protocol, Attempt attempt) {
    if (e instanceof TransientException || isCancelled()) {
      return e;
    }
    try {
      var lost = protocol.lost(attempt);
      if (lost.isPresent()) {
        lost.get().addSuppressed(e);
        return lost.get();
      }
    } catch (PenstockException unknown) {
      e.addSuppressed(unknown);
    }
    return e;
  }

  /** Stops whatever is under way; {@link #execute} then fails as cancelled. */
  public void cancel() {
    synchronized (cancelling) {
      cancelled = true;
      if (reading != null) {
        reading.engine().cancel();
      }
      if (warehouses != null) {
        warehouses.cancel();
      }
      if (worker != null) {
        worker.interrupt();
      }
    }
  }

  private boolean isCancelled() {
    synchronized (cancelling) {
      return cancelled;
    }
  }

  private void started(Warehouses sessions) throws InterruptedException {
    synchronized (cancelling) {
      if (cancelled) {
        throw new InterruptedException();
      }
      worker = Thread.currentThread();
      warehouses = sessions;
    }
  }

  private void reads(Reading source) {
    synchronized (cancelling) {
      reading = source;
      if (cancelled) {
        source.engine().cancel();
      }
    }
  }

  private void ended() {
    synchronized (cancelling) {
      worker = null;
      reading = null;
      warehouses = null;
    }
  }

  private static TransientException cancelledException(Exception cause) {
    return new TransientException(
        Reason.CANCELLED, "The attempt was cancelled", "Start it again when it is wanted", cause);
  }
}
