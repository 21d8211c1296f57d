package dev.penstock.runner.commit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class SimulatedLedgerTest extends LedgerContractTest {
  @Override
  protected Warehouse fresh() {
    var world = new SimulatedWorld();
    var bucket = new SimulatedBucket(world.objects, Faults.none());
    var ledger = new SimulatedLedger(world.warehouse, bucket, Faults.none());
    return new Warehouse() {
      @Override
      public Ledger ledger() {
        return ledger;
      }

      @Override
      public Ledger.TableOf target() {
        return SimulatedWorld.TABLE;
      }

      @Override
      public Visibility parts() {
        return new Visibility(connection -> bucket);
      }

      @Override
      public Entry staged(String log, Attempt attempt, long previous) {
        var rows = List.of("" + attempt.number(), "" + attempt.number());
        var content = String.join("\n", rows).getBytes(StandardCharsets.UTF_8);
        var key = StagedParts.key(SimulatedWorld.ROOT, attempt, "orders", 0);
        bucket.put(key, content);
        ledger.stage(attempt, "orders", rows);
        var visible = StagedParts.visible(SimulatedWorld.PATH, "", attempt.number(), 0);
        return Entries.append(
            log,
            attempt,
            List.of(new CommittedPart(key, Optional.of(visible), content.length, 2, "00")),
            previous);
      }

      @Override
      public Ledger.TableOf versioned() {
        return SimulatedWorld.CURRENT;
      }

      @Override
      public Entry staged(
          String log, Attempt attempt, long previous, Kind kind, List<Version> versions) {
        var entry = staged(log, attempt, previous);
        var rows = versions.stream().map(version -> version.with(attempt.number())).toList();
        List<CommittedPart> parts = new ArrayList<>();
        if (!rows.isEmpty()) {
          var content = String.join("\n", rows).getBytes(StandardCharsets.UTF_8);
          var key = StagedParts.key(SimulatedWorld.ROOT, attempt, "current", 0);
          bucket.put(key, content);
          ledger.stage(attempt, "current", rows);
          parts.add(new CommittedPart(key, Optional.empty(), content.length, rows.size(), "00"));
        }
        return Entries.with(
            entry,
            List.of(),
            List.of(
                entry.targets().getFirst(),
                Entries.target(
                    "current",
                    Optional.empty(),
                    Optional.of(
                        new CommittedTarget.Warehouse(
                            SimulatedLedger.CONNECTION, versioned().table(), previous)),
                    kind == Kind.UPSERT ? Optional.of(SimulatedWorld.UPSERT) : Optional.empty(),
                    parts)));
      }

      @Override
      public List<String> versions() {
        return world.warehouse.tables.getOrDefault(versioned().table(), List.of()).stream()
            .sorted()
            .toList();
      }

      @Override
      public void loseTable() {
        world.warehouse.lost.put(target().table(), List.of());
      }

      @Override
      public void findTable() {
        world.warehouse.lost.clear();
      }

      @Override
      public void loseStaging() {
        world.warehouse.staging.clear();
      }

      @Override
      public long stagedTables() {
        return world.warehouse.staging.size();
      }

      @Override
      public List<Long> commits() {
        return world.table().stream().map(Long::valueOf).toList();
      }

      @Override
      public void theirs() {
        world.warehouse.tables.put("sales.orders", new ArrayList<>(List.of("7")));
      }
    };
  }
}
