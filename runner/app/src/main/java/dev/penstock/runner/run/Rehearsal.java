package dev.penstock.runner.run;

import dev.penstock.api.model.Dataset;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Target;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.target.redshift.WarehouseStatements;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run without targets: opens the sources and plans, and can compute the first rows of a relation.
 * It touches neither store nor warehouse, so incremental sources are seen from their beginning.
 */
public final class Rehearsal implements AutoCloseable {
  private final Request request;
  private final Reading reading;

  private Rehearsal(Request request, Reading reading) {
    this.request = request;
    this.reading = reading;
  }

  /** Opens every source and plans, as a run would. */
  public static Rehearsal open(Request request) throws InterruptedException {
    var settings = Scratch.settings(request);
    var reading =
        Reading.open(
            request, new Connections(request.connections()), new Watermarks(List.of()), settings);
    return new Rehearsal(request, reading);
  }

  /** {@return what a run would do} */
  public Plan plan() {
    return reading.plan();
  }

  /** {@return what the engine of a run on this machine may use} */
  public EngineSettings engine() {
    return reading.settings();
  }

  /** {@return what the warehouse of a target would be sent, by target} */
  public Map<String, WarehouseStatements> statements() {
    var connections = new Connections(request.connections());
    var pipeline = request.pipeline();
    Map<String, WarehouseStatements> statements = new LinkedHashMap<>();
    for (var load : plan().loads()) {
      var target = load.target();
      target
          .redshift()
          .ifPresent(table ->
              statements.put(
                  target.name(),
                  WarehouseStatements.of(
                      connections.redshift(table.connection()),
                      pipeline.id(),
                      target.name(),
                      table,
                      Proposal.columns(load.parts()),
                      Proposal.upsert(target.mode()),
                      Sinks.earlier(target, false),
                      DaysReplaced.column(target),
                      connections.s3(Proposal.partsConnection(target, pipeline.store())).bucket(),
                      PipelineLog.root(pipeline))));
    }
    return statements;
  }

  /**
   * {@return how the tables of targets stand, by target} Asks the warehouses; changes nothing.
   *
   * @throws dev.penstock.runner.spi.PenstockException when one can not be asked
   */
  public Map<String, Prospect.Standing> tables(Clock clock) {
    return Prospect.tables(request, this, plan(), clock);
  }

  /** {@return into how many splits a run would cut each source that it reads} */
  public Map<String, Integer> splits() {
    Map<String, Integer> splits = new LinkedHashMap<>();
    reading
        .read()
        .forEach(
            source -> splits.put(source.name(), reading.engine().waves(source.name()).splits()));
    return splits;
  }

  /**
   * The first rows of a relation.
   *
   * @param cells per row and column as text, a NULL as null
   */
  public record Rows(Schema schema, List<List<@Nullable String>> cells) {
    public Rows {
      cells = List.copyOf(cells);
    }
  }

  /**
   * {@return the first rows of a relation, of no certain order} Reads no more of the source that
   * drives the relation than it needs; what that one is joined with is read as a whole.
   *
   * @param relation a source or a step
   */
  public static Rows first(Request request, String relation, int rows) throws InterruptedException {
    known(request.pipeline(), relation);
    try (var rehearsal = open(request.of(only(request.pipeline(), relation)))) {
      var engine = rehearsal.reading.engine();
      rehearsal.plan().work().kept().forEach(engine::keep);
      return new Rows(engine.schema(relation), engine.first(relation, rows));
    }
  }

  private static void known(Pipeline pipeline, String relation) {
    List<String> names = new ArrayList<>();
    pipeline.sources().forEach(source -> names.add(source.name()));
    pipeline.steps().forEach(step -> names.add(step.name()));
    if (!names.contains(relation)) {
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          "Pipeline %s has no relation %s".formatted(pipeline.id().name(), relation),
          "Name one of " + String.join(", ", names));
    }
  }

  /** The same pipeline as if that relation were all that is wanted. */
  private static Pipeline only(Pipeline pipeline, String relation) {
    var target =
        new Target(
            "preview",
            relation,
            new Mode.Append(),
            Optional.of(new Dataset(pipeline.store().connection(), "preview")),
            Optional.empty());
    return new Pipeline(
        pipeline.id(),
        pipeline.hash(),
        pipeline.store(),
        pipeline.timing(),
        pipeline.parameters(),
        pipeline.sources(),
        pipeline.steps(),
        List.of(),
        List.of(target),
        pipeline.pod());
  }

  @Override
  public void close() {
    reading.close();
  }
}
