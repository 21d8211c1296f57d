package dev.penstock.runner.commit.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.SpecHash;
import dev.penstock.runner.commit.Attempt;
import dev.penstock.runner.commit.Bucket;
import dev.penstock.runner.commit.CommitLog;
import dev.penstock.runner.commit.CommittedPart;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Days;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Protocol;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.commit.StagedParts;
import dev.penstock.runner.commit.State;
import dev.penstock.runner.commit.Visibility;
import dev.penstock.runner.commit.Watermark;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.PartSchema;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One attempt as PipelineRun makes it, its rows invented, over the ports of one {@link Link}. */
final class Program {
  /** How the directories of days begin. */
  static final String DAYS = PartSchema.directory("day") + "=";

  private static final Instant NOW = Instant.parse("2026-03-01T10:15:00Z");
  private static final List<CommittedTarget.Column> COLUMNS =
      List.of(
          new CommittedTarget.Column("id", "VARCHAR", Optional.empty()),
          new CommittedTarget.Column("by", "VARCHAR", Optional.empty()));

  private final Pipelines.Pipeline pipeline;
  private final Run run;
  private final String attempt;
  private final Entry.Operation operation;
  private final Mutation mutation;
  private final Link link;
  private final Bucket bucket;
  private final ModelLedger ledger;
  private final CommitLog log;
  private final Visibility visibility;
  private final Protocol protocol;

