package dev.penstock.runner.commit;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A warehouse in memory, seen by one process: informational keys, transactions, staging tables.
 * Rows are texts; of an upsert {@code key|order|...}, its order a digit or {@code null}. Where a
 * column tells deletes, it is the order: what is not {@code null} is one. Of a target whose days
 * are replaced {@code day|...}.
 */
final class SimulatedLedger implements Ledger {
  static final String CONNECTION = "warehouse";

  private static final Comparator<String> VERSIONS =
      Comparator.comparing((String row) -> field(row, 1).equals("null") ? "" : field(row, 1))
          .thenComparing(Comparator.naturalOrder());

  /** What outlives every process. */
  static final class Warehouse {
    final Map<String, List<String>> tables = new ConcurrentHashMap<>();
    final Map<String, Position> positions = new ConcurrentHashMap<>();

    /** Where targets begin whose first row is of no entry. */
    final Map<String, Long> beginnings = new ConcurrentHashMap<>();

    final Map<String, List<String>> staging = new ConcurrentHashMap<>();

    /** Tables that somebody dropped or renamed. */
    final Map<String, List<String>> lost = new ConcurrentHashMap<>();
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
    return standing(target);
  }

  @Override
  public Optional<Position> standing(TableOf target) {
    return Optional.ofNullable(warehouse.positions.get(target.target()));
  }

  @Override
  public void open(TableOf target, String log, long baseline) {
    if (!warehouse.positions.containsKey(target.target())) {
      refuseRows(
          target,
          baseline == 0 ? HistoryMismatch.refreshOrAdopt() : HistoryMismatch.refreshOrEmpty());
    }
    faults.effect(() -> {
      if (warehouse.positions.putIfAbsent(target.target(), new Position(log, baseline)) == null) {
        warehouse.beginnings.put(target.target(), baseline);
      }
      return true;
    });
  }

  @Override
  public void reopen(TableOf target, Position ended, long baseline) {
    if (ended.equals(warehouse.positions.get(target.target()))) {
      refuseRows(target, HistoryMismatch.refreshOrEmpty());
    }
    faults.effect(() -> begin(target, ended, baseline));
  }

  private boolean begin(TableOf target, Position from, long baseline) {
    boolean begins =
        warehouse.positions.replace(target.target(), from, new Position(from.log(), baseline));
    if (begins) {
      warehouse.beginnings.put(target.target(), baseline);
    }
    return begins;
  }

  @Override
  public Optional<Long> beginning(TableOf target) {
    return standing(target).map(position -> warehouse.beginnings.get(target.target()));
  }

  @Override
  public void rewind(TableOf target, Position begun, long baseline) {
    if (beginning(target).filter(number -> number == begun.number()).isEmpty()) {
      return;
    }
    reopen(target, begun, baseline);
  }

  private void refuseRows(TableOf target, String nextStep) {
    if (!warehouse.tables.getOrDefault(target.table(), List.of()).isEmpty()) {
      throw HistoryMismatch.mismatch("Table %s holds rows".formatted(target.table()), nextStep);
    }
  }

  @Override
  public Published publish(Entry entry, Visibility parts) {
    Map<String, List<String>> reloaded = new HashMap<>();
    for (var target : entry.targetsIn(CONNECTION)) {
      var name = staging(target.name(), entry.base(), entry.attempt());
      // What is staged may hold parts that later entries have overtaken.
      if (!holds(entry, target)
          && (target.days().isPresent()
              ? warehouse.staging.getOrDefault(name, List.of()).size() != target.rows()
              : !warehouse.staging.containsKey(name))) {
        reloaded.put(target.name(), reload(target, parts));
      }
    }
    return faults.effect(() -> transaction(entry, reloaded));
  }

  private Optional<Position> position(CommittedTarget target) {
    return Optional.ofNullable(warehouse.positions.get(target.name()));
  }

