package dev.penstock.runner.commit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An attempt that replaces days of the three targets of a {@link SimulatedWorld}, whole ones.
 *
 * @param replaced days, counted from the first of March 2026; others stay
 * @param brought those of them of which it has rows: two each
 */
record DailyRun(SimulatedWorld.Process process, List<Integer> replaced, List<Integer> brought) {
  private static final String COLUMN = "order_date";
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

  /** That has rows of each day that it replaces. */
  DailyRun(SimulatedWorld.Process process, List<Integer> days) {
    this(process, days, days);
  }

  /** {@return the rows that such a run brings} */
  static List<String> rows(String run, int day) {
    return List.of("%s|%s#0".formatted(date(day), run), "%s|%s#1".formatted(date(day), run));
  }

  private static LocalDate date(int day) {
    return FIRST.plusDays(day - 1L);
  }

  /** {@return the entry that stands for its run} */
  Entry work() {
    return work(Entry.Operation.APPEND, false);
  }

  /**
   * {@return the same, of that operation, with tables that are to be filled from the log or not}
   */
  Entry work(Entry.Operation operation, boolean fromLog) {
    return switch (process.begin(operation, fromLog)) {
      case Protocol.Begun.Already(var entry) -> entry;
      case Protocol.Begun.Fresh fresh ->
          process.commit(
              operation == Entry.Operation.APPEND
                  ? staged(fresh)
                  : Entries.doing(operation, fresh, staged(fresh)));
    };
  }

  private Entry staged(Protocol.Begun.Fresh fresh) {
    var entry = Entries.append(fresh, List.of());
    var targets =
        List.of(
            target(fresh, "orders", Optional.of(SimulatedWorld.PATH), Optional.of("sales.orders")),
            target(fresh, "archive", Optional.of(SimulatedWorld.ARCHIVE), Optional.empty()),
            target(fresh, "current", Optional.empty(), Optional.of("sales.current")));
    return Entries.with(entry, List.of(), targets);
  }

  private CommittedTarget target(
      Protocol.Begun.Fresh fresh, String name, Optional<String> path, Optional<String> table) {
    List<CommittedPart> parts = new ArrayList<>();
    for (int day : brought) {
      parts.add(part(fresh.attempt(), name, path, day, parts.size()));
      if (table.isPresent()) {
        process.ledger.stage(fresh.attempt(), name, rows(fresh.attempt().run().id(), day));
      }
    }
    var whole =
        Entries.target(
            name,
            path,
            table.map(readers ->
                new CommittedTarget.Warehouse(
                    SimulatedLedger.CONNECTION, readers, fresh.previous().getOrDefault(name, 0L))),
            Optional.empty(),
            List.of());
    return new CommittedTarget(
        whole.name(),
        whole.bucket(),
        whole.dataset(),
        whole.warehouse(),
        Optional.empty(),
        whole.columns(),
        parts,
        Optional.empty(),
        Optional.empty(),
        Optional.of(Days.of(COLUMN, replaced.stream().map(DailyRun::date).toList())));
  }

  private CommittedPart part(Attempt work, String target, Optional<String> path, int day, int seq) {
    var rows = rows(work.run().id(), day);
    var key = StagedParts.key(SimulatedWorld.ROOT, work, target, seq);
    var content = String.join("\n", rows).getBytes(UTF_8);
    process.bucket.put(key, content);
    return new CommittedPart(
        key,
        path.map(dataset ->
            StagedParts.visible(dataset, Days.directory(COLUMN, date(day)), work.number(), seq)),
        content.length,
        rows.size(),
        "00",
        Optional.of(date(day)));
  }
}