  Program(Attempting.Actor actor, Mutation mutation, Link link) {
    this.pipeline = actor.pipeline();
    this.attempt = actor.id();
    this.operation = actor.operation();
    this.mutation = mutation;
    this.link = link;
    var name = new ResourceName("sales", pipeline.name());
    this.run = new Run(actor.run(), name, new SpecHash("0123456789abcdef"), NOW);
    this.bucket =
        new MutatedBucket(new ModelBucket(link), mutation, Optional.of("log-" + pipeline.name()));
    this.ledger = new ModelLedger(link, pipeline, attempt, mutation);
    this.log = new CommitLog(bucket, pipeline.root(), () -> "log-of-" + attempt);
    this.visibility = new Visibility(connection -> bucket, link::fork);
    this.protocol =
        new Protocol(
            log,
            visibility,
            connection -> ledger,
            List.of(new StagedParts(bucket, pipeline.root())),
            link::fork,
            Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** {@return the entry that stands for the run} */
  Entry run() {
    return switch (protocol.begin(run, attempt, operation, sides())) {
      case Protocol.Begun.Already(var entry) -> entry;
      case Protocol.Begun.Fresh fresh -> {
        try {
          yield work(fresh);
        } catch (TransientException e) {
          throw e;
        } catch (PenstockException e) {
          throw protocol.lost(fresh.attempt()).map(PenstockException.class::cast).orElse(e);
        }
      }
    };
  }

  private List<Protocol.Side> sides() {
    List<Protocol.Side> sides = new ArrayList<>();
    for (var target : pipeline.targets()) {
      target
          .path()
          .map(path -> new Protocol.Side.Dataset(target.name(), Pipelines.LAKE, path))
          .ifPresent(sides::add);
      if (target.table().isPresent()) {
        sides.add(
            new Protocol.Side.Warehouse(Pipelines.WAREHOUSE, target.tableOf(), pipeline.fromLog()));
      }
    }
    return sides;
  }

  private Entry work(Protocol.Begun.Fresh fresh) {
    var proposal = stage(fresh);
    switch (mutation) {
      case PUBLISHES_BEFORE_THE_ENTRY -> ledger.publish(proposal, visibility);
      case SHOWS_BEFORE_THE_ENTRY -> visibility.show(proposal);
      default -> {}
    }
    var entry = protocol.complete(commit(proposal));
    if (mutation == Mutation.SWEEPS_WITHOUT_PROOF) {
      sweepWithoutProof();
    }
    return entry;
  }

  private State commit(Entry proposal) {
    try {
      return protocol.commit(proposal);
    } catch (TransientException e) {
      if (mutation == Mutation.TRIES_ANOTHER_NUMBER && e.reason() == Reason.LOST_BASE) {
        return protocol.commit(renumbered(proposal));
      }
      throw e;
    }
  }

  private Entry stage(Protocol.Begun.Fresh fresh) {
    var work = fresh.attempt();
    for (var watermark : fresh.watermarks()) {
      log.fetchTail(work, watermark, Path.of("unused"));
    }
    List<Call> requests = new ArrayList<>();
    List<CommittedTarget> targets = new ArrayList<>();
    for (var target : pipeline.targets()) {
      List<CommittedPart> parts = new ArrayList<>();
      int count = operation == Entry.Operation.BASELINE ? 0 : target.parts();
      for (int seq = 0; seq < count; seq++) {
        parts.add(upload(work, target, seq, requests));
      }
      if (target.table().isPresent() && count > 0) {
        var staging = pipeline.staging(target.name(), work.base(), attempt);
        requests.add(new Sql.CreateStaging(staging));
        requests.add(new Sql.CopyInto(staging, parts.stream().map(CommittedPart::staged).toList()));
        requests.add(new Sql.Count(staging));
      }
      targets.add(committed(fresh, target, parts));
    }
    List<Watermark> watermarks = pipeline.tails() ? List.of(watermark(work, requests)) : List.of();
    send(requests);
    return entry(fresh.log(), work.number(), watermarks, targets);
  }

  private void send(List<Call> requests) {
    if (pipeline.fine()) {
      requests.forEach(this::send);
    } else {
      send(new Batch(requests));
    }
  }

  // A part that was swept meanwhile fails its COPY, a table that was dropped the count of its rows.
  private void send(Call request) {
    var reply = link.call(request);
    if (reply == Call.Lost.REPLY) {
      throw new TransientException(Reason.STORE_UNAVAILABLE, "No reply to " + request, "Again");
    }
    var replies = reply instanceof List<?> many ? many : List.of(reply);
    if (replies.contains(false) || replies.contains(-1)) {
      throw new InternalException(Reason.COUNT_MISMATCH, "What was staged is gone", "Report it");
    }
  }

  private CommittedPart upload(
      Attempt work, Pipelines.Target target, int seq, List<Call> requests) {
    var key = StagedParts.key(pipeline.root(), work, target.name(), seq);
    var row = Rows.of(target, work.base(), attempt, seq);
    requests.add(new S3.PutObject(key, row));
    var day =
        target.daily() ? Optional.of(Rows.day(work.base(), seq)) : Optional.<LocalDate>empty();
    var directory = day.map(date -> DAYS + date).orElse("");
    var visible =
        target.path().map(path -> StagedParts.visible(path, directory, work.number(), seq));
    return new CommittedPart(key, visible, row.length(), 1, "00", day);
  }

  private static CommittedTarget committed(
      Protocol.Begun.Fresh fresh, Pipelines.Target target, List<CommittedPart> parts) {
    return new CommittedTarget(
        target.name(),
        new CommittedTarget.Place(Pipelines.LAKE, "acme-lake"),
        target.path(),
        target
            .table()
            .map(table ->
                new CommittedTarget.Warehouse(
                    Pipelines.WAREHOUSE, table, fresh.previous().get(target.name()))),
        target.upsert()
            ? Optional.of(new CommittedTarget.Upsert(List.of("id"), List.of()))
            : Optional.empty(),
        COLUMNS,
        parts,
        Optional.empty(),
        target.replaces() ? Optional.of(CommittedTarget.Replaced.ALL) : Optional.empty(),
        target.daily()
            ? Optional.of(
                Days.of("day", parts.stream().map(part -> part.day().orElseThrow()).toList()))
            : Optional.empty());
  }

  private Watermark watermark(Attempt work, List<Call> requests) {
    var key = StagedParts.tail(pipeline.root(), work, "orders");
    var text = "tail of " + work.number();
    var content = text.getBytes(UTF_8);
    requests.add(new S3.PutObject(key, text));
    return new Watermark(
        "orders",
        "public.orders",
        "updated_at",
        List.of("id"),
        NOW,
        Optional.empty(),
        Optional.of(new Watermark.Tail(key, content.length, 1, ModelBucket.digest(content))));
  }

  private Entry entry(
      String id, long number, List<Watermark> watermarks, List<CommittedTarget> targets) {
    return new Entry(
        id,
        number,
        operation,
        run.pipeline().toString(),
        run.id(),
        attempt,
        run.spec().hex(),
        NOW,
        watermarks,
        targets);
  }

  // The parts and tables keep their names: only the number is another one.
  private Entry renumbered(Entry proposal) {
    var targets =
        proposal.targets().stream()
            .map(target ->
                new CommittedTarget(
                    target.name(),
                    target.bucket(),
                    target.dataset(),
                    target.warehouse(),
                    target.upsert(),
                    target.columns(),
                    target.parts().stream()
                        .map(part ->
                            new CommittedPart(
                                part.staged(),
                                target
                                    .dataset()
                                    .map(path ->
                                        StagedParts.visible(path, "", proposal.number() + 1, 0)),
                                part.bytes(),
                                part.rows(),
                                part.sha256()))
                        .toList()))
            .toList();
    return entry(proposal.log(), proposal.number() + 1, proposal.watermarks(), targets);
  }

  private void sweepWithoutProof() {
    var folder = pipeline.root() + "/parts/";
    for (var key : bucket.list(folder, folder, 1000)) {
      long base = Long.parseLong(key.substring(folder.length(), folder.length() + 20));
      if (base >= log.head()) {
        bucket.delete(key);
      }
    }
  }
}
