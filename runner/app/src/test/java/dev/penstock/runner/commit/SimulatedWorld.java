package dev.penstock.runner.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.SpecHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A bucket and a warehouse that outlive the attempts which work on them. Each run fills three
 * targets: {@code orders} on both sides, {@code archive} in the bucket only, and {@code current} by
 * upsert in the warehouse only.
 */
final class SimulatedWorld {
  static final String ROOT = "_penstock/sales/orders";
  static final String PATH = "sales/orders";
  static final String ARCHIVE = "sales/archive";
  static final Ledger.TableOf CURRENT = new Ledger.TableOf("current", "sales.current");
  static final CommittedTarget.Upsert UPSERT =
      new CommittedTarget.Upsert(List.of("id"), List.of("changed"));
  static final Instant NOW = Instant.parse("2026-03-01T10:15:00Z");
  static final Ledger.TableOf TABLE = new Ledger.TableOf("orders", "sales.orders");

  final SimulatedBucket.Objects objects = new SimulatedBucket.Objects();
  final SimulatedLedger.Warehouse warehouse = new SimulatedLedger.Warehouse();

  static Run run(String id) {
    return new Run(id, new ResourceName("sales", "orders"), new SpecHash("0123456789abcdef"), NOW);
  }

  /** What one process sees of it. */
  final class Process {
    final SimulatedBucket bucket;
    final SimulatedLedger ledger;
    final CommitLog log;
    final Protocol protocol;
    private final Run run;
    private final String attempt;

