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

/** A bucket and a warehouse that outlive the attempts which work on them. */
final class SimulatedWorld {
  static final String ROOT = "_penstock/sales/orders";
  static final String PATH = "sales/orders";
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
      var visibility = new Visibility(connection -> bucket);
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
      return switch (begin()) {
        case Protocol.Begun.Already(var entry) -> entry;
        case Protocol.Begun.Fresh fresh -> commit(stage(fresh));
      };
    }

    Entry commit(Entry proposal) {
      return protocol.complete(protocol.commit(proposal));
    }

    Protocol.Begun begin() {
      return protocol.begin(
          run,
          attempt,
          List.of(
              new Protocol.Side.Dataset("lake", PATH),
              new Protocol.Side.Warehouse(SimulatedLedger.CONNECTION, TABLE)));
    }

    /** Two parts with three rows, uploaded and loaded; and the tail for the next run. */
    Entry stage(Protocol.Begun.Fresh fresh) {
      fresh.watermarks().forEach(watermark -> read(fresh.attempt(), watermark));
      List<CommittedPart> parts = new ArrayList<>();
      var work = fresh.attempt();
      for (int seq = 0; seq < 2; seq++) {
        var rows = seq == 0 ? List.of(run.id() + "#0", run.id() + "#1") : List.of(run.id() + "#2");
        var key = StagedParts.key(ROOT, work, "orders", seq);
        var content = String.join("\n", rows).getBytes(StandardCharsets.UTF_8);
        bucket.put(key, content);
        ledger.stage(work, "orders", rows);
        parts.add(
            new CommittedPart(
                key,
                Optional.of(StagedParts.visible(PATH, "", work.number(), seq)),
                content.length,
                rows.size(),
                "00"));
      }
      var entry = Entries.append(fresh, parts);
      return Entries.with(entry, List.of(watermark(work)), entry.targets());
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
          NOW,
          Optional.of(new Watermark.Tail(key, content.length, 1, SimulatedBucket.sha256(content))));
    }
  }

  Process process(String run, String attempt, Faults faults) {
    return new Process(run(run), attempt, faults);
  }

  /** What a reader of the directory sees. */
  List<String> dataset() {
    return objects.byKey.tailMap(PATH + "/").entrySet().stream()
        .filter(object -> object.getKey().startsWith(PATH + "/"))
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
  }

  /** {@return what the log says, from its first entry on} */
  List<Entry> log() {
    return objects.byKey.entrySet().stream()
        .filter(object -> object.getKey().startsWith(ROOT + "/log/"))
        .map(object -> EntryFormat.read(object.getKey(), object.getValue()))
        .toList();
  }

  /** Nothing is left of attempts that are over but the tails that the head names. */
  void isClean() {
    var tails =
        log().getLast().watermarks().stream()
            .flatMap(watermark -> watermark.tail().stream())
            .map(Watermark.Tail::key)
            .toList();
    assertThat(objects.byKey.keySet())
        .filteredOn(key -> key.contains("/parts/"))
        .containsExactlyElementsOf(tails);
    assertThat(warehouse.staging).isEmpty();
  }
}
