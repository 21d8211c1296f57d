package dev.penstock.runner.run;

import dev.penstock.api.model.Dataset;
import dev.penstock.api.model.Table;
import dev.penstock.api.model.Wanted;
import dev.penstock.runner.commit.Attempt;
import dev.penstock.runner.commit.CommitLog;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger;
import dev.penstock.runner.commit.Protocol;
import dev.penstock.runner.commit.StagedParts;
import dev.penstock.runner.commit.Visibility;
import dev.penstock.runner.report.RunProgress;
import dev.penstock.runner.report.RunProgress.Phase;
import dev.penstock.runner.report.Spans;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import dev.penstock.runner.target.redshift.Later;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt, from the head of the log to the end of the commit. {@link #execute} is called once,
 * by one thread; {@link #cancel} and {@link #progress} by any.
 */
public final class PipelineRun {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineRun.class);

  private final Request request;
  private final Checkpoints checkpoints;
  private final Clock clock;
  private final RunObserver observer;
  private final Instant start;
  private final Spans spans = new Spans(System::nanoTime);
  private final Live live = new Live(spans);
  private final String root;
  private volatile @Nullable Entry committed;

  /** The entry that is being put, until its outcome is known. */
  private @Nullable Entry undecided;

  /** One that nobody is told of. */
  public PipelineRun(Request request, Checkpoints checkpoints, Clock clock) {
    this(request, checkpoints, clock, RunObserver.NONE);
  }

  public PipelineRun(Request request, Checkpoints checkpoints, Clock clock, RunObserver observer) {
    this.request = request;
    this.checkpoints = checkpoints;
    this.clock = clock;
    this.observer = observer;
    this.start = clock.instant();
    var pipeline = request.pipeline();
    this.root = PipelineLog.root(pipeline);
  }

  /** {@return the entry that this attempt saw committed, also when it failed after that} */
  public Optional<Entry> committed() {
    return Optional.ofNullable(committed);
  }

  /** Runs it. Whatever fails is a {@link PenstockException}. */
  public Outcome execute() {
    observer.began(request, spans, start);
    try {
      var outcome = execute(this::attempt);
      observer.ended(outcome);
      return outcome;
    } catch (RuntimeException | Error e) {
      observer.failed(e, committed());
      throw e;
    }
  }

  /**
   * Does the same up to the commit, and takes away what it has made. No entry, claim, ledger,
   * schema or table comes of it. Fails as {@link #execute} does. No observer is told of its
   * beginning nor its end.
   */
  public DryRun rehearse() {
    return execute(this::dryRun);
  }

  private interface Work<T> {
    T of(Connections connections, ExecutorService threads, Stores stores)
        throws InterruptedException;
  }

  private <T> T execute(Work<T> work) {
    var run = request.run();
    LOG.info(
        "event=begin pipeline={} run={} attempt={} spec={}",
        run.pipeline(),
        run.id(),
        request.attempt(),
        run.spec());
    WantedCheck.check(request.pipeline(), request.wanted());
    var connections = new Connections(request.connections());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var stores = new Stores(connections, request.secrets(), request.application())) {
      return work.of(connections, threads, stores);
    } catch (InterruptedException e) {
      throw cancelledException(e);
    } catch (PenstockException e) {
      throw live.isCancelled() ? stopped(e) : e;
    } finally {
      live.ended();
    }
  }

  private Outcome attempt(Connections connections, ExecutorService threads, Stores stores)
      throws InterruptedException {
    var run = request.run();
    var log = new CommitLog(stores.of(request.pipeline().store().connection()), root);
    try (var sessions = warehouses(connections, stores, log)) {
      live.started(sessions);
      var protocol = protocol(log, stores, sessions, threads);
      long from = spans.now();
      var begun = protocol.begin(run, request.attempt(), request.operation(), sides());
      spans.end("begin", run.pipeline().name(), from, 0, 0);
      return switch (begun) {
        case Protocol.Begun.Already(var entry) -> {
          LOG.info("event=already-committed number={} attempt={}", entry.number(), entry.attempt());
          yield new Outcome(entry, false, Map.of(), spans.now(), Optional.empty());
        }
        case Protocol.Begun.Fresh fresh -> {
          try {
            yield request.wanted() instanceof Wanted.Adopt(var watermark)
                ? adopt(fresh, protocol, log, sessions, watermark)
                : work(fresh, protocol, log, connections, stores, sessions);
          } catch (RuntimeException e) {
            throw explained(e, protocol, fresh.attempt());
          }
        }
      };
    }
  }

  private Warehouses warehouses(Connections connections, Stores stores, CommitLog log) {
    return new Warehouses(
        connections,
        request.secrets(),
        request.run().pipeline(),
        stores,
        root,
        request.application(),
        clock,
        // The Job's deadline ends it in any case; no attempt has more.
        request.pipeline().timing().activeDeadline(),
        tables(),
        Later.in(log));
  }

  private DryRun dryRun(Connections connections, ExecutorService threads, Stores stores)
      throws InterruptedException {
    var log = new CommitLog(stores.of(request.pipeline().store().connection()), root);
    try (var sessions = warehouses(connections, stores, log)) {
      live.started(sessions);
      var protocol = protocol(log, stores, sessions, threads);
      long from = spans.now();
      var fresh = protocol.look(request.run(), request.attempt(), request.operation(), sides());
      spans.end("begin", request.pipeline().id().name(), from, 0, 0);
      Map<String, String> ownSchemas = new LinkedHashMap<>();
      try {
        stageAside(fresh.attempt(), sessions, ownSchemas);
        var account = new Account(request, spans, observer);
        var staged =
            staged(fresh, log, connections, stores, sessions, account, Sinks.Settling.FORESEEN);
        return account.foreseen(staged.proposal(), staged.statements());
      } catch (RuntimeException e) {
        throw explained(e, protocol, fresh.attempt());
      } finally {
        new Discarding(request, connections, root, clock, ownSchemas).of(fresh.attempt());
      }
    }
  }

  /**
   * Where the control schema is missing, rows are staged in one of the attempt's own: to make it
   * and drop it again could take it from another pipeline that has just found it.
   */
  private void stageAside(Attempt attempt, Warehouses sessions, Map<String, String> ownSchemas) {
    for (var table : tables().values()) {
      var name = table.connection();
      if (!ownSchemas.containsKey(name)) {
        sessions
            .open(name)
            .ledger()
            .ownSchema(attempt)
            .ifPresent(schema -> {
              ownSchemas.put(name, schema);
              sessions.openWith(name, schema).ledger().makeSchema();
            });
      }
    }
  }

  /** Everything that this attempt does after the log's past is settled. */
  private Outcome work(
      Protocol.Begun.Fresh fresh,
      Protocol protocol,
      CommitLog log,
      Connections connections,
      Stores stores,
      Warehouses sessions)
      throws InterruptedException {
    var account = new Account(request, spans, observer);
    var staged = staged(fresh, log, connections, stores, sessions, account, Sinks.Settling.DONE);
    return commit(staged.proposal(), protocol, log, sessions, account);
  }

  /**
   * What was made.
   *
   * @param statements per table what would make or alter it, where that was only foreseen
   */
  private record Staged(Entry proposal, Map<String, List<String>> statements) {}

  private Staged staged(
      Protocol.Begun.Fresh fresh,
      CommitLog log,
      Connections connections,
      Stores stores,
      Warehouses sessions,
      Account account,
      Sinks.Settling settling)
      throws InterruptedException {
    if (request.operation() != Entry.Operation.REPLACE_ALL) {
      DaysReplaced.refuseOtherHistory(request.pipeline(), log, fresh.attempt().base());
      VersionsKept.refuseOtherHistory(request.pipeline(), log, fresh.attempt().base());
    }
    long from = spans.now();
    live.phase(Phase.PLAN);
    // A refresh begins all increments anew, also those of sources that it does not read: what they
    // have delivered goes.
    var watermarks =
        new Watermarks(
            request.operation() == Entry.Operation.REPLACE_ALL ? List.of() : fresh.watermarks());
    try (var reading = Reading.open(request, connections, watermarks, Scratch.settings(request))) {
      live.reads(reading);
      spans.end("plan", request.pipeline().id().name(), from, 0, 0);
      observer.planned(reading.plan());
      try (var sinks =
          Sinks.open(
              reading.plan(),
              fresh.attempt(),
              root,
              stores,
              sessions,
              spans,
              request.pace().waitingBytes(),
              request.operation() == Entry.Operation.REPLACE_ALL)) {
        live.loads(sinks);
        DaysReplaced.refuseWithoutDays(request.pipeline(), sinks.adapted());
        var proposal = stage(fresh, reading, sinks, log, stores, watermarks, account, settling);
        return new Staged(proposal, sinks.statements());
      } finally {
        live.read();
      }
    }
  }

  /** Commits without reading: what the targets hold is where their history begins. */
  private Outcome adopt(
      Protocol.Begun.Fresh fresh,
      Protocol protocol,
      CommitLog log,
      Warehouses sessions,
      Optional<Instant> watermark)
      throws InterruptedException {
    var watermarks =
        watermark.map(time -> Watermarks.at(request.pipeline().sources(), time)).orElse(List.of());
    var proposal =
        Proposal.baseline(fresh, request.pipeline(), watermarks, this::bucketName, clock.instant());
    return commit(proposal, protocol, log, sessions, new Account(request, spans, observer));
  }

  private Outcome commit(
      Entry proposal, Protocol protocol, CommitLog log, Warehouses sessions, Account account)
      throws InterruptedException {
    checkpoints.reached(Checkpoints.STAGED);
    live.phase(Phase.COMMIT);
    long from = spans.now();
    undecided = proposal;
    var standing = protocol.commit(proposal);
    committed = standing.entry();
    undecided = null;
    checkpoints.reached(Checkpoints.COMMITTED);
    long published = spans.now();
    var entry = protocol.complete(standing);
    spans.end("publish", request.pipeline().id().name(), published, 0, 0);
    spans.end("commit", request.pipeline().id().name(), from, 0, 0);
    boolean mine = entry.attempt().equals(request.attempt());
    return mine
        ? account.given(log, sessions, entry)
        : new Outcome(entry, false, account.read(), spans.now(), Optional.empty());
  }

  /** Seals, checks, uploads, loads and counts every target; what it made is a proposal. */
  private Entry stage(
      Protocol.Begun.Fresh fresh,
      Reading reading,
      Sinks sinks,
      CommitLog log,
      Stores stores,
      Watermarks watermarks,
      Account account,
      Sinks.Settling settling)
      throws InterruptedException {
    var attempt = fresh.attempt();
    var increments =
        new Increments(
            reading.engine(),
            log,
            stores.bucket(request.pipeline().store().connection()),
            root,
            attempt,
            request.scratch(),
            reading.read());
    var computation = new Computation(reading, sinks, spans, request, attempt.number());
    increments.begin();
    live.phase(Phase.PREPARE);
    computation.prepare();
    live.phase(Phase.MOVE);
    computation.move();
    live.phase(Phase.FINISH);
    var checks = computation.judge();
    EmptyResult.refuse(reading.plan(), request.wanted(), computation.tallies());
    var moved = increments.finish();
    var parts = sinks.finish();
    DaysReplaced.refuseOtherDays(request.pipeline(), request.wanted(), parts);
    checkpoints.reached(Checkpoints.LOADED);
    sinks.verify(computation.tallies(), parts, settling);
    DaysReplaced.refuseWithoutDays(request.pipeline(), sinks.adapted());
    account.noted(
        reading,
        computation.waves(),
        checks,
        increments.told(moved),
        computation.tallies(),
        computation.shaped(),
        sinks.deleted());
    return Proposal.of(
        fresh,
        request.wanted(),
        request.operation(),
        reading.plan(),
        parts,
        watermarks.after(moved),
        request.pipeline().store(),
        this::bucketName,
        clock.instant(),
        sinks.adapted());
  }

  private Protocol protocol(
      CommitLog log, Stores stores, Warehouses sessions, ExecutorService threads) {
    var staging = Proposal.staging(request.pipeline());
    var parts = staging.stream().map(name -> new StagedParts(stores.of(name), root)).toList();
    return new Protocol(log, new Visibility(stores, threads), sessions, parts, threads, clock);
  }

  private List<Protocol.Side> sides() {
    List<Protocol.Side> sides = new ArrayList<>();
    for (var target : request.pipeline().targets()) {
      target
          .s3()
          .map((Dataset set) ->
              new Protocol.Side.Dataset(target.name(), set.connection(), set.path()))
          .ifPresent(sides::add);
      target
          .redshift()
          .map(table ->
              new Protocol.Side.Warehouse(
                  table.connection(),
                  new Ledger.TableOf(target.name(), table.qualified()),
                  table.fromLog()))
          .ifPresent(sides::add);
    }
    return sides;
  }

  private Map<String, Table> tables() {
    Map<String, Table> tables = new HashMap<>();
    for (var target : request.pipeline().targets()) {
      target.redshift().ifPresent(table -> tables.put(target.name(), table));
    }
    return tables;
  }

  private String bucketName(String connection) {
    return new Connections(request.connections()).s3(connection).bucket();
  }

  /** What failed after the base was lost may be due to that: a sweep takes what is in the way. */
  private RuntimeException explained(RuntimeException e, Protocol protocol, Attempt attempt) {
    if (e instanceof TransientException || live.isCancelled()) {
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
    live.cancel();
  }

  /** {@return how far it is at this moment} Cheap; may be asked before, during and after. */
  public RunProgress progress() {
    return live.progress();
  }

  /** {@return what a cancelled attempt says, whatever it failed with} */
  private PenstockException stopped(PenstockException e) {
    var entry = undecided;
    if (entry != null && e.reason() != Reason.LOST_BASE) {
      return new TransientException(
          Reason.COMMIT_UNKNOWN,
          "The attempt was cancelled while entry %d was put, so whether it is committed stands in the"
                  .formatted(entry.number())
              + " log alone",
          "Read it with penstock log before you start the run again; an attempt of the same run finds"
              + " out by itself",
          e);
    }
    return e.reason() == Reason.CANCELLED ? e : cancelledException(e);
  }

  private static TransientException cancelledException(Exception cause) {
    return new TransientException(
        Reason.CANCELLED, "The attempt was cancelled", "Start it again when it is wanted", cause);
  }
}
