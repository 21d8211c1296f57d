package dev.penstock.runner.run;

import dev.penstock.api.model.Dataset;
import dev.penstock.api.model.Deletes;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Store;
import dev.penstock.api.model.Table;
import dev.penstock.api.model.Target;
import dev.penstock.api.model.Wanted;
import dev.penstock.runner.commit.CommittedPart;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Protocol;
import dev.penstock.runner.commit.StagedParts;
import dev.penstock.runner.commit.Watermark;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.spi.Part;
import dev.penstock.runner.spi.PartSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** What an attempt made, as the entry that it proposes. */
final class Proposal {
  private Proposal() {}

  /**
   * {@return the entry that says all of it}
   *
   * @param parts per target, in the order of sealing
   * @param watermarks of all incremental sources, after this run
   * @param bucket names the bucket behind a connection
   * @param adapted how tables were fitted to their rows, by target; those that fitted are not in it
   */
  static Entry of(
      Protocol.Begun.Fresh fresh,
      Wanted wanted,
      Entry.Operation operation,
      Plan plan,
      Map<String, List<Part>> parts,
      List<Watermark> watermarks,
      Store store,
      UnaryOperator<String> bucket,
      Instant now,
      Map<String, CommittedTarget.Adapted> adapted) {
    var attempt = fresh.attempt();
    List<CommittedTarget> targets = new ArrayList<>();
    for (var load : plan.loads()) {
      var target = load.target();
      var connection = partsConnection(target, store);
      targets.add(
          new CommittedTarget(
              target.name(),
              new CommittedTarget.Place(connection, bucket.apply(connection)),
              target.s3().map(Dataset::path),
              target.redshift().map(table -> warehouse(fresh, target.name(), table)),
              upsert(target.mode()),
              columns(load.parts()),
              committed(parts.getOrDefault(target.name(), List.of()), target, attempt.number()),
              Optional.ofNullable(adapted.get(target.name())),
              replaces(target.mode()),
              DaysReplaced.of(target, wanted, parts.getOrDefault(target.name(), List.of()))));
    }
    var window =
        wanted instanceof Wanted.Window(var start, var end)
            ? Optional.of(new Entry.Window(start, end))
            : Optional.<Entry.Window>empty();
    return entry(fresh, operation, watermarks, targets, window, now);
  }

  /** {@return the entry by which a history begins with what the targets hold} */
  static Entry baseline(
      Protocol.Begun.Fresh fresh,
      Pipeline pipeline,
      List<Watermark> watermarks,
      UnaryOperator<String> bucket,
      Instant now) {
    List<CommittedTarget> targets = new ArrayList<>();
    for (var target : pipeline.targets()) {
      var connection = partsConnection(target, pipeline.store());
      targets.add(
          new CommittedTarget(
              target.name(),
              new CommittedTarget.Place(connection, bucket.apply(connection)),
              target.s3().map(Dataset::path),
              target.redshift().map(table -> warehouse(fresh, target.name(), table)),
              Optional.empty(),
              List.of(),
              List.of()));
    }
    return entry(fresh, Entry.Operation.BASELINE, watermarks, targets, Optional.empty(), now);
  }

  private static Entry entry(
      Protocol.Begun.Fresh fresh,
      Entry.Operation operation,
      List<Watermark> watermarks,
      List<CommittedTarget> targets,
      Optional<Entry.Window> window,
      Instant now) {
    var attempt = fresh.attempt();
    var names = targets.stream().map(CommittedTarget::name).toList();
    return new Entry(
        fresh.log(),
        attempt.number(),
        operation,
        attempt.run().pipeline().toString(),
        attempt.run().id(),
        attempt.id(),
        attempt.run().spec().hex(),
        now,
        watermarks,
        targets,
        fresh.named().stream().filter(name -> !names.contains(name)).toList(),
        window);
  }

  private static CommittedTarget.Warehouse warehouse(
      Protocol.Begun.Fresh fresh, String target, Table table) {
    return new CommittedTarget.Warehouse(
        table.connection(),
        table.qualified(),
        fresh.previous().getOrDefault(target, fresh.attempt().base()),
        Optional.ofNullable(fresh.takesOver().get(target)));
  }

  /** {@return how a warehouse applies the rows of a mode; empty: it adds them} */
  static Optional<CommittedTarget.Upsert> upsert(Mode mode) {
    return switch (mode) {
      case Mode.Append append -> Optional.empty();
      case Mode.Replace replace -> Optional.empty();
      case Mode.Window window -> Optional.empty();
      case Mode.Scd2 history ->
          Optional.of(
              new CommittedTarget.Upsert(
                  history.key(),
                  history.orderBy(),
                  history.deleted(),
                  Optional.empty(),
                  Optional.of(CommittedTarget.Upsert.Versions.KEPT)));
      case Mode.Upsert(var key, var orderBy, var deletes) ->
          Optional.of(
              switch (deletes) {
                case Deletes.Unseen unseen -> new CommittedTarget.Upsert(key, orderBy);
                case Deletes.Column(var name) ->
                    new CommittedTarget.Upsert(key, orderBy, Optional.of(name), Optional.empty());
                case Deletes.Absence absence ->
                    new CommittedTarget.Upsert(
                        key,
                        orderBy,
                        Optional.empty(),
                        Optional.of(CommittedTarget.Upsert.Absent.DELETED));
              });
    };
  }

  private static Optional<CommittedTarget.Replaced> replaces(Mode mode) {
    return mode instanceof Mode.Replace
        ? Optional.of(CommittedTarget.Replaced.ALL)
        : Optional.empty();
  }

  private static List<CommittedPart> committed(List<Part> parts, Target target, long number) {
    List<CommittedPart> committed = new ArrayList<>();
    for (var part : parts) {
      int seq = committed.size();
      committed.add(
          new CommittedPart(
              part.key(),
              target
                  .s3()
                  .map(dataset ->
                      StagedParts.visible(dataset.path(), part.directory(), number, seq)),
              part.bytes(),
              part.rows(),
              part.checksum(),
              DaysReplaced.day(target, part)));
    }
    return committed;
  }

  /** {@return the columns of parts as the log names them} */
  static List<CommittedTarget.Column> columns(PartSchema schema) {
    return schema.columns().stream()
        .map(column ->
            new CommittedTarget.Column(
                column.name(),
                column.type().toString(),
                column.cast() ? Optional.of(column.carried().toString()) : Optional.empty()))
        .toList();
  }

  /** {@return the connections of all buckets in which a pipeline stages; tails lie with the log} */
  static Set<String> staging(Pipeline pipeline) {
    var names = new TreeSet<>(Set.of(pipeline.store().connection()));
    pipeline.targets().forEach(target -> names.add(partsConnection(target, pipeline.store())));
    return names;
  }

  /** {@return the connection whose bucket takes a target's parts} */
  static String partsConnection(Target target, Store store) {
    return target.s3().map(Dataset::connection).orElse(store.connection());
  }
}