    Process(Run run, String attempt, Faults faults) {
      this.run = run;
      this.attempt = attempt;
      bucket = new SimulatedBucket(objects, faults);
      ledger = new SimulatedLedger(warehouse, bucket, faults);
      log = new CommitLog(bucket, ROOT);
      var visibility = new Visibility(connection -> bucket, Runnable::run);
      protocol =
          new Protocol(
              log,
              visibility,
              connection -> ledger,
              List.of(new StagedParts(bucket, ROOT)),
              Runnable::run,
              Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** A whole attempt; {@return the entry that stands for its run} */
    Entry work() {
      return work(Entry.Operation.APPEND);
    }

    /** The same, for a run that is to commit that operation. */
    Entry work(Entry.Operation operation) {
      return work(operation, false);
    }

    /** The same, with tables that are to be filled from the log or not. */
    Entry work(Entry.Operation operation, boolean fromLog) {
      return switch (begin(operation, fromLog)) {
        case Protocol.Begun.Already(var entry) -> entry;
        case Protocol.Begun.Fresh fresh -> commit(stage(fresh, operation));
      };
    }

    /** A whole attempt whose rows take the place of all others, but where they are an upsert. */
    Entry replace() {
      return switch (begin()) {
        case Protocol.Begun.Already(var entry) -> entry;
        case Protocol.Begun.Fresh fresh -> commit(Entries.replacing(stage(fresh)));
      };
    }

    /** A whole attempt whose upsert is another one. */
    Entry upsert(CommittedTarget.Upsert upsert) {
      return switch (begin()) {
        case Protocol.Begun.Already(var entry) -> entry;
        case Protocol.Begun.Fresh fresh -> commit(Entries.upserting(stage(fresh), upsert));
      };
    }

    private Entry stage(Protocol.Begun.Fresh fresh, Entry.Operation operation) {
      return switch (operation) {
        case OPEN, APPEND -> stage(fresh);
        case REPLACE_ALL -> Entries.doing(operation, fresh, stage(forgetful(fresh)));
        case BASELINE -> Entries.doing(operation, fresh, Entries.empty(stage(forgetful(fresh))));
      };
    }

    /** As who reads everything sees it. */
    private static Protocol.Begun.Fresh forgetful(Protocol.Begun.Fresh fresh) {
      return new Protocol.Begun.Fresh(
          fresh.attempt(),
          fresh.log(),
          fresh.previous(),
          fresh.takesOver(),
          List.of(),
          fresh.named());
    }

    Entry commit(Entry proposal) {
      return protocol.complete(protocol.commit(proposal));
    }

    Protocol.Begun begin() {
      return begin(Entry.Operation.APPEND);
    }

    Protocol.Begun begin(Entry.Operation operation) {
      return begin(operation, false);
    }

    /**
     * The same.
     *
     * @param fromLog whether tables without a ledger are filled from the log
     */
    Protocol.Begun begin(Entry.Operation operation, boolean fromLog) {
      return protocol.begin(
          run,
          attempt,
          operation,
          List.of(
              new Protocol.Side.Dataset("orders", "lake", PATH),
              new Protocol.Side.Warehouse(SimulatedLedger.CONNECTION, TABLE, fromLog),
              new Protocol.Side.Dataset("archive", "lake", ARCHIVE),
              new Protocol.Side.Warehouse(SimulatedLedger.CONNECTION, CURRENT, fromLog)));
    }

    /** All parts of three targets, uploaded and loaded; and the tail for the next run. */
    Entry stage(Protocol.Begun.Fresh fresh) {
      fresh.watermarks().forEach(watermark -> read(fresh.attempt(), watermark));
      List<CommittedPart> parts = new ArrayList<>();
      var work = fresh.attempt();
      for (int seq = 0; seq < 2; seq++) {
        var rows = seq == 0 ? List.of(run.id() + "#0", run.id() + "#1") : List.of(run.id() + "#2");
        ledger.stage(work, "orders", rows);
        parts.add(part(work, "orders", seq, Optional.of(PATH), rows));
      }
      var archived = part(work, "archive", 0, Optional.of(ARCHIVE), List.of(run.id()));
      // The order says nothing to a later run: its version of "all" wins although it is not
      // greater.
      var versions = List.of("all|7|" + run.id(), "all|null|" + run.id(), run.id() + "|1|");
      ledger.stage(work, "current", versions);
      var current = part(work, "current", 0, Optional.empty(), versions);
      var entry = Entries.append(fresh, parts);
      return Entries.with(
          entry,
          List.of(watermark(work)),
          List.of(
              entry.targets().getFirst(),
              Entries.target(
                  "archive",
                  Optional.of(ARCHIVE),
                  Optional.empty(),
                  Optional.empty(),
                  List.of(archived)),
              Entries.target(
                  "current",
                  Optional.empty(),
                  Optional.of(
                      new CommittedTarget.Warehouse(
                          SimulatedLedger.CONNECTION,
                          CURRENT.table(),
                          fresh.previous().getOrDefault("current", 0L))),
                  Optional.of(UPSERT),
                  List.of(current))));
    }

    private CommittedPart part(
        Attempt work, String target, int seq, Optional<String> path, List<String> rows) {
      var key = StagedParts.key(ROOT, work, target, seq);
      var content = String.join("\n", rows).getBytes(StandardCharsets.UTF_8);
      bucket.put(key, content);
      return new CommittedPart(
          key,
          path.map(dataset -> StagedParts.visible(dataset, "", work.number(), seq)),
          content.length,
          rows.size(),
          "00");
    }

    private void read(Attempt work, Watermark watermark) {
      try {
        var file = Files.createTempFile("tail", ".parquet");
        try {
          log.fetchTail(work, watermark, file);
          assertThat(file).hasContent("tail of entry " + work.base());
        } finally {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Watermark watermark(Attempt work) {
      var key = StagedParts.tail(ROOT, work, "orders");
      var content = ("tail of entry " + work.number()).getBytes(StandardCharsets.UTF_8);
      bucket.put(key, content);
      return new Watermark(
          "orders",
          "public.orders",
          "updated_at",
          List.of("order_id", "updated_at"),
          NOW,
          Optional.empty(),
          Optional.of(new Watermark.Tail(key, content.length, 1, SimulatedBucket.sha256(content))));
    }
  }

  Process process(String run, String attempt, Faults faults) {
    return new Process(run(run), attempt, faults);
  }

  /** What a reader of the directory sees. */
  List<String> dataset() {
    return dataset(PATH);
  }

  /** What a reader of the table of versions sees. */
  List<String> current() {
    return warehouse.tables.getOrDefault(CURRENT.table(), List.of()).stream().sorted().toList();
  }

  List<String> dataset(String path) {
    return objects.byKey.tailMap(path + "/").entrySet().stream()
        .filter(object -> object.getKey().startsWith(path + "/"))
        .filter(object -> object.getKey().endsWith(".parquet"))
        .flatMap(object -> new String(object.getValue(), StandardCharsets.UTF_8).lines())
        .sorted()
        .toList();
  }

  /** What a reader of the table sees. */
  List<String> table() {
    return warehouse.tables.getOrDefault("sales.orders", List.of()).stream().sorted().toList();
  }

  void holdsExactly(String... runs) {
    var expected =
        Stream.of(runs)
            .flatMap(run -> Stream.of(run + "#0", run + "#1", run + "#2"))
            .sorted()
            .toList();
    assertThat(dataset()).as("rows in the dataset").isEqualTo(expected);
    assertThat(table()).as("rows in the warehouse").isEqualTo(expected);
    assertThat(dataset(ARCHIVE)).as("rows of the other dataset").containsExactly(sorted(runs));
    assertThat(warehouse.tables.getOrDefault(CURRENT.table(), List.of()))
        .as("newest versions in the warehouse")
        .containsExactlyInAnyOrderElementsOf(replayed());
  }

  private static String[] sorted(String... runs) {
    return Stream.of(runs).sorted().toArray(String[]::new);
  }

  /** What the log's parts say that the table of versions holds. */
  private List<String> replayed() {
    List<String> table = List.of();
    for (var entry : counting()) {
      for (var target : entry.target("current").stream().toList()) {
        for (var part : target.parts()) {
          var rows = new String(objects.byKey.get(part.staged()), StandardCharsets.UTF_8).lines();
          table = SimulatedLedger.applied(table, rows.toList(), target.upsert());
        }
      }
    }
    return table;
  }

  /** {@return the entries that count: those from the newest one that replaces all} */
  private List<Entry> counting() {
    var log = log();
    int first = 0;
    for (int i = 0; i < log.size(); i++) {
      first = log.get(i).operation() == Entry.Operation.REPLACE_ALL ? i : first;
    }
    return log.subList(first, log.size());
  }

  /** {@return what the log says, from its first entry on} */
  List<Entry> log() {
    return objects.byKey.entrySet().stream()
        .filter(object -> object.getKey().startsWith(ROOT + "/log/"))
        .map(object -> EntryFormat.read(object.getKey(), object.getValue()))
        .toList();
  }

  /**
   * Nothing is left of attempts that are over but the head's tails and the living parts without a
   * dataset.
   */
  void isClean() {
    var living = new Living(new CommitLog(new SimulatedBucket(objects, Faults.none()), ROOT));
    var tails =
        log().getLast().watermarks().stream()
            .flatMap(watermark -> watermark.tail().stream())
            .map(Watermark.Tail::key);
    var parts =
        counting().stream()
            .map(living::of)
            .flatMap(entry -> entry.targets().stream())
            .flatMap(target -> target.parts().stream())
            .filter(part -> part.visible().isEmpty())
            .map(CommittedPart::staged);
    assertThat(objects.byKey.keySet())
        .filteredOn(key -> key.contains("/parts/"))
        .containsExactlyInAnyOrderElementsOf(Stream.concat(tails, parts).toList());
    assertThat(warehouse.staging).isEmpty();
  }
}