  private boolean holds(Entry entry, CommittedTarget target) {
    return position(target)
        .filter(position -> position.log().equals(entry.log()))
        .filter(position -> position.number() >= entry.number())
        .isPresent();
  }

  private Published transaction(Entry entry, Map<String, List<String>> reloaded) {
    synchronized (warehouse) {
      List<CommittedTarget> due = new ArrayList<>();
      for (var target : entry.targetsIn(CONNECTION)) {
        switch (Turn.of(entry, target, position(target))) {
          case Turn.Held() -> {}
          case Turn.Due() -> due.add(target);
          case Turn.Behind(var missing) -> {
            return new Published.Behind(target.name(), missing);
          }
        }
      }
      Map<String, List<String>> changed = new HashMap<>();
      for (var target : due) {
        var table = target.warehouse().orElseThrow().table();
        if (warehouse.lost.containsKey(table)) {
          throw HistoryMismatch.mismatch("Table %s is gone".formatted(table));
        }
        var name = staging(target.name(), entry.base(), entry.attempt());
        var rows =
            reloaded.getOrDefault(target.name(), warehouse.staging.getOrDefault(name, List.of()));
        changed.put(table, after(entry, target, table, rows));
      }
      // Together, so that whatever fails above leaves all of it as it was.
      warehouse.tables.putAll(changed);
      for (var target : due) {
        warehouse.positions.put(target.name(), new Position(entry.log(), entry.number()));
      }
      return new Published.There();
    }
  }

  private List<String> after(Entry entry, CommittedTarget target, String table, List<String> rows) {
    var before = warehouse.tables.getOrDefault(table, List.of());
    return switch (entry.operation()) {
      case OPEN, BASELINE -> before;
      case APPEND, REPLACE_ALL ->
          applied(
              entry.replacesAll(target) ? List.of() : without(before, target.days()),
              rows,
              target.upsert());
    };
  }

  private static List<String> without(List<String> rows, Optional<Days> days) {
    return days.map(gone ->
            rows.stream().filter(row -> !gone.covers(LocalDate.parse(field(row, 0)))).toList())
        .orElse(rows);
  }

  /** {@return what a table holds after an entry} */
  static List<String> applied(
      List<String> before, List<String> rows, Optional<CommittedTarget.Upsert> upsert) {
    List<String> after = new ArrayList<>(before);
    if (upsert.isEmpty()) {
      after.addAll(rows);
      return after;
    }
    var newest =
        rows.stream()
            .collect(
                Collectors.toMap(
                    row -> field(row, 0), Function.identity(), BinaryOperator.maxBy(VERSIONS)));
    var how = upsert.get();
    if (how.keepsVersions()) {
      return versioned(before, rows);
    }
    after.removeIf(row -> how.deletesAbsent() || newest.containsKey(field(row, 0)));
    newest.values().stream()
        .filter(row -> how.deleted().isEmpty() || field(row, 1).equals("null"))
        .forEach(after::add);
    return after;
  }

  /** Rows whose middle is an instant, and behind whose end the table says until when. */
  private static List<String> versioned(List<String> before, List<String> rows) {
    var said = new java.util.TreeMap<String, String>();
    for (var row : before) {
      said.put(field(row, 0) + "|" + field(row, 1), field(row, 2));
    }
    for (var row : rows) {
      if (!field(row, 1).equals("null")) {
        said.put(field(row, 0) + "|" + field(row, 1), field(row, 2));
      }
    }
    List<String> after = new ArrayList<>();
    for (var version : said.entrySet()) {
      var next = said.higherKey(version.getKey());
      boolean closed = next != null && field(next, 0).equals(field(version.getKey(), 0));
      after.add(
          "%s|%s|%s"
              .formatted(version.getKey(), version.getValue(), closed ? field(next, 1) : "null"));
    }
    return after;
  }

  private static String field(String row, int at) {
    return row.split("\\|", -1)[at];
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
