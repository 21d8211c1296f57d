package dev.penstock.runner.run;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.runner.commit.CommitLog;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger;
import dev.penstock.runner.commit.StagedParts;
import dev.penstock.runner.commit.TargetHistory;
import dev.penstock.runner.commit.Visibility;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.target.redshift.WarehouseView;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Deletes what dead attempts left, by the proof of the protocol: it carries a base below the head
 * and no entry names it, so nobody can commit it any more. Looks back to the first base, where each
 * run looks back only some.
 *
 * @param objects of all buckets
 * @param tables of all warehouses
 * @param waiting the number of the oldest entry that is not published everywhere yet: what its base
 *     and later ones left is kept until a run has published it
 * @param unseen what the newest entry fills by connections that were not given; nothing was swept
 *     there
 */
public record Sweeping(
    long objects, long bytes, long tables, long rows, Optional<Long> waiting, List<Unseen> unseen) {
  public Sweeping {
    unseen = List.copyOf(unseen);
  }

  /** Something that is deleted. */
  public sealed interface Garbage {
    record OfBucket(String bucket, String key, long bytes) implements Garbage {}

    record OfWarehouse(String connection, String table, long rows) implements Garbage {}
  }

  /**
   * Sweeps.
   *
   * @param dry whether it is only told
   * @param told each piece, before it is deleted
   */
  public static Sweeping of(
      Pipeline pipeline,
      Map<String, Connection> byName,
      Secrets secrets,
      boolean dry,
      Consumer<Garbage> told,
      Clock clock) {
    var connections = new Connections(byName);
    var root = PipelineLog.root(pipeline);
    var application = "penstock/%s/sweep/%s".formatted(pipeline.id().name(), UUID.randomUUID());
    try (var stores = new Stores(connections, secrets, application);
        var warehouses =
            new Warehouses(connections, secrets, pipeline.id(), stores, root, application, clock)) {
      var log = new CommitLog(stores.of(pipeline.store().connection()), root);
      long head = log.head();
      if (head < 1) {
        return new Sweeping(0, 0, 0, 0, Optional.empty(), List.of());
      }
      var newest = log.read(head);
      var visibility = new Visibility(stores, Runnable::run);
      var unseen = Unseen.of(newest, stores, warehouses);
      boolean published =
          holds(newest, warehouses)
              && (unseen.isEmpty() ? visibility.shows(newest) : log.attests(newest));
      long before =
          Math.min(published ? head : head - 1, behind(pipeline, log, newest, warehouses));
      var sums = new Sums();
      for (var connection : Proposal.staging(pipeline)) {
        var bucket = stores.of(connection);
        new StagedParts(bucket, root)
            .garbage(
                log,
                newest,
                visibility,
                0,
                before,
                key -> {
                  long bytes = bucket.size(key).orElse(0);
                  told.accept(new Garbage.OfBucket(bucket.name(), key, bytes));
                  sums.objects++;
                  sums.bytes += bytes;
                  if (!dry) {
                    bucket.delete(key);
                  }
                });
      }
      for (var connection : connections(pipeline, newest, warehouses)) {
        var view = new WarehouseView(warehouses.open(connection).session(), pipeline.id());
        for (var staged : view.stagingTables()) {
          if (staged.base().isEmpty() || staged.base().getAsLong() >= before) {
            continue;
          }
          var rows = view.rows(staged);
          if (rows.isEmpty()) {
            continue;
          }
          told.accept(new Garbage.OfWarehouse(connection, staged.table(), rows.getAsLong()));
          sums.tables++;
          sums.rows += rows.getAsLong();
          if (!dry) {
            view.drop(staged);
          }
        }
      }
      return new Sweeping(
          sums.objects,
          sums.bytes,
          sums.tables,
          sums.rows,
          before == head ? Optional.empty() : Optional.of(before + 1),
          List.copyOf(unseen));
    }
  }

  private static final class Sums {
    private long objects;
    private long bytes;
    private long tables;
    private long rows;
  }

  /** {@return whether every warehouse that is at hand holds it} */
  private static boolean holds(Entry newest, Warehouses warehouses) {
    return newest.targets().stream()
        .allMatch(target ->
            target
                .warehouse()
                .filter(side -> warehouses.has(side.connection()))
                .map(side ->
                    warehouses
                        .of(side.connection())
                        .standing(new Ledger.TableOf(target.name(), side.table()))
                        .filter(position -> position.log().equals(newest.log()))
                        .map(position -> position.number() >= newest.number())
                        .orElse(false))
                .orElse(true));
  }

  /** {@return the lowest base of what a table lacks that is being filled from the log} */
  private static long behind(
      Pipeline pipeline, CommitLog log, Entry newest, Warehouses warehouses) {
    long lowest = Long.MAX_VALUE;
    for (var target : pipeline.targets()) {
      var table = target.redshift();
      if (table.isPresent()) {
        var side = new Ledger.TableOf(target.name(), table.get().qualified());
        var standing =
            warehouses
                .of(table.get().connection())
                .standing(side)
                .filter(position -> position.log().equals(newest.log()));
        if (standing.isPresent()) {
          lowest =
              new TargetHistory(log, target.name())
                  .after(standing.get().number(), newest.number()).stream()
                      .mapToLong(Entry::base)
                      .reduce(lowest, Math::min);
        }
      }
    }
    return lowest;
  }

  private static Set<String> connections(Pipeline pipeline, Entry newest, Warehouses warehouses) {
    var names =
        pipeline.targets().stream()
            .flatMap(target -> target.redshift().stream())
            .map(table -> table.connection())
            .collect(Collectors.toCollection(TreeSet::new));
    newest.warehouses().stream().filter(warehouses::has).forEach(names::add);
    return names;
  }
}
