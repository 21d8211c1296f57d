package dev.penstock.runner.commit;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Entries for tests. */
final class Entries {
  private Entries() {}

  /** Without a new watermark: those of the base stay. */
  static Entry append(Protocol.Begun.Fresh fresh, List<CommittedPart> parts) {
    var attempt = fresh.attempt();
    var entry = append(fresh.log(), attempt, parts, fresh.previous().getOrDefault("orders", 0L));
    return with(entry, fresh.watermarks(), entry.targets());
  }

  /** The same entry with another operation, which abandons what the head named and it does not. */
  static Entry doing(Entry.Operation operation, Protocol.Begun.Fresh fresh, Entry entry) {
    return new Entry(
        entry.log(),
        entry.number(),
        operation,
        entry.pipeline(),
        entry.run(),
        entry.attempt(),
        entry.spec(),
        entry.committed(),
        entry.watermarks(),
        entry.targets().stream()
            .map(target ->
                target
                    .warehouse()
                    .map(side ->
                        target.in(
                            new CommittedTarget.Warehouse(
                                side.connection(),
                                side.table(),
                                side.previous(),
                                Optional.ofNullable(fresh.takesOver().get(target.name())))))
                    .orElse(target))
            .toList(),
        fresh.named().stream().filter(name -> entry.target(name).isEmpty()).toList(),
        Optional.empty());
  }

  /** The same entry without parts. */
  static Entry empty(Entry entry) {
    return with(
        entry,
        entry.watermarks(),
        entry.targets().stream()
            .map(target ->
                new CommittedTarget(
                    target.name(),
                    target.bucket(),
                    target.dataset(),
                    target.warehouse(),
                    Optional.empty(),
                    List.of(),
                    List.of()))
            .toList());
  }

  static Entry with(Entry entry, List<Watermark> watermarks, List<CommittedTarget> targets) {
    return new Entry(
        entry.log(),
        entry.number(),
        entry.operation(),
        entry.pipeline(),
        entry.run(),
        entry.attempt(),
        entry.spec(),
        entry.committed(),
        watermarks,
        targets);
  }

  static CommittedTarget upserting(CommittedTarget target, CommittedTarget.Upsert upsert) {
    return new CommittedTarget(
        target.name(),
        target.bucket(),
        target.dataset(),
        target.warehouse(),
        Optional.of(upsert),
        target.columns(),
        target.parts());
  }

  /** The same entry, whose rows take the place of all others where they are no upsert. */
  static Entry replacing(Entry entry) {
    return with(
        entry,
        entry.watermarks(),
        entry.targets().stream()
            .map(target ->
                target.upsert().isPresent()
                    ? target
                    : new CommittedTarget(
                        target.name(),
                        target.bucket(),
                        target.dataset(),
                        target.warehouse(),
                        target.upsert(),
                        target.columns(),
                        target.parts(),
                        target.adapted(),
                        Optional.of(CommittedTarget.Replaced.ALL)))
            .toList());
  }

  /** The same entry, whose upserts are another one. */
  static Entry upserting(Entry entry, CommittedTarget.Upsert upsert) {
    return with(
        entry,
        entry.watermarks(),
        entry.targets().stream()
            .map(target -> target.upsert().isPresent() ? upserting(target, upsert) : target)
            .toList());
  }

  /** The same entry, whose parts are of that day and replace it. */
  static Entry ofDays(Entry entry, LocalDate day) {
    return with(
        entry,
        entry.watermarks(),
        entry.targets().stream()
            .map(target ->
                new CommittedTarget(
                    target.name(),
                    target.bucket(),
                    target.dataset(),
                    target.warehouse(),
                    Optional.empty(),
                    target.columns(),
                    target.parts().stream()
                        .map(part ->
                            new CommittedPart(
                                part.staged(),
                                part.visible(),
                                part.bytes(),
                                part.rows(),
                                part.sha256(),
                                Optional.of(day)))
                        .toList(),
                    target.adapted(),
                    Optional.empty(),
                    Optional.of(Days.of("order_date", List.of(day)))))
            .toList());
  }

  static CommittedTarget target(
      String name,
      Optional<String> dataset,
      Optional<CommittedTarget.Warehouse> warehouse,
      Optional<CommittedTarget.Upsert> upsert,
      List<CommittedPart> parts) {
    return new CommittedTarget(
        name,
        new CommittedTarget.Place("lake", "acme-lake"),
        dataset,
        warehouse,
        upsert,
        List.of(
            new CommittedTarget.Column("id", "VARCHAR", Optional.empty()),
            new CommittedTarget.Column("changed", "INTEGER", Optional.empty())),
        parts);
  }

  static Entry append(String log, Attempt attempt, List<CommittedPart> parts, long previous) {
    return new Entry(
        log,
        attempt.number(),
        Entry.Operation.APPEND,
        attempt.run().pipeline().toString(),
        attempt.run().id(),
        attempt.id(),
        attempt.run().spec().hex(),
        SimulatedWorld.NOW,
        List.of(),
        List.of(
            new CommittedTarget(
                "orders",
                new CommittedTarget.Place("lake", "acme-lake"),
                Optional.of(SimulatedWorld.PATH),
                Optional.of(
                    new CommittedTarget.Warehouse(
                        SimulatedLedger.CONNECTION, "sales.orders", previous)),
                Optional.empty(),
                List.of(
                    new CommittedTarget.Column("order_id", "BIGINT", Optional.empty()),
                    new CommittedTarget.Column(
                        "total", "DECIMAL(20,2)", Optional.of("DECIMAL(38,2)"))),
                parts)));
  }
}
