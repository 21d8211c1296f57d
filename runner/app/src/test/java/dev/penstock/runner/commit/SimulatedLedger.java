package dev.penstock.runner.commit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A warehouse in memory, seen by one process: informational keys, transactions, staging tables. */
final class SimulatedLedger implements Ledger {
  static final String CONNECTION = "warehouse";

  /** What outlives every process. */
  static final class Warehouse {
    final Map<String, List<String>> tables = new ConcurrentHashMap<>();
    final Map<String, Position> positions = new ConcurrentHashMap<>();
    final Map<String, List<String>> staging = new ConcurrentHashMap<>();
  }

  private final Warehouse warehouse;
  private final Bucket bucket;
  private final Faults faults;

  SimulatedLedger(Warehouse warehouse, Bucket bucket, Faults faults) {
    this.warehouse = warehouse;
    this.bucket = bucket;
    this.faults = faults;
  }

  /** What COPY does: rows of a staged part into the attempt's own table. */
  void stage(Attempt attempt, String target, List<String> rows) {
    faults.effect(() ->
        warehouse
            .staging
            .computeIfAbsent(
                staging(target, attempt.base(), attempt.id()), name -> new ArrayList<>())
            .addAll(rows));
  }

  private static String staging(String target, long base, String attempt) {
    return "%s_%020d_%s".formatted(target, base, attempt);
  }

  @Override
  public Optional<Position> position(TableOf target) {
    return Optional.ofNullable(warehouse.positions.get(target.target()));
  }

  @Override
  public void open(TableOf target, String log, long baseline) {
    if (!warehouse.tables.getOrDefault(target.table(), List.of()).isEmpty()
        && !warehouse.positions.containsKey(target.target())) {
      throw HistoryMismatch.mismatch("Table %s holds rows".formatted(target.table()));
    }
    faults.effect(
        () -> warehouse.positions.putIfAbsent(target.target(), new Position(log, baseline)));
  }

  @Override
  public Published publish(Entry entry, Visibility parts) {
    Map<String, List<String>> reloaded = new HashMap<>();
    for (var target : entry.targetsIn(CONNECTION)) {
      var name = staging(target.name(), entry.base(), entry.attempt());
      if (!warehouse.staging.containsKey(name) && number(target) < entry.number()) {
        reloaded.put(target.name(), reload(target, parts));
      }
    }
    return faults.effect(() -> transaction(entry, reloaded));
  }

  private Published transaction(Entry entry, Map<String, List<String>> reloaded) {
    synchronized (warehouse) {
      List<CommittedTarget> due = new ArrayList<>();
      for (var target : entry.targetsIn(CONNECTION)) {
        long number = number(target);
        long previous = target.warehouse().orElseThrow().previous();
        if (number >= entry.number()) {
          continue;
        }
        if (number < previous) {
          return new Published.Behind(target.name(), previous);
        }
        if (number > previous) {
          throw HistoryMismatch.mismatch(
              "Ledger of %s stands at %d".formatted(target.name(), number));
        }
        due.add(target);
      }
      for (var target : due) {
        var name = staging(target.name(), entry.base(), entry.attempt());
        var rows =
            warehouse.staging.getOrDefault(name, reloaded.getOrDefault(target.name(), List.of()));
        warehouse
            .tables
            .computeIfAbsent(target.warehouse().orElseThrow().table(), table -> new ArrayList<>())
            .addAll(rows);
        warehouse.positions.put(target.name(), new Position(entry.log(), entry.number()));
      }
      return new Published.There();
    }
  }

  private long number(CommittedTarget target) {
    return Optional.ofNullable(warehouse.positions.get(target.name()))
        .orElseThrow(() -> HistoryMismatch.mismatch("No ledger for " + target.name()))
        .number();
  }

  private List<String> reload(CommittedTarget target, Visibility parts) {
    List<String> rows = new ArrayList<>();
    for (var part : target.parts()) {
      var content = bucket.read(parts.locate(target, part)).orElseThrow();
      rows.addAll(new String(content, StandardCharsets.UTF_8).lines().toList());
    }
    return rows;
  }

  @Override
  public void sweep(long head) {
    for (var name : List.copyOf(warehouse.staging.keySet())) {
      var fields = name.split("_");
      if (Long.parseLong(fields[1]) < head) {
        faults.effect(() -> warehouse.staging.remove(name));
      }
    }
  }
}
