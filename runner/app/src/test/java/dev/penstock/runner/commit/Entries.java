package dev.penstock.runner.commit;

import java.util.List;
import java.util.Optional;

/** Entries for tests. */
final class Entries {
  private Entries() {}

  static Entry append(Protocol.Begun.Fresh fresh, List<CommittedPart> parts) {
    var attempt = fresh.attempt();
    return append(fresh.log(), attempt, parts, fresh.previous().getOrDefault("orders", 0L));
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
