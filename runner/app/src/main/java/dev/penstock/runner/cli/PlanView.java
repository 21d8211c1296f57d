package dev.penstock.runner.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Deletes;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.Source;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.plan.Waves;
import dev.penstock.runner.run.Prospect;
import dev.penstock.runner.run.Rehearsal;
import dev.penstock.runner.target.redshift.WarehouseStatements;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What a run would do, as {@code plan} shows it; with {@code --json} this is the object.
 *
 * @param pipeline {@code namespace/name}
 * @param parameters with the values that this run would use
 * @param relations in the order of computation, sources first
 * @param kept relations that are computed once, into a file on scratch, because several others need
 *     them
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record PlanView(
    String pipeline,
    Map<String, String> parameters,
    List<Relation> relations,
    List<String> kept,
    List<Target> targets,
    List<Holds> holds,
    Engine engine) {
  /**
   * A source or a step.
   *
   * @param of what it is, in words
   * @param rows about how many, by the source's statistics
   * @param bytes about how many, as on the wire
   * @param splits into which it is cut; absent: a step, or a source that nothing reads
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Relation(
      String name,
      String of,
      Optional<Long> rows,
      Optional<Long> bytes,
      Optional<Integer> splits,
      List<Column> columns) {}

  record Column(String name, String type) {}

  /**
   * What a step holds until the last row has come, in memory or spilled to scratch.
   *
   * @param rows about how many, by the source's statistics
   * @param bytes about how many
   */
  record Holds(String step, String why, String source, long rows, long bytes) {}

  /**
   * A target.
   *
   * @param mode in words
   * @param sortBy columns in whose order rows lie within parts; empty: as they were read
   * @param wavesOf the source whose waves are loaded while the next one is read
   * @param notInWaves why it is computed at once
   * @param statements that its warehouse would be sent
   * @param standing how its table stands; absent: nobody asked the warehouse
   * @param columns what becomes of the values of some columns, in words
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Target(
      String name,
      String from,
      String mode,
      List<String> sortBy,
      Optional<String> dataset,
      Optional<String> table,
      Optional<String> wavesOf,
      Optional<String> notInWaves,
      Optional<WarehouseStatements> statements,
      Optional<Standing> standing,
      List<String> columns) {}

  /**
   * How a table and the rows that would come differ, by the warehouse itself.
   *
   * @param alterations the statements that a run would send for it, before its commit
   * @param notes what else a run would do, in words that follow the table's name
   * @param refusal why a run would be refused
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Standing(
      boolean exists, List<String> alterations, List<String> notes, Optional<String> refusal) {
    static Standing of(Prospect.Standing found) {
      return new Standing(
          found.exists(),
          found.alterations(),
          found.notes(),
          found.refusal().map(refusal -> refusal.line()));
    }
  }

  /**
   * What a run on this machine would use.
   *
   * @param memoryBytes before the engine spills to scratch; it overshoots by some 100 MB
   * @param heapBytes of Java beside it
   * @param spillBytes how much it may spill; absent: no bound of its own
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Engine(int threads, long memoryBytes, long heapBytes, OptionalLong spillBytes) {}

  static PlanView of(
      Rehearsal rehearsal,
      Map<String, Connection> connections,
      Map<String, Prospect.Standing> standings) {
    var plan = rehearsal.plan();
    var pipeline = plan.pipeline();
    Map<String, String> parameters = new LinkedHashMap<>();
    pipeline.parameters().forEach(one -> parameters.put(one.name(), one.value()));
    return new PlanView(
        pipeline.id().toString(),
        parameters,
        relations(plan, rehearsal.splits()),
        plan.work().kept(),
        plan.loads().stream()
            .map(load -> target(load, connections, rehearsal.statements(), standings))
            .toList(),
        plan.held().stream()
            .map(held ->
                new Holds(
                    held.step(),
                    held.why(),
                    held.source(),
                    held.size().rows(),
                    held.size().bytes()))
            .toList(),
        new Engine(
            rehearsal.engine().threads(),
            rehearsal.engine().memoryBytes(),
            Runtime.getRuntime().maxMemory(),
            rehearsal.engine().spillBytes()));
  }

  private static List<Relation> relations(Plan plan, Map<String, Integer> splits) {
    List<Relation> relations = new ArrayList<>();
    plan.relations()
        .forEach((name, schema) -> {
          var size = Optional.ofNullable(plan.sizes().get(name));
          relations.add(
              new Relation(
                  name,
                  words(plan.pipeline(), name),
                  size.map(about -> about.rows()),
                  size.map(about -> about.bytes()),
                  Optional.ofNullable(splits.get(name)),
                  schema.columns().stream()
                      .map(column -> new Column(column.name(), column.type().toString()))
                      .toList()));
        });
    return relations;
  }

  private static String words(Pipeline pipeline, String relation) {
    return pipeline.sources().stream()
        .filter(source -> source.name().equals(relation))
        .findFirst()
        .map(source ->
            read(source)
                + source.invalidTexts().stream()
                    .map(policy -> ", column %s: %s".formatted(policy.column(), policy.words()))
                    .collect(Collectors.joining()))
        .orElse("step");
  }

  private static String read(Source source) {
    return switch (source.read()) {
      case Read.Table table ->
          "table %s of %s%s"
              .formatted(
                  table.qualified(),
                  source.connection(),
                  table
                      .incremental()
                      .map(increment -> ", what changed by " + increment.column())
                      .orElse(""));
      case Read.Query query -> "query of " + source.connection();
    };
  }

  private static Target target(
      Plan.Load load,
      Map<String, Connection> connections,
      Map<String, WarehouseStatements> statements,
      Map<String, Prospect.Standing> standings) {
    var target = load.target();
    return new Target(
        target.name(),
        target.from(),
        switch (target.mode()) {
          case Mode.Append() -> "Append";
          case Mode.Replace(var allowEmpty) -> allowEmpty ? "Replace, also by no rows" : "Replace";
          case Mode.Window(var column, var allowEmpty) ->
              "Window of days by %s%s".formatted(column, allowEmpty ? ", also by no rows" : "");
          case Mode.Scd2(var key, var orderBy, var track, var deleted) ->
              "Scd2 by %s, versions valid from %s, new when %s%s"
                  .formatted(
                      String.join(", ", key),
                      orderBy.getFirst(),
                      track.isEmpty()
                          ? "another column changes"
                          : String.join(", ", track) + " change",
                      deleted.map(name -> ", closed by " + name).orElse(""));
          case Mode.Upsert(var key, var orderBy, var deletes) ->
              "Upsert by %s, the newest by %s%s"
                  .formatted(
                      String.join(", ", key),
                      String.join(", ", orderBy),
                      switch (deletes) {
                        case Deletes.Unseen unseen -> "";
                        case Deletes.Column(var name) -> ", deleted by " + name;
                        case Deletes.Absence absence ->
                            ", deleted if it does not come, up to %d percent of the table%s"
                                .formatted(
                                    absence.maxPercent(),
                                    absence.allowEmpty() ? ", also by no rows" : "");
                      });
        },
        target.sortBy(),
        target
            .s3()
            .map(dataset ->
                "s3://%s/%s%s"
                    .formatted(
                        connections.get(dataset.connection()) instanceof Connection.S3 s3
                            ? s3.bucket()
                            : dataset.connection(),
                        dataset.path(),
                        dataset.partitionBy().isEmpty()
                            ? ""
                            : " by " + String.join(", ", dataset.partitionBy()))),
        target.redshift().map(table -> "%s of %s".formatted(table.qualified(), table.connection())),
        load.waves() instanceof Waves.Streamed(var source) ? Optional.of(source) : Optional.empty(),
        load.waves() instanceof Waves.Whole(var reason) ? Optional.of(reason) : Optional.empty(),
        Optional.ofNullable(statements.get(target.name())),
        Optional.ofNullable(standings.get(target.name())).map(Standing::of),
        target.columns().stream()
            .map(column ->
                "column %s: %s".formatted(column.name(), String.join("; ", column.words())))
            .toList());
  }
}
